import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createTurns, hexIdOf, saidIn } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const turns = createTurns(runtime)
const key = await acme.apiKey()

const ask = (question: string) => ({ type: 'ask', config: { question } })
const message = (content: string) => ({ type: 'message', config: { content } })
const call = (workflow_id: string) => ({ type: 'subworkflow', config: { workflow_id } })

await acme.deploy('inner', buildGraph('start > city > noted', { city: ask('City?'), noted: message('{city.answer}!') }))
await acme.deploy(
  'middle',
  buildGraph('start > hello > inner', { hello: message('Hello from the middle'), inner: call('wf_inner') }),
)
const outer = await hexIdOf(
  runtime,
  await acme.deploy(
    'outer',
    buildGraph('start > hi > middle > name > bye', {
      hi: message('Hi'),
      middle: call('wf_middle'),
      name: ask('Name?'),
      bye: message('Bye {name.answer}'),
    }),
  ),
)

describe('a conversation that goes through other workflows', () => {
  it('asks, is answered and tells as if it were one', async () => {
    const first = await turns.turn(key, outer)
    expect(first).toMatchObject({
      status: 'waiting_for_user_input',
      is_waiting_for_input: true,
      next_input_hint: { type: 'busy_wait_for_user_message', origin_node_logical_id: 'city', message: 'City?' },
    })
    expect(saidIn(first)).toEqual(['Hi', 'Hello from the middle', 'City?'])

    const second = await turns.turn(key, outer, { run_id: first.run_id, says: 'Rome' })
    expect(second).toMatchObject({ status: 'waiting_for_user_input', next_input_hint: { message: 'Name?' } })
    expect(saidIn(second)).toEqual(['Rome!', 'Name?'])
    const ends = second.events.filter(({ type }) => type === 'end_node_run')
    expect(ends.map((event) => event.origin_node_logical_id)).toEqual(['city', 'noted', 'inner', 'middle'])

    const third = await turns.turn(key, outer, { run_id: first.run_id, says: 'Ada' })
    expect(third).toMatchObject({ status: 'completed', turn_number: 3 })
    expect(saidIn(third)).toEqual(['Bye Ada'])
  })

  it('is answered at the node that is named', async () => {
    const { run_id } = await turns.turn(key, outer)
    const body = (node_logical_id: string) => ({
      run_id,
      run_input: { thread_to_node_inputs: { '0': { node_run_inputs: [{ node_logical_id, messages: ['Rome'] }] } } },
    })
    expect(await turns.post({ key, workflowId: outer, body: body('name') })).toEqual({
      status: 400,
      body: { detail: 'node_logical_id names no node that waits for input' },
    })
    expect((await turns.post({ key, workflowId: outer, body: body('city') })).body).toMatchObject({
      next_input_hint: { message: 'Name?' },
    })
  })

  it('ends with all below it when it is stopped', async () => {
    const { run_id } = await turns.turn(key, outer)
    expect(await turns.turn(key, outer, { run_id, command: 'stop' })).toMatchObject({ status: 'cancelled' })
    const root = await runtime.executions.find(acme.id, { runId: run_id })
    const below = await runtime.db.prisma.execution.findMany({ where: { rootExecutionId: root?.id ?? '' } })
    expect(below.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
  })
})
