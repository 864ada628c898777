import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seal } from '#lib/crypto.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { createFleet, type Fleet, type FleetMember, kill, until } from './fleet.ts'

/** A secret of every kind there is, each with a text that is nowhere else. */
const SECRETS = {
  stored: 'stored-in-the-environment-1f6a',
  sent: 'sent-as-an-override-9c2e',
  byDefault: 'default-of-a-variable-77b0',
  given: 'given-for-a-variable-"quoted"-41d3',
  asInput: 'input-under-a-secret-name-5e80',
  computed: 'COMPUTED-INTO-A-VARIABLE-C0DE',
  inside: 'inside-of-an-object-2b9d',
  pin: 48_151_623,
  password: 'password-of-basic-auth-e7a4',
}

let fleet: Fleet
let member: FleetMember
const said: string[] = []
const answers: string[] = []
const heard: string[] = []
const echo = http.createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  heard.push(`${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks)}`)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ you_sent: Buffer.concat(chunks).toString(), headers: request.headers }))
})

beforeAll(async () => {
  fleet = await createFleet()
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  for (const [name, value] of Object.entries({ STORED: SECRETS.stored, PASSWORD: SECRETS.password })) {
    const { organizationId, runtime } = fleet
    const sealed = seal(runtime.masterKey, Buffer.from(value), `variable:${organizationId}:${name}`)
    const row = { organizationId, environment: 'PRODUCTION', name, secret: true, value: Uint8Array.from(sealed) }
    await runtime.db.prisma.environmentVariable.create({ data: row })
  }
  member = await fleet.start({ hear: (text) => said.push(text) })
})

afterAll(async () => {
  echo.close()
  await fleet?.stop()
})

const ALL = '{env.STORED} {env.SENT} {vars.fixed} {vars.given} {vars.asked} {vars.made} {vars.whole} {vars.pin}'

function leaky() {
  const address = echo.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
  const auth = { type: 'basic', username: 'me', password: '{env.PASSWORD}' }
  const body = { all: ALL, whole: '{vars.whole}' }
  const cases = [{ handle: 'never', when: `env.STORED == 1 || vars.given + vars.made` }]
  const steps = {
    start: { type: 'start' },
    make: { type: 'set_variable', config: { assignments: { shown: ALL }, computed: { made: 'input.seed + "-C0DE"' } } },
    call: { type: 'http_request', config: { url, method: 'POST', query: { key: '{vars.given}' }, auth, body } },
    look: {
      type: 'manual_review',
      config: { title: ALL, context: { all: ALL }, fields: [{ name: 'note', label: ALL }] },
    },
    again: { type: 'http_request', config: { url, method: 'POST', body } },
    broken: { type: 'broken', onError: 'continue', config: { message: ALL } },
    odd: { type: 'condition', config: { cases } },
    lost: { type: 'http_request', config: { url: 'http://10.0.0.1/{vars.given}', headers: { 'x-key': ALL } } },
  }
  const ids = Object.keys(steps)
  const secret = { secret: true }
  return graphSchema.parse({
    blocks: Object.entries(steps).map(([id, step]) => ({ id, name: id, ...step })),
    edges: ids.slice(1).map((target, at) => ({
      id: target,
      source: ids[at],
      target,
      sourceHandle: { look: 'approved', odd: 'error' }[ids[at] ?? ''] ?? 'out',
    })),
    variables: [
      { name: 'fixed', default: SECRETS.byDefault, ...secret },
      { name: 'given', ...secret },
      { name: 'asked', ...secret },
      { name: 'made', ...secret },
      { name: 'whole', type: 'object', default: { deep: [SECRETS.inside] }, ...secret },
      { name: 'pin', type: 'number', default: SECRETS.pin, ...secret },
      { name: 'shown' },
    ],
  })
}

async function call(path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${member.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-api-key': fleet.key, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  answers.push(text)
  return { status: response.status, body: JSON.parse(text) }
}

/** Every row of every table with a place for text or JSON, as one text. */
async function rows(): Promise<string> {
  const { rows: tables } = await fleet.pool.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  const texts = await Promise.all(
    tables.map(({ name }) => fleet.pool.query(`SELECT coalesce(json_agg(t), '[]')::text AS text FROM "${name}" t`)),
  )
  return texts.map(({ rows: [row] }) => String(row.text)).join('\n')
}

/** The secrets that can be read in a text, plainly or as JSON or addresses write them. */
function readable(text: string): string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) => {
    const plain = String(secret)
    const forms = [plain, JSON.stringify(plain).slice(1, -1), encodeURIComponent(plain)]
    return [...forms, Buffer.from(`me:${plain}`).toString('base64')].some((form) => text.includes(form)) ? [name] : []
  })
}

const options = {
  executionId: 'leaky',
  input: { seed: 'COMPUTED-INTO-A-VARIABLE', asked: SECRETS.asInput },
  environmentVariables: { SENT: SECRETS.sent },
  workflowVariables: { given: SECRETS.given, asked: SECRETS.asInput },
}

describe('secrets of every kind, over HTTP', () => {
  it('reach the services they are meant for, also after a kill, a pause, and in a re-run', async () => {
    const workflow = await fleet.deploy('leaky', leaky())
    expect(await call('/v1/workflows/execute', { workflowId: 'wf_leaky', options })).toMatchObject({ status: 202 })
    expect(readable(heard.join())).toEqual(Object.keys(SECRETS))

    await kill(member)
    member = await fleet.start({ hear: (text) => said.push(text) })
    heard.length = 0
    const decided = { blockId: 'look', decision: 'approved', input: {} }
    const { body } = await call('/v1/workflows/executions/leaky/resume', decided)
    expect(readable(heard.join())).toEqual(Object.keys(SECRETS).filter((name) => name !== 'password'))
    expect(body).toMatchObject({ status: 'failed', output: { odd: { error: { code: expect.any(String) } } } })

    heard.length = 0
    const runFromBlock = { executionId: 'leaky', startBlockId: 'again' }
    const { environmentVariables } = options
    await call('/v1/workflows/execute', { workflowId: 'wf_leaky', runFromBlock, options: { environmentVariables } })
    expect(readable(heard.join())).toContain('given')
    await call('/v1/workflows/execute', {
      workflowId: 'wf_leaky',
      workflow: leaky(),
      options: { input: options.input },
    })

    const data = { ...options.input, given: SECRETS.given }
    const { body: started } = await call('/process/exec', { processId: workflow, data })
    await until(async () => {
      const { body: instance } = await call(`/process/instance/${started.processInstanceId}`)
      return instance.stateCd !== 0 || JSON.stringify(instance).includes('WAITING')
    })
    for (const path of ['/v1/workflows', '/v1/workflows/executions', '/v1/workflows/status/leaky', '/process/list'])
      await call(path)
  }, 180_000)

  it('can be read in no answer, no row of the database and no line of the log', async () => {
    expect(answers.join()).toContain('***')
    expect(said.join()).toContain('"level"')
    expect({
      answers: readable(answers.join('\n')),
      log: readable(said.join('')),
      rows: readable(await rows()),
    }).toEqual({
      answers: [],
      log: [],
      rows: [],
    })
  })
})
