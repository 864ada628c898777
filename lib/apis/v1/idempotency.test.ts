import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { call, createV1, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, world, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
await acme.deploy('plain', buildGraph('start > say', { say: { type: 'count', config: { value: '{input.n?}' } } }))
await acme.deploy('pauses', buildGraph('start > look > say', { look: { type: 'ask_for' }, say: { type: 'count' } }))

function execute(idempotencyKey: string, body: object, api = v1, caller = key) {
  return call(api.routes.execute.POST, { key: caller, body, headers: { 'idempotency-key': idempotencyKey } })
}

describe('an Idempotency-Key', () => {
  it('gives a repeat of the same request the same answer, and nothing runs again', async () => {
    const body = { workflowId: 'wf_plain', options: { input: { n: 1 } } }
    const first = await execute('repeat', body)
    const again = await execute('repeat', { options: { input: { n: 1 } }, workflowId: 'wf_plain' })
    expect(first.status).toBe(200)
    expect(again).toEqual(first)
    expect(world.attempts).toHaveLength(1)
  })

  it('starts one execution for twenty simultaneous calls through two processes, and all hear its answer', async () => {
    world.attempts.length = 0
    const other = createV1(house.secondProcess())
    const body = { workflowId: 'wf_plain' }
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => execute('race', body, i % 2 ? v1 : other)))
    expect(answers).toEqual(Array(20).fill(answers[0]))
    expect(answers[0]?.status).toBe(200)
    expect(world.attempts).toHaveLength(1)
  })

  it('tells a repeat where the execution stands by now', async () => {
    const body = { workflowId: 'wf_pauses', options: { executionId: 'stands' } }
    expect(await execute('stands', body)).toMatchObject({ status: 202, body: { executionId: 'stands' } })
    expect(await execute('stands', body)).toMatchObject({ status: 202, body: { executionId: 'stands' } })
    await v1.resume(key, 'stands', { blockId: 'look' })
    expect(await execute('stands', body)).toMatchObject({ status: 200, body: { executionId: 'stands' } })
  })

  it('holds for running from a block too: one re-run, one answer', async () => {
    const source = { executionId: 'source' }
    await v1.execute(key, { workflowId: 'wf_plain', options: source })
    world.attempts.length = 0
    const body = { workflowId: 'wf_plain', runFromBlock: { ...source, startBlockId: 'say' } }
    const answers = await Promise.all(Array.from({ length: 10 }, () => execute('rerun', body)))
    answers.push(await execute('rerun', body))
    expect(answers).toEqual(Array(11).fill(answers[0]))
    expect(answers[0]).toMatchObject({ status: 200, body: { status: 'completed', output: { say: { visit: 1 } } } })
    expect(world.attempts).toHaveLength(1)
  })

  it('refuses the key with another request', async () => {
    await execute('another', { workflowId: 'wf_plain' })
    const message = 'The idempotency key was used with another request'
    expect(await execute('another', { workflowId: 'wf_plain', options: { input: { n: 2 } } })).toEqual(
      refusal(422, 'idempotency_key_reused', message),
    )
  })

  it('is not used up by a request that is refused, and belongs to one organization', async () => {
    await globex.deploy('plain', buildGraph('start'))
    expect((await execute('refused', { workflowId: 'wf_unknown' })).status).toBe(404)
    expect((await execute('refused', { workflowId: 'wf_plain' })).status).toBe(200)
    const theirs = await execute('refused', { workflowId: 'wf_plain' }, v1, await globex.apiKey())
    expect(theirs).toMatchObject({ status: 200, body: { output: { start: {} } } })
    expect(theirs.body).not.toHaveProperty('output.say')
  })

  it.each(['', 'a b', 'x'.repeat(256)])('that is %j is refused', async (given) => {
    const message = 'Idempotency-Key: 1 to 255 visible ASCII characters'
    expect(await execute(given, { workflowId: 'wf_plain' })).toEqual(refusal(400, 'validation_failed', message))
  })
})
