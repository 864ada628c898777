import fs from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { v1Routes } from '#lib/apis/v1/routes.ts'
import { hashGraph } from '#lib/engine/graph.ts'
import { toYaml } from '#lib/engine/text.ts'
import { createMount } from '#lib/http/mount.ts'
import { credentialOnly } from '#lib/templates/credential-only.ts'
import { sanctionsOnly } from '#lib/templates/sanctions-only.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { runCli } from './run.ts'

const house = await createTestRuntime()
const mount = createMount(
  v1Routes(() => house.runtime),
  'http://127.0.0.1',
)
const server = http.createServer((request, response) => {
  if (!mount(request, response)) response.writeHead(404).end()
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
const url = `http://127.0.0.1:${port}`
const key = await house.acme.apiKey()
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await house.close()
})

let cwd = ''
beforeEach(async () => {
  cwd = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-cli-'))
  return () => fs.rm(cwd, { recursive: true })
})

/** Runs a command line in the folder of the test; answers with all it wrote. */
async function run(args: string, context: { url?: string; key?: string } = { url, key }) {
  const [out, err]: [string[], string[]] = [[], []]
  const words = Array.from(args.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, word]) => quoted ?? word ?? '')
  const code = await runCli(words, {
    url: context.url,
    key: context.key,
    cwd,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  })
  return { code, out, err }
}

const write = (name: string, text: string) => fs.writeFile(path.join(cwd, name), text)
const read = (name: string) => fs.readFile(path.join(cwd, name), 'utf8')

describe('pull', () => {
  it('writes drafts into files, and leaves alone what already says the same', async () => {
    await house.acme.draft('pulled', sanctionsOnly.graph)
    expect(await run('pull wf_pulled --dir flows')).toEqual({
      code: 0,
      out: ['flows/wf_pulled.yaml: written, version 1'],
      err: [],
    })
    expect(await read('flows/wf_pulled.yaml')).toBe(toYaml(sanctionsOnly.graph))
    expect((await run('pull flows/wf_pulled.yaml --dir flows')).out).toEqual([
      'flows/wf_pulled.yaml: unchanged, version 1',
    ])
  })

  it('takes all workflows where none is named', async () => {
    await house.acme.draft('everything', sanctionsOnly.graph)
    const { code, out } = await run('pull')
    expect(code).toBe(0)
    expect(out).toContain('wf_everything.yaml: written, version 1')
  })

  it('says what is not there, and goes on', async () => {
    await house.acme.draft('there', sanctionsOnly.graph)
    expect(await run('pull wf_nowhere wf_there')).toEqual({
      code: 1,
      out: ['wf_there.yaml: written, version 1'],
      err: ['wf_nowhere: There is no workflow with this id'],
    })
  })

  it('needs a key that may read definitions', async () => {
    await house.acme.draft('private', sanctionsOnly.graph)
    const reader = await house.acme.apiKey({ scopes: ['workflows:read'] })
    expect(await run('pull wf_private', { url, key: reader })).toEqual({
      code: 1,
      out: [],
      err: ['wf_private: the key may not read definitions; it needs workflows:editor:read'],
    })
  })
})

describe('validate', () => {
  it('finds nothing in a sound file, without any server', async () => {
    await write('wf_sound.yaml', toYaml(sanctionsOnly.graph))
    expect(await run('validate wf_sound.yaml', {})).toEqual({ code: 0, out: ['wf_sound.yaml: no problems'], err: [] })
  })

  it('names every problem with its place in the file', async () => {
    const text = toYaml(sanctionsOnly.graph)
    await write(
      'wf_faulty.yaml',
      text.replace('{input.name}', '{input.nobody}').replace('type: sanctions_screening', 'type: magic'),
    )
    const lines = (await read('wf_faulty.yaml')).split('\n')
    const line = lines.findIndex((each) => each.includes('id: sanctions_screening')) + 1
    const { code, err } = await run('validate wf_faulty.yaml', {})
    expect(code).toBe(1)
    expect(err).toContainEqual(
      expect.stringMatching(new RegExp(`^wf_faulty\\.yaml:${line}:\\d+: error: .*magic.* \\(unknown_block_type\\)$`)),
    )
  })

  it('names every fault of a text that is no graph', async () => {
    await write('wf_text.yaml', 'blocks:\n  - id: Big Id\n    type: start\n    name: Start\n')
    const { code, err } = await run('validate wf_text.yaml', {})
    expect({ code, err }).toEqual({
      code: 1,
      err: [expect.stringMatching(/^wf_text\.yaml:2:\d+: error: blocks\.0\.id: /)],
    })
    await write('wf_text.yaml', 'blocks: [\n')
    expect((await run('validate wf_text.yaml', {})).err[0]).toMatch(/^wf_text\.yaml:\d+:\d+: error: /)
  })

  it('tells policy findings with their ids, which only --strict refuses', async () => {
    await write('wf_risky.yaml', toYaml(credentialOnly.graph))
    const { code, out, err } = await run('validate wf_risky.yaml', {})
    expect({ code, out }).toEqual({ code: 0, out: ['wf_risky.yaml: can be deployed'] })
    expect(err).toContainEqual(
      expect.stringMatching(/: finding: .* \(credential_without_screening:credential_issue\)$/),
    )
    expect((await run('validate --strict wf_risky.yaml', {})).code).toBe(1)
  })
})

describe('push', () => {
  it('replaces the draft by the file', async () => {
    const id = await house.acme.draft('pushed', credentialOnly.graph)
    await write('wf_pushed.yaml', toYaml(sanctionsOnly.graph))
    expect(await run('push wf_pushed.yaml')).toEqual({ code: 0, out: ['wf_pushed: saved as version 2'], err: [] })
    const stored = await house.runtime.tenant(house.acme.id).workflows.draft(id)
    expect(stored?.hash).toBe(await hashGraph(sanctionsOnly.graph))
  })

  it('makes a workflow where it is told to', async () => {
    await write('wf_fresh.json', JSON.stringify(sanctionsOnly.graph))
    expect(await run('push wf_fresh.json')).toEqual({
      code: 1,
      out: [],
      err: ['wf_fresh: There is no workflow with this id'],
    })
    expect(await run('push wf_fresh.json --create')).toEqual({
      code: 0,
      out: ['wf_fresh: created as version 1'],
      err: [],
    })
  })

  it('is refused on a version that has passed', async () => {
    await house.acme.draft('passed', credentialOnly.graph)
    await house.acme.draft('passed', sanctionsOnly.graph)
    await write('wf_passed.yaml', toYaml(credentialOnly.graph))
    expect(await run('push wf_passed.yaml --if-version 1')).toEqual({
      code: 1,
      out: [],
      err: ['wf_passed: Somebody else has saved this draft in the meantime'],
    })
  })

  it('sends nothing where a file is no graph', async () => {
    const id = await house.acme.draft('untouched', credentialOnly.graph)
    await write('wf_untouched.yaml', toYaml(sanctionsOnly.graph))
    await write('wf_broken.yaml', 'nonsense: true\n')
    expect((await run('push wf_untouched.yaml wf_broken.yaml')).code).toBe(1)
    expect(await house.runtime.tenant(house.acme.id).workflows.draft(id)).toMatchObject({ revision: 1 })
  })
})

describe('deploy', () => {
  it('makes the draft live, and wants findings acknowledged', async () => {
    await house.acme.draft('deployed', credentialOnly.graph)
    const refused = await run('deploy wf_deployed --note "First of all"')
    expect({ code: refused.code, first: refused.err[0] }).toEqual({
      code: 1,
      first: 'wf_deployed: Acknowledge every policy finding to deploy',
    })
    const ids = refused.err.slice(1).map((line) => /^ {2}(\w+:\w+): /.exec(line)?.[1])
    const flags = ids.map((id) => `--acknowledge ${id}`).join(' ')
    const { code, out } = await run(`deploy wf_deployed.yaml --note "First of all" ${flags}`)
    expect({ code, out }).toEqual({ code: 0, out: ['wf_deployed: v1 is live in production'] })
  })

  it('says why', async () => {
    expect(await run('deploy wf_deployed')).toEqual({ code: 2, out: [], err: ['Say why with --note'] })
  })
})

describe('a command', () => {
  it.each([
    ['fetch', 'There is no command fetch; countersign --help lists them'],
    ['push', 'Name files; countersign --help shows how'],
    ['push other.yaml', 'other.yaml cannot be read'],
    ['deploy Other --note x', 'Other is not named after a workflow, like wf_kyc.yaml'],
    ['push wf_a.yaml --if-version soon', '--if-version wants a whole number from 1'],
  ])('typed as %s says what is wrong', async (args, message) => {
    expect(await run(args)).toEqual({ code: 2, out: [], err: [message] })
  })

  it('says where and as whom, or cannot be tried', async () => {
    const refused = async (context: { url?: string; key?: string }) => (await run('pull', context)).err[0]
    expect(await refused({ key })).toBe('COUNTERSIGN_URL must be the address of the instance')
    expect(await refused({ url })).toBe('COUNTERSIGN_KEY must be an API key')
    expect(await refused({ url, key: 'apk_nobody_nothing' })).toBe('COUNTERSIGN_KEY is not known, or no longer valid')
    expect(await refused({ url: 'http://127.0.0.1:1', key })).toBe('http://127.0.0.1:1 cannot be reached')
    const weak = await house.acme.apiKey({ scopes: [] })
    expect(await refused({ url, key: weak })).toBe('This needs the permission workflows:read')
  })

  it('explains itself', async () => {
    const { code, out } = await run('--help')
    expect({ code, commands: ['pull', 'validate', 'push', 'deploy'].every((name) => out[0]?.includes(name)) }).toEqual({
      code: 0,
      commands: true,
    })
    expect((await run('')).code).toBe(2)
  })
})
