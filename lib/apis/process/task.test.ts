import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createProcess, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime, world } = house
const api = createProcess(runtime)
const key = await acme.apiKey({ label: 'Caller' })
const PATH = '/process/task'

const REFERENCE = { name: 'reference', label: 'Reference', required: true }
const TASK = { type: 'user_task', config: { fields: [REFERENCE] } }
const SAY = { type: 'count', config: { value: '{ask}' } }
const { id: tasks } = await acme.deploy('tasks', buildGraph('start > ask > say', { ask: TASK, say: SAY }))
const { id: reviews } = await acme.deploy(
  'reviews',
  buildGraph('start > ask; ask:approved > say', { ask: { type: 'manual_review' }, say: SAY }),
)

beforeEach(() => {
  world.attempts.length = 0
})

/** An instance of the process that waits; returns its id. */
async function waiting(processId: string, body: object = {}): Promise<string> {
  const id = await api.begin(key, { processId, ...body })
  await api.reaches(key, id, 'WAITING')
  return id
}

const complete = (processInstanceId: string, data: object = { reference: 'A-1' }, rest: object = {}) => ({
  processInstanceId,
  nodeId: 'ask',
  action: 'COMPLETE',
  data,
  ...rest,
})
const resumed = (processInstanceId: string) => ({ status: 200, body: { processInstanceId, status: 'resumed' } })

describe('completing a task', () => {
  it('goes on from the node with what was filled in, by whom', async () => {
    const id = await waiting(tasks)
    expect(await api.task(key, complete(id))).toEqual(resumed(id))
    const { data } = await api.reaches(key, id, 'COMPLETED')
    expect(data.ask).toEqual({ reference: 'A-1', submittedBy: 'Caller', submittedAt: expect.any(String) })
  })

  it('is accepted before the rest has run', async () => {
    const graph = buildGraph('start > ask > wait', { ask: TASK, wait: { type: 'slow', config: { gate: 'task' } } })
    const { id: processId } = await acme.deploy('slow-behind', graph)
    const id = await waiting(processId)
    expect(await api.task(key, complete(id))).toEqual(resumed(id))
    await world.entered('task')
    expect(await api.reaches(key, id, 'RUNNING')).toMatchObject({ stateCd: 0, waitingNodes: [] })
    world.open('task')
    await api.reaches(key, id, 'COMPLETED')
  })

  it('answers an input under its own name, as value, or as the only value', async () => {
    const ask = { type: 'user_input', config: { input_type: 'number', title: 'Age' } }
    const { id: processId } = await acme.deploy('input', buildGraph('start > ask > say', { ask, say: SAY }))
    for (const data of [{ inputValue: 36 }, { value: 36 }, { age: 36 }]) {
      const id = await waiting(processId)
      expect(await api.task(key, complete(id, data))).toEqual(resumed(id))
      expect((await api.reaches(key, id, 'COMPLETED')).data.ask).toMatchObject({
        inputValue: 36,
        inputNodeAction: 'COMPLETE',
      })
    }
  })

  it('takes the open one of a node’s pauses, or the one that is named', async () => {
    const more = { type: 'condition', config: { cases: [{ handle: 'again', when: 'ask.reference == "again"' }] } }
    const graph = buildGraph('start > ask > more; more:again > ask', { ask: { ...TASK, join: 'any' }, more })
    const { id: processId } = await acme.deploy('twice', graph)
    const id = await waiting(processId)
    const [first] = (await api.reaches(key, id, 'WAITING')).waitingNodes
    await api.task(key, complete(id, { reference: 'again' }))
    const [second, ...others] = (await api.reaches(key, id, 'WAITING')).waitingNodes
    expect(others).toEqual([])
    expect(second?.contextId).not.toBe(first?.contextId)
    expect(await api.task(key, complete(id, undefined, { contextId: first?.contextId }))).toEqual(
      refusal(PATH, 409, 'The pause has already been answered by Caller'),
    )
    expect(await api.task(key, complete(id, undefined, { contextId: second?.contextId }))).toEqual(resumed(id))
    await api.reaches(key, id, 'COMPLETED')
  })
})

describe('a task request', () => {
  it.each([
    ['an unknown field', { extra: 1 }, refusal(PATH, 400, 'extra: Unknown field')],
    [
      'another action',
      { action: 'REJECT' },
      refusal(PATH, 400, 'action: Invalid option: expected one of "COMPLETE"|"CANCEL"'),
    ],
    ['data that is no object', { data: 'x' }, refusal(PATH, 400, 'data: Must be an object')],
    [
      'no action',
      { action: undefined },
      refusal(PATH, 422, 'action: Required', [{ field: 'action', message: 'Required' }]),
    ],
    [
      'no nodeId',
      { nodeId: undefined },
      refusal(PATH, 422, 'nodeId: Required', [{ field: 'nodeId', message: 'Required' }]),
    ],
    [
      'no processInstanceId',
      { processInstanceId: undefined },
      refusal(PATH, 422, 'processInstanceId: Required', [{ field: 'processInstanceId', message: 'Required' }]),
    ],
    [
      'an empty contextId',
      { contextId: '' },
      refusal(PATH, 422, 'contextId: Too small: expected string to have >=1 characters', [
        { field: 'contextId', message: 'Too small: expected string to have >=1 characters' },
      ]),
    ],
  ])('with %s is refused', async (_name, over, expected) => {
    expect(await api.task(key, { ...complete('inst_x'), ...over })).toEqual(expected)
  })

  it('that does not fit the form is refused field by field, and the node goes on waiting', async () => {
    const id = await waiting(tasks)
    expect(await api.task(key, complete(id, {}))).toEqual(
      refusal(PATH, 422, 'The submission is not complete', [
        { field: 'data.reference', message: 'Reference is required' },
      ]),
    )
    expect(await api.task(key, complete(id, { reference: 7 }))).toEqual(
      refusal(PATH, 422, 'The submission is not complete', [
        { field: 'data.reference', message: 'Invalid input: expected string, received number' },
      ]),
    )
    expect((await api.reaches(key, id, 'WAITING')).waitingNodes).toMatchObject([{ nodeId: 'ask' }])
  })

  it('is refused for an instance of others, of another environment, or of nobody', async () => {
    const id = await waiting(tasks)
    const missing = refusal(PATH, 404, 'There is no process instance with this id')
    expect(await api.task(key, complete('inst_unknown'))).toEqual(missing)
    expect(await api.task(await globex.apiKey(), complete(id))).toEqual(missing)
    expect(await api.task(await acme.apiKey({ environment: 'DEVELOPMENT' }), complete(id))).toEqual(missing)
    const { publicId = '' } = (await runtime.executions.find(acme.id, { instanceId: id })) ?? {}
    expect(await api.task(key, complete(publicId))).toEqual(missing)
    expect(await api.task(key, complete(id, {}, { nodeId: 'nowhere' }))).toEqual(
      refusal(PATH, 404, 'The process has no node with this id'),
    )
    expect(await api.task(key, complete(id, {}, { contextId: 'pause_x' }))).toEqual(
      refusal(PATH, 404, 'The node has no such context'),
    )
    const reader = await acme.apiKey({ scopes: ['workflows:executions:read'] })
    expect(await api.task(reader, complete(id))).toEqual(
      refusal(PATH, 403, 'This needs the permission workflows:execute'),
    )
  })

  it('is refused for a node that does not wait, or waits for no person', async () => {
    const id = await waiting(tasks)
    expect(await api.task(key, complete(id, {}, { nodeId: 'say' }))).toEqual(
      refusal(PATH, 409, 'The node is not waiting for an answer'),
    )
    const ask = { type: 'wait', config: { seconds: 3_600 } }
    const { id: timers } = await acme.deploy('timers', buildGraph('start > ask', { ask }))
    expect(await api.task(key, complete(await waiting(timers), {}))).toEqual(
      refusal(PATH, 409, 'The node is not waiting for an answer'),
    )
    const done = await waiting(tasks)
    await api.task(key, complete(done))
    await api.reaches(key, done, 'COMPLETED')
    expect(await api.task(key, complete(done))).toEqual(
      refusal(PATH, 409, 'The pause has already been answered by Caller'),
    )
    expect(await api.task(key, complete(done, {}, { nodeId: 'say' }))).toEqual(
      refusal(PATH, 409, 'The execution has already ended'),
    )
  })

  it.each([
    ['the same process', api],
    ['another process of ours', createProcess(house.secondProcess())],
  ])('wins or loses against one at the same moment through %s, and the flow goes on once', async (_name, other) => {
    for (let round = 0; round < 5; round++) {
      world.attempts.length = 0
      const id = await waiting(tasks)
      const answers = await Promise.all([
        api.task(key, complete(id, { reference: 'A-0' })),
        other.task(key, complete(id, { reference: 'A-1' })),
      ])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      expect(answers).toContainEqual(refusal(PATH, 409, 'The pause has already been answered by Caller'))
      const { data } = await api.reaches(key, id, 'COMPLETED')
      const winner = answers.findIndex(({ status }) => status === 200)
      expect(data.ask).toMatchObject({ reference: `A-${winner}` })
      expect(world.attempts).toHaveLength(1)
    }
  })
})

describe('cancelling a task', () => {
  const cancel = (id: string) => ({ processInstanceId: id, nodeId: 'ask', action: 'CANCEL' })

  it('goes on from an input, which says so, without remembering anything', async () => {
    const ask = { type: 'user_input', config: {} }
    const { id: processId } = await acme.deploy('cancel-input', buildGraph('start > ask > say', { ask, say: SAY }))
    const id = await waiting(processId)
    expect(await api.task(key, cancel(id))).toEqual(resumed(id))
    expect((await api.reaches(key, id, 'COMPLETED')).data.ask).toMatchObject({
      inputValue: null,
      inputNodeAction: 'CANCEL',
    })
  })

  it('ends a process at a user task', async () => {
    const id = await waiting(tasks)
    expect(await api.task(key, cancel(id))).toEqual(resumed(id))
    expect(await api.reaches(key, id, 'CANCELLED')).toMatchObject({ stateCd: 3, waitingNodes: [] })
    expect(world.attempts).toEqual([])
  })

  it('leaves by the exit that is drawn for it', async () => {
    const graph = buildGraph('start > ask > say; ask:cancelled > instead', {
      ask: TASK,
      say: SAY,
      instead: { type: 'count', config: { value: 'instead' } },
    })
    const { id: processId } = await acme.deploy('cancel-exit', graph)
    const id = await waiting(processId)
    await api.task(key, cancel(id))
    const { data } = await api.reaches(key, id, 'COMPLETED')
    expect([data.instead, data.say]).toMatchObject([{ value: 'instead' }, undefined])
  })
})

describe('a review', () => {
  it('takes its decision from data, and nothing but its own decisions', async () => {
    const id = await waiting(reviews)
    const unknown = refusal(PATH, 422, 'The decision is missing or unknown', [
      { field: 'data.decision', message: 'Must be one of approved, rejected' },
    ])
    for (const data of [{}, { decision: 'maybe' }, { decision: 1 }]) {
      expect(await api.task(key, complete(id, data))).toEqual(unknown)
    }
    expect(await api.task(key, complete(id, { decision: 'approved' }))).toEqual(resumed(id))
    expect((await api.reaches(key, id, 'COMPLETED')).data.ask).toMatchObject({ decision: 'approved' })
  })

  it('is decided and cancelled by nobody without the permission', async () => {
    const id = await waiting(reviews)
    const executor = await acme.apiKey({ scopes: ['workflows:execute'] })
    for (const action of ['COMPLETE', 'CANCEL']) {
      expect(await api.task(executor, complete(id, { decision: 'approved' }, { action }))).toEqual(
        refusal(PATH, 403, 'Deciding a review needs the permission reviews:decide'),
      )
    }
  })

  it('with four eyes or named reviewers is decided by no key', async () => {
    const ask = { type: 'manual_review', config: { assignees: { users: [], roles: ['reviewer'] } } }
    const { id: processId } = await acme.deploy('named', buildGraph('start > ask', { ask }))
    const id = await waiting(processId)
    expect(await api.task(key, complete(id, { decision: 'approved' }))).toMatchObject({
      status: 403,
      body: { status: 403, path: PATH },
    })
  })
})
