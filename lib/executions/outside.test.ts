import { afterAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '#lib/engine/json.ts'
import { type ExecutionState, outputsOf } from '#lib/engine/state.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { type Handler, serve } from '#lib/providers/http/testing.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { type Answer, answerPause } from './answer.ts'
import { takeUp } from './drive.ts'
import { startExecution } from './start.ts'

const house = await createTestRuntime({ allowHosts: ['127.0.0.1'] })
afterAll(() => house.close())
const { acme, runtime } = house
const SECRET = 's3cr3t-of-the-vendor'
await acme.setVariable('PRODUCTION', 'TOKEN', SECRET, true)
const officer = await acme.member('admin')

type Blocks = Parameters<typeof buildGraph>[1]
let workflows = 0

/** Runs a graph until it rests. */
async function run(paths: string, blocks: Blocks, input: JsonObject = {}) {
  const slug = `outside-${++workflows}`
  await acme.deploy(slug, buildGraph(paths, blocks))
  const { execution, outcome } = await startExecution(runtime, officer, {
    workflow: { publicId: `wf_${slug}` },
    environment: 'PRODUCTION',
    graph: { type: 'active' },
    input,
    trigger: 'v1',
    synchronous: true,
  })
  return { id: execution.id, ...rested((await outcome).state) }
}

/** Where an execution stands, and what its blocks have said so far. */
function rested(state: ExecutionState) {
  return { state, status: state.status, outputs: outputsOf(state) }
}

/** Answers the one open pause of an execution. */
async function answer(id: string, given: Partial<Answer>, by = officer) {
  const execution = await runtime.executions.find(acme.id, { id })
  const pause = (await runtime.executions.pauses(id)).find(({ status }) => status === 'open')
  if (!execution || !pause) throw new Error('Nothing waits for an answer')
  const { outcome } = await answerPause(runtime, by, execution, pause, { action: 'complete', data: {}, ...given })
  return rested((await outcome).state)
}

/** A block that calls a server of the test. */
async function calling(handler: Handler, config: JsonObject = {}) {
  const port = await serve(handler)
  return { type: 'http_request', config: { url: `http://127.0.0.1:${port}/`, ...config } }
}

describe('a call to a web service', () => {
  it('feeds the blocks behind it, and shows no secret even where the server repeats it', async () => {
    const keys: unknown[] = []
    const call = await calling(
      (request, response) => {
        keys.push(request.headers['idempotency-key'])
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ seen: request.headers.authorization, scores: [0.2, 0.9] }))
      },
      { auth: { type: 'bearer', token: '{env.TOKEN}' } },
    )
    const shape = {
      type: 'transform',
      config: { expression: '{ "best": $max(scores) }', data: { scores: '{call.body.scores}' } },
    }
    const { id, status, outputs } = await run('start > call > shape > end', { call, shape })
    expect(status).toBe('completed')
    expect(outputs.call).toMatchObject({ status: 200, body: { seen: 'Bearer ***', scores: [0.2, 0.9] } })
    expect(outputs.shape).toEqual({ value: { best: 0.9 } })
    expect(keys).toEqual([`${id}:call:1`])
    const { events } = await runtime.executions.events(id)
    expect(JSON.stringify(events)).not.toContain(SECRET)
  })

  it('is tried again with the same key when the server asks for it', async () => {
    const keys: unknown[] = []
    const call = await calling((request, response) => {
      keys.push(request.headers['idempotency-key'])
      response.writeHead(keys.length === 1 ? 503 : 200, { 'retry-after': '0' }).end('text')
    })
    const retry = { attempts: 3, delaySeconds: 100, factor: 1 }
    const { id, status } = await run('start > call > end', { call: { ...call, retry } })
    expect([status, keys]).toEqual(['completed', [`${id}:call:1`, `${id}:call:1`]])
  })

  it('leaves by the timeout exit when its own time is up', async () => {
    const call = await calling(() => {}, { timeout_seconds: 1 })
    const { status, outputs } = await run('start > call > end; call:timeout > late', { call, late: { type: 'end' } })
    expect([status, Object.keys(outputs)]).toEqual(['completed', ['start', 'call', 'late']])
  })

  it('never reaches an address behind the wall', async () => {
    const config = { url: 'http://127.0.0.2/' }
    const { state } = await run('start > call > end', { call: { type: 'http_request', config } })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'address_not_allowed' } })
  })
})

describe('an expression that fails', () => {
  it('fails its block with the place', async () => {
    const shape = { type: 'transform', config: { expression: '$number(input.name)' } }
    const { state } = await run('start > shape > end', { shape }, { name: 'Ada' })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'transform_error' } })
  })
})

describe('a wait', () => {
  it('holds no process, and tells how long it was', async () => {
    const { id, state } = await run('start > wait > end', { wait: { type: 'wait', config: { seconds: 3_600 } } })
    const [pause] = Object.values(state.pauses)
    expect(state.status).toBe('paused')
    expect(pause).toMatchObject({ kind: 'timer', wakeAt: (pause?.openedAt ?? 0) + 3_600_000 })
    const at = pause?.wakeAt ?? 0
    const by = { type: 'system' as const, id: 'clock', name: 'Timer' }
    await runtime.executions.answerPause(pause?.id ?? '', { action: 'complete', data: {}, by, at })
    const execution = await runtime.executions.find(acme.id, { id })
    const woken = execution && (await takeUp(runtime, execution))
    expect(woken && outputsOf(woken.state).wait).toEqual({ waited_seconds: 3_600 })
  })
})

describe('a person who is asked', () => {
  const asking: Blocks = {
    ask: { type: 'user_input', config: { input_type: 'number', title: 'Your age', variable_name: 'age' } },
    end: { type: 'end', config: { output: { age: '{vars.age?}', action: '{ask.inputNodeAction}' } } },
  }

  it.each<[string, JsonObject]>([
    ['its own name', { inputValue: 36 }],
    ['value', { value: 36 }],
    ['any name', { alter: 36 }],
  ])('may give the value under %s', async (_name, data) => {
    const { id } = await run('start > ask > end', asking)
    expect((await answer(id, { data })).outputs.end).toEqual({ age: 36, action: 'COMPLETE' })
  })

  it('is told when the value is wrong', async () => {
    const { id } = await run('start > ask > end', asking)
    await expect(answer(id, { data: { value: 'old' } })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(answer(id, { data: { a: 1, b: 2 } })).rejects.toMatchObject({ code: 'missing_required_input' })
  })

  it('may refuse an input, and the workflow goes on', async () => {
    const { id } = await run('start > ask > end', asking)
    expect((await answer(id, { action: 'cancel' })).outputs.end).toEqual({ age: null, action: 'CANCEL' })
  })

  const task = {
    type: 'user_task',
    config: { fields: [{ name: 'reference', label: 'Reference', type: 'text', required: true }] },
  }

  it('completes a task with everything it asks for', async () => {
    const { id } = await run('start > task > end', { task })
    await expect(answer(id, {})).rejects.toMatchObject({ code: 'missing_required_input' })
    const { status, outputs } = await answer(id, { data: { reference: 'A-1' } })
    expect([status, outputs.task]).toEqual([
      'completed',
      { reference: 'A-1', submittedBy: officer.actor.name, submittedAt: expect.any(String) },
    ])
  })

  it('completes nobody else’s task, and neither does a key', async () => {
    const config = { assignees: { users: [], roles: ['reviewer'] } }
    const { id } = await run('start > task > end', { task: { type: 'user_task', config } })
    await expect(answer(id, {})).rejects.toMatchObject({ code: 'review_restricted' })
    const key = { ...officer, actor: { type: 'key' as const, id: 'key_1', name: 'Key' } }
    await expect(answer(id, {}, key)).rejects.toMatchObject({ code: 'review_restricted' })
    expect((await answer(id, {}, await acme.member('reviewer'))).status).toBe('completed')
  })

  it('ends the execution by refusing a task, unless there is a way on', async () => {
    const { id } = await run('start > task > end', { task })
    expect((await answer(id, { action: 'cancel' })).status).toBe('cancelled')
    const other = await run('start > task > end; task:cancelled > instead', { task, instead: { type: 'end' } })
    expect((await answer(other.id, { action: 'cancel' })).outputs).toHaveProperty('instead')
  })
})
