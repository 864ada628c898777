import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createV1 } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime, world } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
const count = (value: string) => ({ type: 'count', config: { value } })
const review = { type: 'manual_review', config: {} }

await acme.deploy(
  'reviewed',
  buildGraph('start > look; look:approved > after > end', { look: review, after: count('{input.n}') }),
)
await acme.deploy(
  'pair',
  buildGraph('start > left > joined; start > right > joined; joined > end', {
    left: review,
    right: review,
    joined: count('{left.decision} {right.decision}'),
  }),
)

const TIMES = 500
const LANES = 5

describe('a resume sent the instant the 202 arrives', () => {
  it(`works ${TIMES} times out of ${TIMES}`, async () => {
    const seen: Record<string, number> = {}
    const lane = async () => {
      for (let run = 0; run < TIMES / LANES; run++) {
        const paused = await v1.execute(key, { workflowId: 'wf_reviewed', options: { input: { n: run } } })
        const { executionId } = paused.body as { executionId: string }
        const body = { blockId: 'look', decision: 'approved', input: {} }
        const { status, body: answer } = await v1.resume(key, executionId, body)
        const outcome = `${paused.status} ${status} ${(answer as { status?: string }).status}`
        seen[outcome] = (seen[outcome] ?? 0) + 1
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    expect(seen).toEqual({ '202 200 completed': TIMES })
  }, 180_000)
})

describe('two reviews in parallel branches', () => {
  it.each([
    ['left', 'right'],
    ['right', 'left'],
  ])('decided %s first, then %s, join once', async (...order) => {
    const officer = await acme.member('reviewer')
    const { body } = await v1.execute(key, { workflowId: 'wf_pair', options: { input: {} } })
    const { executionId } = body as { executionId: string }
    const execution = await runtime.executions.find(acme.id, { publicId: executionId })
    const pauses = await runtime.executions.pauses(execution?.id ?? '')
    world.attempts.length = 0
    const reached: string[] = []
    for (const blockId of order) {
      const pauseId = pauses.find(({ pause }) => pause.blockId === blockId)?.id ?? ''
      reached.push((await decideReview(runtime, officer, pauseId, { decision: 'approved', data: {} })).executionStatus)
    }
    const joined = world.attempts.filter((attempt) => attempt.includes(':joined'))
    expect({ reached, joins: joined.length }).toEqual({ reached: ['paused', 'completed'], joins: 1 })
  })
})
