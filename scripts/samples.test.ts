import { execFile } from 'node:child_process'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { SAMPLE_LANGUAGES, type SampleLanguage, sampleOf } from '#components/docs/samples.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createMount } from '#lib/http/mount.ts'
import { publicApis } from '#lib/openapi/serve.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'

const run = promisify(execFile)
const house = await createTestRuntime()
const mount = createMount(
  publicApis(() => house.runtime).flatMap(({ routes }) => [...routes]),
  'http://127.0.0.1',
)
const server = http.createServer((request, response) => {
  if (!mount(request, response)) response.writeHead(418).end()
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(async () => {
  server.close()
  await house.close()
})
await house.acme.deploy('echoes', buildGraph('start > end'))
const env = { ...process.env, COUNTERSIGN_API_KEY: await house.acme.apiKey() }

/** Values that break what is quoted carelessly. */
const input = { name: `O'Brien "Jim" $HOME \`id\` \\n {x}`, note: 'Zoë\n東京' }

const COMMANDS: Record<SampleLanguage, (code: string) => [string, string[]]> = {
  curl: (code) => ['sh', ['-c', code.replace(/^curl/, 'curl -s')]],
  TypeScript: (code) => [process.execPath, ['--input-type=module-typescript', '-e', code]],
  Python: (code) => ['python3', ['-c', code]],
}

async function has(command: string): Promise<boolean> {
  return run(command, ['--version']).then(
    () => true,
    () => false,
  )
}
const missing = new Set([...((await has('python3')) ? [] : ['Python']), ...((await has('curl')) ? [] : ['curl'])])

describe('the code that is shown', () => {
  for (const language of SAMPLE_LANGUAGES) {
    it.skipIf(missing.has(language))(`runs as it stands in ${language}`, async () => {
      const executionId = `sample-${language}`
      const body = { workflowId: 'wf_echoes', options: { executionId, input } }
      const code = sampleOf(language, { method: 'POST', url: `${url}/v1/workflows/execute`, body })
      const { stdout } = await run(...COMMANDS[language](code), { env })
      expect(stdout).toContain(executionId)
      const found = await house.runtime.executions.find(house.acme.id, { publicId: executionId })
      expect(found?.input).toEqual(input)
      const read = sampleOf(language, { method: 'GET', url: `${url}/v1/workflows/status/${executionId}`, body: null })
      expect((await run(...COMMANDS[language](read), { env })).stdout).toContain('wf_echoes')
    })
  }

  it.skipIf(missing.has('Python'))('shows a refusal too', async () => {
    const code = sampleOf('Python', { method: 'GET', url: `${url}/v1/workflows/status/nothing`, body: null })
    expect((await run(...COMMANDS.Python(code), { env })).stdout).toContain('404')
  })
})
