import { randomUUID } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createProcess } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const key = await acme.apiKey()
const INSTANCES = 100
const DELIVERIES = 1_000

it('a thousand deliveries, repeats and races among them, to two processes wake each of a hundred instances once', async () => {
  const graph = buildGraph('start > paid > say', {
    paid: { type: 'catch_event', config: { event_name: 'paid' } },
    say: { type: 'count', config: { value: '{paid.amount}' } },
  })
  const { id: processId } = await acme.deploy('paid', graph)
  const doors = [createProcess(runtime), createProcess(house.secondProcess())] as const
  const ids = await Promise.all(
    Array.from({ length: INSTANCES }, (_, n) => doors[0].begin(key, { processId, correlationKey: `order-${n}` })),
  )
  await Promise.all(ids.map((id) => doors[0].reaches(key, id, 'WAITING')))

  // Ten events for each instance: five repeats of one message, five without an id; all at the same time.
  const answers = await Promise.all(
    Array.from({ length: DELIVERIES }, (_, n) => {
      const order = n % INSTANCES
      const round = Math.floor(n / INSTANCES)
      const door = doors[n % 2 === 0 ? 0 : 1]
      const messageId = round < 5 ? { messageId: `message-${order}` } : {}
      const data = { amount: round, token: randomUUID() }
      return door.event(key, { eventName: 'paid', correlationKey: `order-${order}`, data, ...messageId })
    }),
  )
  expect(new Set(answers.map(({ status }) => status)).difference(new Set([200, 404]))).toEqual(new Set())
  await Promise.all(ids.map((id) => doors[1].reaches(key, id, 'COMPLETED')))

  const { rows } = await runtime.db.pool.query(
    `SELECT count(*)::int AS facts, count(DISTINCT v.execution_id)::int AS executions
     FROM execution_event v, jsonb_array_elements(v.entries) fact
     WHERE fact->>'t' IN ('pause_resolved', 'block_completed') AND coalesce(fact->>'block', 'paid') = 'paid'`,
  )
  expect(rows).toEqual([{ facts: 2 * INSTANCES, executions: INSTANCES }])
})
