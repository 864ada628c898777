import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import { createV1, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()

const calls = (workflow_id: string, input = {}) => ({ type: 'subworkflow', config: { workflow_id, input } })
const say = { type: 'count', config: { value: '{sub.output.say.value?}' } }
await acme.deploy('child', buildGraph('start > say', { say: { type: 'count', config: { value: '{input.n?}' } } }))
await acme.deploy(
  'asking',
  buildGraph('start > look > say', {
    look: { type: 'manual_review', config: { fields: [{ name: 'note', label: 'Note', required: true }] } },
    say: { type: 'count', config: { value: '{look.note}' } },
  }),
)
await acme.deploy('parent', buildGraph('start > sub > say', { sub: calls('wf_child', { n: 7 }), say }))
await acme.deploy('waiting', buildGraph('start > sub > say', { sub: calls('wf_asking'), say }))
await acme.deploy(
  'twice',
  buildGraph('start > one > end; start > two > end', {
    one: calls('wf_child', { n: 1 }),
    two: calls('wf_child', { n: 2 }),
  }),
)
await acme.deploy('a', buildGraph('start > sub', { sub: calls('wf_b') }))
await acme.deploy('b', buildGraph('start > sub', { sub: calls('wf_a') }))

describe('a workflow inside a workflow', () => {
  it('runs as an execution of its own, and its result goes on', async () => {
    const { status, body } = await v1.execute(key, { workflowId: 'wf_parent' })
    const { output, executionId } = executionResultSchema.parse(body)
    expect({ status, output }).toMatchObject({
      status: 200,
      output: { sub: { status: 'completed', output: { say: { value: 7 } } }, say: { value: 7 } },
    })
    expect(await v1.status(key, String(output.sub?.executionId))).toMatchObject({
      body: { workflowId: 'wf_child', status: 'completed', triggeredBy: 'subworkflow', parentExecutionId: executionId },
    })
  })

  it('may be called by two parallel blocks', async () => {
    expect(await v1.execute(key, { workflowId: 'wf_twice' })).toMatchObject({
      status: 200,
      body: { output: { one: { output: { say: { value: 1 } } }, two: { output: { say: { value: 2 } } } } },
    })
  })

  it('may not close a circle', async () => {
    const { body } = await v1.execute(key, { workflowId: 'wf_a' })
    expect(body).toMatchObject({ status: 'failed' })
    expect(JSON.stringify(body)).toContain('already part of the call chain')
  })

  it('that pauses shows its pause in the parent with its own execution, where it is answered for both', async () => {
    const options = { executionId: 'both' }
    const paused = await v1.execute(key, { workflowId: 'wf_waiting', options })
    expect(paused).toMatchObject({ status: 202, body: { pausePoints: [{ blockId: 'look', kind: 'review' }] } })
    const { pausePoints = [] } = executionResultSchema.parse(paused.body)
    const child = pausePoints[0]?.executionId ?? ''
    expect(child).toMatch(/^exec_/)
    expect(await v1.status(key, 'both')).toMatchObject({ body: { status: 'paused', pausePoints } })
    const decision = { blockId: 'look', decision: 'approved', input: { note: 'fine' } }
    expect(await v1.resume(key, child, decision)).toMatchObject({ status: 200, body: { executionId: child } })
    await expect
      .poll(async () => (await v1.status(key, 'both')).body)
      .toMatchObject({ status: 'completed', output: { say: { value: 'fine' } } })
  })

  it('is not replaced by an answer to the block that waits for it', async () => {
    const options = { executionId: 'forged' }
    await v1.execute(key, { workflowId: 'wf_waiting', options })
    const message = 'This block waits for a timer, an event or another execution, not for an answer'
    const expected = refusal(409, 'not_waiting', message)
    const input = { results: [{ executionId: null, status: 'completed', output: {}, error: null }] }
    expect(await v1.resume(key, 'forged', { blockId: 'sub', input })).toEqual(expected)
    const runFromBlock = { executionId: 'forged', startBlockId: 'say' }
    expect(await v1.execute(key, { workflowId: 'wf_waiting', runFromBlock, options: { input } })).toEqual(expected)
  })

  it('is cancelled with its parent', async () => {
    const paused = await v1.execute(key, { workflowId: 'wf_waiting', options: { executionId: 'cancelled' } })
    const child = executionResultSchema.parse(paused.body).pausePoints?.[0]?.executionId ?? ''
    expect(await v1.cancel(key, 'cancelled')).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    expect(await v1.status(key, child)).toMatchObject({ body: { status: 'cancelled' } })
  })
})

describe('a timer', () => {
  it('is not ended by an answer', async () => {
    await acme.deploy('later', buildGraph('start > wait', { wait: { type: 'wait', config: { seconds: 3600 } } }))
    const paused = await v1.execute(key, { workflowId: 'wf_later', options: { executionId: 'later' } })
    expect(paused).toMatchObject({
      status: 202,
      body: { pausePoints: [{ kind: 'timer', resumeAt: expect.any(String) }] },
    })
    expect((await v1.resume(key, 'later', { blockId: 'wait' })).status).toBe(409)
  })
})
