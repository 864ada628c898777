import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createTurns, hexIdOf } from './testing.ts'

const house = await createTestRuntime({ capacity: 0 })
afterAll(() => house.close())
const { acme, globex, runtime } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()
const workflowId = await hexIdOf(runtime, await acme.deploy('any', buildGraph('start > end')))

const post = (body: unknown, more: object = {}) => turns.post({ key, workflowId, body, ...more })
const problem = (loc: (string | number)[], msg: string, type: string) => ({
  status: 422,
  body: { detail: [{ loc, msg, type }] },
})
const detail = (status: number, text: string) => ({ status, body: { detail: text } })

describe('a request that does not fit', () => {
  it.each([
    ['no run_input', {}, problem(['body', 'run_input'], 'Field required', 'missing')],
    [
      'a command of another API',
      { run_input: { command: 'continue' } },
      {
        status: 422,
        body: { detail: [{ loc: ['body', 'run_input', 'command'], msg: expect.any(String), type: 'enum' }] },
      },
    ],
    [
      'a version that is no number',
      { run_input: { version_number: 'x' } },
      {
        status: 422,
        body: {
          detail: [{ loc: ['body', 'run_input', 'version_number'], msg: expect.any(String), type: 'type_error' }],
        },
      },
    ],
    [
      'variables that are no object',
      { run_input: { dynamic_variables: [1] } },
      {
        status: 422,
        body: {
          detail: [{ loc: ['body', 'run_input', 'dynamic_variables'], msg: expect.any(String), type: 'type_error' }],
        },
      },
    ],
    [
      'a list',
      [],
      {
        status: 422,
        body: { detail: [{ loc: ['body'], msg: expect.any(String), type: 'type_error' }] },
      },
    ],
  ])('has %s: 422 names the place', async (_what, body, answer) => {
    expect(await post(body)).toEqual(answer)
  })

  it('names a message among others by its number', async () => {
    const inputs = { '0': { node_run_inputs: [{ messages: ['a', { content: 1 }] }] } }
    const { status, body } = await post({ run_input: { thread_to_node_inputs: inputs } })
    expect({ status, body }).toMatchObject({
      status: 422,
      body: {
        detail: [{ loc: ['body', 'run_input', 'thread_to_node_inputs', 0, 'node_run_inputs', 0, 'messages', 1] }],
      },
    })
  })

  it('is no JSON: 422 json_invalid', async () => {
    expect(await post('{')).toEqual(problem(['body'], 'The request body is not valid JSON', 'json_invalid'))
    expect(await post('')).toMatchObject({ status: 422, body: { detail: [{ type: 'json_invalid' }] } })
    expect(await post('{}', { headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 })
  })

  it('asks for a version below 0: 422 names the query', async () => {
    for (const query of ['?version=-1', '?version=x', '?version=1.5']) {
      expect(await post({ run_input: {} }, { query })).toMatchObject({
        status: 422,
        body: { detail: [{ loc: ['query', 'version'] }] },
      })
    }
  })

  it('names no workflow by its form: 422, and 404 beside the addresses of another API', async () => {
    for (const strange of ['wf_any', workflowId.toUpperCase(), 'executions', `${workflowId}0`]) {
      expect(await turns.post({ key, workflowId: strange, body: { run_input: {} } })).toEqual(
        problem(['path', 'workflowId'], '24 hexadecimal digits', 'value_error'),
      )
      expect(await turns.short({ key, workflowId: strange, body: { run_input: {} } })).toEqual(detail(404, 'Not Found'))
    }
  })

  it('contradicts itself: 400', async () => {
    const run = 'a'.repeat(24)
    const other = 'b'.repeat(24)
    expect(await post({ run_input: { workflow_id: other } })).toEqual(detail(400, 'workflow_id names another workflow'))
    expect(await post({ run_id: run, run_input: { workflow_run_id: other } })).toEqual(
      detail(400, 'workflow_run_id names another run'),
    )
    expect(await post({ run_input: { initial_state: { a: 1 } } })).toEqual(
      detail(400, 'initial_state: state is kept here, never sent'),
    )
    for (const command of ['resume', 'pause', 'stop']) {
      expect(await post({ run_input: { command } })).toEqual(detail(400, `The command ${command} needs a run_id`))
    }
  })
})

describe('a caller', () => {
  const unauthorized = detail(401, 'A valid API key or token is needed')

  it('without a key that holds is unknown', async () => {
    const answer = await post({ run_input: {} }, { key: undefined })
    expect(answer).toEqual(unauthorized)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(await post('{', { key: `${key}x` })).toEqual(unauthorized)
  })

  it('may use the other header', async () => {
    const answer = await post({ run_input: {} }, { key: undefined, headers: { 'x-api-key': key } })
    expect(answer.status).toBe(503)
  })

  it('needs the scope for executing', async () => {
    const reader = await acme.apiKey({ scopes: ['workflows:read'] })
    expect(await post({ run_input: {} }, { key: reader })).toEqual(
      detail(403, 'This needs the permission workflows:execute'),
    )
  })

  it('is refused for another team', async () => {
    const refused = detail(403, 'The key belongs to another team')
    expect(await post({ run_input: {} }, { headers: { teamid: globex.id } })).toEqual(refused)
    expect(await post({ run_input: { team_id: globex.id } })).toEqual(refused)
    const own = await post({ run_input: { team_id: acme.id } }, { headers: { teamid: acme.id } })
    expect(own.status).toBe(503)
  })

  it('finds no workflow of another organization', async () => {
    const answer = await post({ run_input: {} }, { key: await globex.apiKey() })
    expect(answer).toEqual(detail(404, 'There is no workflow with this id'))
  })

  it('is told what the workflow asks for, and that one was never deployed', async () => {
    const fields = [{ name: 'who', label: 'Who', type: 'text', required: true }]
    const graph = buildGraph('start > end', { start: { type: 'start', config: { fields } } })
    const asking = await hexIdOf(runtime, await acme.deploy('asking', graph))
    expect(await turns.post({ key, workflowId: asking, body: { run_input: {} } })).toEqual(
      detail(400, 'The input does not fit the workflow: Who is required'),
    )
    const drafted = await hexIdOf(runtime, { id: await acme.draft('drafted', graph) })
    expect(await turns.post({ key, workflowId: drafted, body: { run_input: {} } })).toEqual(
      detail(404, 'The workflow has no deployed version in this environment'),
    )
  })

  it('is told when to come back', async () => {
    const limited = await acme.apiKey({ ratePerMinute: 1 })
    await post({ run_input: {} }, { key: limited })
    const answer = await post({ run_input: {} }, { key: limited })
    expect(answer).toEqual(detail(429, 'This key may make 1 calls per minute'))
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('is told at once where there is no room', async () => {
    const answer = await post({ run_input: {} })
    expect(answer).toEqual(detail(503, 'Too many executions are underway; try again shortly'))
    expect(answer.headers.get('retry-after')).toBe('1')
  })

  it('may only post', async () => {
    const response = await turns.routes.turn.GET(new Request('http://127.0.0.1:3000/'), { params: Promise.resolve({}) })
    expect({ status: response.status, allow: response.headers.get('allow'), body: await response.json() }).toEqual({
      status: 405,
      allow: 'POST',
      body: { detail: 'This address takes POST' },
    })
  })
})
