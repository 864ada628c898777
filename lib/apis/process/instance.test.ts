import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { anInstant, call, createProcess, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime, world } = house
const api = createProcess(runtime)
const key = await acme.apiKey()

const FIELDS = [{ name: 'reference', label: 'Reference', type: 'text' as const, required: true }]
const { id: asks } = await acme.deploy(
  'asks',
  buildGraph(
    'start > ask > end',
    {
      ask: { type: 'user_task', name: 'Call back', config: { title: 'Call {name}', fields: FIELDS } },
      end: { type: 'end', config: { output: { reference: '{ask.reference}' } } },
    },
    {
      variables: [
        { name: 'tier', type: 'string', default: 'basic' },
        { name: 'pin', type: 'string', default: 'secret-pin-1', secret: true },
      ],
    },
  ),
)

async function body(id: string): Promise<unknown> {
  return (await api.instance(key, id)).body
}

describe('an instance', () => {
  it('tells where it stands, what it waits for, and everything a name stands for', async () => {
    const id = await api.begin(key, { processId: asks, correlationKey: 'order-1', data: { name: 'Ada' } })
    await api.reaches(key, id, 'WAITING')
    const common = {
      processInstanceId: id,
      processId: asks,
      processName: 'asks',
      processVersion: '1',
      startTime: anInstant,
      correlationKey: 'order-1',
      error: null,
    }
    const data = { name: 'Ada', tier: 'basic', pin: '***', start: { name: 'Ada' } }
    expect(await body(id)).toEqual({
      ...common,
      stateCd: 0,
      status: 'WAITING',
      endTime: null,
      data,
      waitingNodes: [
        {
          nodeId: 'ask',
          nodeName: 'Call back',
          type: 'USER_TASK',
          since: anInstant,
          contextId: expect.stringMatching(/^pause_[0-9A-Z]{26}$/),
          title: 'Call Ada',
          decisions: [],
          fields: FIELDS,
        },
      ],
    })
    await api.task(key, { processInstanceId: id, nodeId: 'ask', action: 'COMPLETE', data: { reference: 'A-1' } })
    await api.reaches(key, id, 'COMPLETED')
    expect(await body(id)).toEqual({
      ...common,
      stateCd: 1,
      status: 'COMPLETED',
      endTime: anInstant,
      data: {
        ...data,
        ask: { reference: 'A-1', submittedBy: 'Test key', submittedAt: anInstant },
        end: { reference: 'A-1' },
      },
      waitingNodes: [],
    })
  })

  it('tells of a secret that was sent nothing', async () => {
    const id = await api.begin(key, { processId: asks, data: { name: 'Ada', pin: 'secret-pin-2' } })
    await api.reaches(key, id, 'WAITING')
    const text = JSON.stringify(await body(id))
    expect(text).toContain('"pin":"***"')
    expect(text).not.toContain('secret-pin')
  })

  it('that failed says why, and at which node', async () => {
    const { id: processId } = await acme.deploy('fails', buildGraph('start > bad', { bad: { type: 'fail' } }))
    const id = await api.begin(key, { processId })
    expect(await api.reaches(key, id, 'FAILED')).toMatchObject({
      stateCd: 2,
      endTime: anInstant,
      error: { code: 'broken', message: 'It broke', nodeId: 'bad' },
      data: { bad: { error: { code: 'broken', message: 'It broke' } } },
    })
  })

  it('that went in circles has failed', async () => {
    const graph = buildGraph('start > a > b > a', { a: { type: 'count', join: 'any' }, b: { type: 'count' } })
    const { id: processId } = await acme.deploy('circles', graph)
    const id = await api.begin(key, { processId })
    expect(await api.reaches(key, id, 'FAILED')).toMatchObject({ stateCd: 2, error: { code: expect.any(String) } })
  })

  it('whose called process waits names the instance to answer', async () => {
    const call = { type: 'subworkflow', config: { workflow_id: 'wf_asks', input: { name: 'Bob' } } }
    const { id: processId } = await acme.deploy('calls', buildGraph('start > call', { call }))
    const id = await api.begin(key, { processId })
    const { waitingNodes } = await api.reaches(key, id, 'WAITING')
    expect(waitingNodes).toMatchObject([{ nodeId: 'ask', nodeName: 'Call back', title: 'Call Bob' }])
    const processInstanceId = waitingNodes[0]?.processInstanceId
    const data = { reference: 'B-1' }
    const answer = await api.task(key, { processInstanceId, nodeId: 'ask', action: 'COMPLETE', data })
    expect(answer).toEqual({ status: 200, body: { processInstanceId, status: 'resumed' } })
    await api.reaches(key, id, 'COMPLETED')
  })

  it.each([
    ['manual_review', {}, 'REVIEW', ['approved', 'rejected']],
    ['user_input', {}, 'INPUT', []],
    ['wait', { seconds: 3_600 }, 'TIMER', []],
    ['catch_event', { event_name: 'paid', correlation_key: 'x' }, 'CATCH_EVENT', []],
  ])('that waits at %s says so', async (type, config, expected, decisions) => {
    const slug = type.replaceAll('_', '-')
    const { id: processId } = await acme.deploy(slug, buildGraph('start > here', { here: { type, config } }))
    const id = await api.begin(key, { processId })
    const { waitingNodes } = await api.reaches(key, id, 'WAITING')
    expect(waitingNodes).toMatchObject([{ nodeId: 'here', type: expected, decisions }])
  })

  it('is shown to its own organization and environment alone, by its own kind of id', async () => {
    const id = await api.begin(key, { processId: asks, data: { name: 'Ada' } })
    const { publicId = '' } = (await runtime.executions.find(acme.id, { instanceId: id })) ?? {}
    const missing = (of: string) => refusal(`/process/instance/${of}`, 404, 'There is no process instance with this id')
    expect(await api.instance(key, publicId)).toEqual(missing(publicId))
    expect(await api.instance(key, 'inst_unknown')).toEqual(missing('inst_unknown'))
    for (const caller of [await globex.apiKey(), await acme.apiKey({ environment: 'DEVELOPMENT' })]) {
      expect(await api.instance(caller, id)).toEqual(missing(id))
    }
    const executor = await acme.apiKey({ scopes: ['workflows:execute'] })
    expect(await api.instance(executor, id)).toEqual(
      refusal(`/process/instance/${id}`, 403, 'This needs the permission workflows:executions:read'),
    )
  })
})

describe('cancelling an instance', () => {
  const PATH = '/process/cancel'
  const cancelled = (processInstanceId: string) => ({ status: 200, body: { processInstanceId, status: 'cancelled' } })
  const ended = refusal(PATH, 409, 'The execution has already ended')

  it('ends one that waits: its node waits no more, and a late answer is refused', async () => {
    const processInstanceId = await api.begin(key, { processId: asks, data: { name: 'Ada' } })
    await api.reaches(key, processInstanceId, 'WAITING')
    expect(await api.cancel(key, { processInstanceId, reason: 'by mistake' })).toEqual(cancelled(processInstanceId))
    expect(await body(processInstanceId)).toMatchObject({ stateCd: 3, status: 'CANCELLED', waitingNodes: [] })
    const late = { processInstanceId, nodeId: 'ask', action: 'COMPLETE', data: { reference: 'A' } }
    expect(await api.task(key, late)).toEqual(refusal('/process/task', 409, 'The pause is no longer open'))
    expect(await api.cancel(key, { processInstanceId })).toEqual(ended)
  })

  it('ends one that runs, and nothing runs afterwards', async () => {
    const graph = buildGraph('start > wait > say', {
      wait: { type: 'slow', config: { gate: 'cancel' } },
      say: { type: 'count' },
    })
    const { id: processId } = await acme.deploy('slow', graph)
    const processInstanceId = await api.begin(key, { processId })
    await world.entered('cancel')
    expect(await api.cancel(key, { processInstanceId })).toEqual(cancelled(processInstanceId))
    expect(await body(processInstanceId)).toMatchObject({ stateCd: 3, endTime: anInstant })
    expect(await body(processInstanceId)).not.toHaveProperty('data.say')
  })

  it('ends one from the moment it is started', async () => {
    for (let round = 0; round < 10; round++) {
      const processInstanceId = await api.begin(key, { processId: asks, data: { name: 'Ada' } })
      expect(await api.cancel(key, { processInstanceId })).toEqual(cancelled(processInstanceId))
    }
  })

  it('refuses one that has completed or failed', async () => {
    const { id: plain } = await acme.deploy('plain', buildGraph('start'))
    const { id: broken } = await acme.deploy('broken', buildGraph('start > bad', { bad: { type: 'fail' } }))
    for (const processId of [plain, broken]) {
      const processInstanceId = await api.begin(key, { processId })
      await api.reaches(key, processInstanceId, 'COMPLETED', 'FAILED')
      expect(await api.cancel(key, { processInstanceId })).toEqual(ended)
    }
  })

  it('and an answer at the same moment: one of them counts', async () => {
    for (let round = 0; round < 10; round++) {
      const processInstanceId = await api.begin(key, { processId: asks, data: { name: 'Ada' } })
      await api.reaches(key, processInstanceId, 'WAITING')
      const task = { processInstanceId, nodeId: 'ask', action: 'COMPLETE', data: { reference: 'A' } }
      const [cancel] = await Promise.all([api.cancel(key, { processInstanceId }), api.task(key, task)])
      const { status } = await api.reaches(key, processInstanceId, 'COMPLETED', 'CANCELLED')
      expect(cancel.status).toBe(status === 'CANCELLED' ? 200 : 409)
    }
  })

  it('is refused to strangers, without the scope, and with fields it does not know', async () => {
    const processInstanceId = await api.begin(key, { processId: asks, data: { name: 'Ada' } })
    const missing = refusal(PATH, 404, 'There is no process instance with this id')
    for (const caller of [await globex.apiKey(), await acme.apiKey({ environment: 'DEVELOPMENT' })]) {
      expect(await api.cancel(caller, { processInstanceId })).toEqual(missing)
    }
    const reader = await acme.apiKey({ scopes: ['workflows:executions:read'] })
    expect(await api.cancel(reader, { processInstanceId })).toEqual(
      refusal(PATH, 403, 'This needs the permission workflows:execute'),
    )
    expect(await api.cancel(key, { processInstanceId, why: 'x' })).toEqual(refusal(PATH, 400, 'why: Unknown field'))
    expect(await api.cancel(key, {})).toEqual(
      refusal(PATH, 422, 'processInstanceId: Required', [{ field: 'processInstanceId', message: 'Required' }]),
    )
    expect(await api.cancel(key, { processInstanceId, reason: 'x'.repeat(501) })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'reason' }] },
    })
  })
})

describe('the list of processes', () => {
  it('shows each as it stands in the environment, to its own organization alone', async () => {
    const theirs = await globex.apiKey()
    const { id: deployed } = await globex.deploy('alpha', buildGraph('start'), ['PRODUCTION'])
    const drafted = await globex.draft('beta', buildGraph('start'))
    const times = { createdAt: anInstant, updatedAt: anInstant }
    const beta = { processId: drafted, processName: 'beta', activeVersion: null, publishedAt: null, ...times }
    const alpha = { ...beta, processId: deployed, processName: 'alpha' }
    expect(await api.list(theirs)).toEqual({
      status: 200,
      body: [{ ...alpha, activeVersion: '1', publishedAt: anInstant }, beta],
    })
    const development = await globex.apiKey({ environment: 'DEVELOPMENT' })
    expect(await api.list(development, '?environment=DEVELOPMENT')).toEqual({ status: 200, body: [alpha, beta] })
    expect(await api.list(development)).toEqual({ status: 200, body: [alpha, beta] })
  })

  it('is refused without the scope, for another environment, and with other parameters', async () => {
    const PATH = '/process/list'
    const executor = await acme.apiKey({ scopes: ['workflows:execute'] })
    expect(await api.list(executor)).toEqual(refusal(PATH, 403, 'This needs the permission workflows:read'))
    expect(await api.list(key, '?environment=DEVELOPMENT')).toEqual(
      refusal(PATH, 403, 'This key is for PRODUCTION and cannot be used for DEVELOPMENT'),
    )
    expect(await api.list(key, '?page=1')).toEqual(refusal(PATH, 400, 'page: Unknown field'))
  })
})

describe('every address', () => {
  it.each(Object.entries(api.routes))(
    'of %s knows its callers, and answers other methods with 405',
    async (name, route) => {
      const path = `/process/${name}`
      const own = name === 'list' || name === 'instance' ? 'GET' : 'POST'
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const answer = await call(path, route[method], { method, params: { processInstanceId: 'x' } })
        expect(answer).toEqual(
          method === own
            ? refusal(path, 401, 'A valid API key or token is needed')
            : refusal(path, 405, `This address takes ${own}`),
        )
        expect(answer.headers.get(method === own ? 'www-authenticate' : 'allow')).toBe(method === own ? 'Bearer' : own)
      }
    },
  )
})
