import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createProcess, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime, world } = house
const api = createProcess(runtime)
const key = await acme.apiKey()
const PATH = '/process/event'

const PAID = { type: 'catch_event', config: { event_name: 'paid' } }
const SAY = { type: 'count', config: { value: '{paid.amount?}' } }
const catching = buildGraph('start > paid > say', { paid: PAID, say: SAY })
const { id: catches } = await acme.deploy('catches', catching)
const { id: gated } = await acme.deploy(
  'gated',
  buildGraph('start > wait > paid > say', { wait: { type: 'slow', config: { gate: 'late' } }, paid: PAID, say: SAY }),
)
const NOBODY = refusal(PATH, 404, 'No process instance is waiting for this event')

async function waiting(correlationKey: string, processId = catches): Promise<string> {
  const id = await api.begin(key, { processId, correlationKey })
  await api.reaches(key, id, 'WAITING')
  return id
}

const event = (correlationKey: string, rest: object = {}) => ({ eventName: 'paid', correlationKey, ...rest })
const delivered = (...ids: string[]) => ({
  status: 200,
  body: {
    delivered: ids.length,
    instances: ids.map((processInstanceId) => ({ processInstanceId, nodeId: 'paid' })),
  },
})

describe('an event', () => {
  it('wakes the instance with its key, and its data goes on', async () => {
    const id = await waiting('order-1')
    const other = await waiting('order-2')
    expect(await api.event(key, event('order-1', { data: { amount: 7 } }))).toEqual(delivered(id))
    expect((await api.reaches(key, id, 'COMPLETED')).data).toMatchObject({
      paid: { event: 'paid', amount: 7 },
      say: { value: 7 },
    })
    expect(await api.reaches(key, other, 'WAITING')).toMatchObject({ waitingNodes: [{ nodeId: 'paid' }] })
  })

  it('wakes every instance that waits for it', async () => {
    const ids = [await waiting('shared'), await waiting('shared')]
    const answer = await api.event(key, event('shared'))
    expect(answer).toMatchObject({ status: 200, body: { delivered: 2 } })
    expect(Reflect.get(Object(answer.body), 'instances')).toEqual(
      expect.arrayContaining(ids.map((processInstanceId) => ({ processInstanceId, nodeId: 'paid' }))),
    )
    for (const id of ids) await api.reaches(key, id, 'COMPLETED')
  })

  it('matches the node’s own key before that of the instance', async () => {
    const paid = { type: 'catch_event', config: { event_name: 'paid', correlation_key: 'invoice-{number}' } }
    const { id: processId } = await acme.deploy('own-key', buildGraph('start > paid', { paid }))
    const id = await api.begin(key, { processId, correlationKey: 'order-9', data: { number: 12 } })
    await api.reaches(key, id, 'WAITING')
    expect(await api.event(key, event('order-9'))).toEqual(NOBODY)
    expect(await api.event(key, event('invoice-12'))).toEqual(delivered(id))
  })

  it('wakes one execution once, however many send it at the same moment', async () => {
    const id = await waiting('race')
    world.attempts.length = 0
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.event(key, event('race'))))
    expect(answers.filter(({ status }) => status === 200)).toEqual([delivered(id)])
    expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(9).fill(NOBODY))
    await api.reaches(key, id, 'COMPLETED')
    expect(world.attempts).toHaveLength(1)
  })

  it('that nobody waits for is not found: other name, key, process, environment or organization', async () => {
    const id = await waiting('lonely')
    expect(await api.event(key, event('lonely', { eventName: 'refunded' }))).toEqual(NOBODY)
    expect(await api.event(key, event('other'))).toEqual(NOBODY)
    expect(await api.event(key, event('lonely', { processId: gated }))).toEqual(NOBODY)
    expect(await api.event(await globex.apiKey(), event('lonely'))).toEqual(NOBODY)
    const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
    expect(await api.event(development, event('lonely', { environment: 'DEVELOPMENT' }))).toEqual(NOBODY)
    expect(await api.event(key, event('lonely', { processId: catches }))).toEqual(delivered(id))
  })
})

describe('an event with time to live', () => {
  it('is kept for a node that is entered later, and delivered once', async () => {
    world.close('late')
    const id = await api.begin(key, { processId: gated, correlationKey: 'early' })
    await world.entered('late')
    expect(await api.event(key, event('early'))).toEqual(NOBODY)
    const kept = await api.event(key, event('early', { ttlSeconds: 60, data: { amount: 3 } }))
    expect(kept).toEqual({ status: 202, body: { status: 'buffered' } })
    world.open('late')
    expect((await api.reaches(key, id, 'COMPLETED')).data.say).toMatchObject({ value: 3 })
    await waiting('early')
  })

  it('is kept for the process it names alone', async () => {
    expect(await api.event(key, event('addressed', { ttlSeconds: 60, processId: gated }))).toMatchObject({
      status: 202,
    })
    await waiting('addressed')
    world.open('late')
    const id = await api.begin(key, { processId: gated, correlationKey: 'addressed' })
    await api.reaches(key, id, 'COMPLETED')
  })

  it('that somebody waits for already is delivered at once', async () => {
    const id = await waiting('at-once')
    expect(await api.event(key, event('at-once', { ttlSeconds: 60 }))).toEqual(delivered(id))
  })
})

describe('a repeat with the same messageId', () => {
  it('is answered like the first, and wakes nobody', async () => {
    const first = await waiting('repeat')
    const body = event('repeat', { messageId: 'message-1' })
    expect(await api.event(key, body)).toEqual(delivered(first))
    const second = await waiting('repeat')
    expect(await api.event(key, body)).toEqual(delivered(first))
    expect((await api.reaches(key, second, 'WAITING')).status).toBe('WAITING')
    expect(await api.event(key, event('repeat', { messageId: 'message-2' }))).toEqual(delivered(second))
  })

  it('is still buffered, until it was caught', async () => {
    const body = event('kept', { messageId: 'message-3', ttlSeconds: 60 })
    expect(await api.event(key, body)).toEqual({ status: 202, body: { status: 'buffered' } })
    expect(await api.event(key, body)).toEqual({ status: 202, body: { status: 'buffered' } })
    const id = await api.begin(key, { processId: catches, correlationKey: 'kept' })
    await api.reaches(key, id, 'COMPLETED')
    await expect.poll(async () => api.event(key, body), { interval: 5 }).toEqual(delivered(id))
  })

  it('counts again where the first reached nobody', async () => {
    const body = event('retried', { messageId: 'message-4' })
    expect(await api.event(key, body)).toEqual(NOBODY)
    const id = await waiting('retried')
    expect(await api.event(key, body)).toEqual(delivered(id))
  })

  it('at the same moment wakes one instance, and fails for nobody', async () => {
    const id = await waiting('burst')
    const body = event('burst', { messageId: 'message-5' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.event(key, body)))
    expect(answers).toContainEqual(delivered(id))
    for (const answer of answers) expect([delivered(id), NOBODY]).toContainEqual(answer)
    await api.reaches(key, id, 'COMPLETED')
  })
})

describe('an event request', () => {
  const field = (name: string, message: string) => refusal(PATH, 422, `${name}: ${message}`, [{ field: name, message }])

  it.each([
    ['no eventName', { eventName: undefined }, field('eventName', 'Required')],
    ['no correlationKey', { correlationKey: undefined }, field('correlationKey', 'Required')],
    ['a processId that is none', { processId: 'x' }, field('processId', 'Must be a UUID')],
    [
      'a time to live of more than a day',
      { ttlSeconds: 86_401 },
      field('ttlSeconds', 'Too big: expected number to be <=86400'),
    ],
    ['a time to live below nothing', { ttlSeconds: -1 }, field('ttlSeconds', 'Too small: expected number to be >=0')],
    ['an empty messageId', { messageId: '' }, field('messageId', 'Too small: expected string to have >=1 characters')],
    ['a key with control characters', { correlationKey: 'a\0' }, field('correlationKey', 'No control characters')],
    ['data that is no object', { data: 7 }, refusal(PATH, 400, 'data: Must be an object')],
    ['an unknown field', { ttl: 5 }, refusal(PATH, 400, 'ttl: Unknown field')],
    [
      'another environment',
      { environment: 'STAGING' },
      refusal(PATH, 400, 'environment: Invalid option: expected one of "PRODUCTION"|"DEVELOPMENT"'),
    ],
    [
      'the environment of another key',
      { environment: 'DEVELOPMENT' },
      refusal(PATH, 403, 'This key is for PRODUCTION and cannot be used for DEVELOPMENT'),
    ],
    ['an unknown process', { processId: randomUUID() }, refusal(PATH, 404, 'There is no workflow with this id')],
  ])('with %s is refused', async (_name, over, expected) => {
    expect(await api.event(key, { ...event('x'), ...over })).toEqual(expected)
  })

  it('is refused without the scope', async () => {
    const reader = await acme.apiKey({ scopes: ['workflows:read'] })
    expect(await api.event(reader, event('x'))).toEqual(
      refusal(PATH, 403, 'This needs the permission workflows:execute'),
    )
  })

  it('may carry what the database cannot store', async () => {
    const id = await waiting('odd')
    expect(await api.event(key, event('odd', { ttlSeconds: 5, data: { amount: 'a\0b' } }))).toEqual(delivered(id))
    expect((await api.reaches(key, id, 'COMPLETED')).data.say).toMatchObject({ value: 'a\uFFFDb' })
  })
})
