import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import { call, createV1, refusal, seen } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, world, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
const theirs = await globex.apiKey()
const development = await acme.apiKey({ environment: 'DEVELOPMENT' })

const NOTE = { name: 'note', label: 'Note', required: true }
await acme.deploy('plain', buildGraph('start > say', { say: { type: 'count' } }))
await acme.deploy('fails', buildGraph('start > bad', { bad: { type: 'fail' } }))
await acme.deploy(
  'reviewed',
  buildGraph('start > look; look:approved > say', {
    look: { type: 'manual_review', config: { fields: [NOTE] } },
    say: { type: 'count', config: { value: '{look.note}' } },
  }),
)
await acme.deploy(
  'slow',
  buildGraph('start > wait > after', { wait: { type: 'slow', config: { gate: 'slow' } }, after: { type: 'count' } }),
)
await acme.deploy('asks', buildGraph('start > a > b', { a: { type: 'ask_for' }, b: { type: 'ask_for' } }))

beforeEach(() => {
  world.attempts.length = 0
  world.close('slow')
})

async function execute(workflowId: string, executionId: string, caller = key) {
  return v1.execute(caller, { workflowId, options: { executionId } })
}

const UNKNOWN = refusal(404, 'execution_not_found', 'There is no execution with this id')

describe('resume', () => {
  it('answers the pause by its id or its block, and goes on', async () => {
    const { body } = await execute('wf_reviewed', 'by-id')
    const [point] = executionResultSchema.parse(body).pausePoints ?? []
    const byId = await v1.resume(key, 'by-id', {
      pauseId: point?.contextId,
      decision: 'approved',
      input: { note: 'x' },
    })
    expect(byId).toMatchObject({ status: 200, body: { executionId: 'by-id', output: { say: { value: 'x' } } } })
    await execute('wf_reviewed', 'by-block')
    const byBlock = await v1.resume(key, 'by-block', { blockId: 'look', decision: 'rejected', input: { note: 'y' } })
    expect(byBlock).toMatchObject({
      status: 200,
      body: { status: 'failed', error: 'look: The review was decided: Reject', output: { look: { note: 'y' } } },
    })
  })

  it('answers 202 again where the next block waits too', async () => {
    await execute('wf_asks', 'twice')
    expect(await v1.resume(key, 'twice', { blockId: 'a' })).toMatchObject({
      status: 202,
      body: { pausePoints: [{ blockId: 'b', kind: 'input' }] },
    })
    expect(await v1.resume(key, 'twice', { blockId: 'b' })).toMatchObject({ status: 200 })
  })

  it.each([
    [{}, 'missing_required_field', 'pauseId: Either pauseId or blockId is required'],
    [{ blockId: '' }, 'validation_failed', 'blockId: Too small: expected string to have >=1 characters'],
    [
      { blockId: 'look', decision: 1 },
      'validation_failed',
      'decision: Invalid input: expected string, received number',
    ],
    [{ blockId: 'look', input: [] }, 'validation_failed', 'input: Must be an object'],
    [{ blockId: 'look', data: {} }, 'validation_failed', 'data: Unknown field'],
  ])('refuses %j with 400', async (body, code, message) => {
    const answer = await v1.resume(key, 'whatever', body)
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 400, body: { error: { message } } })
    expect(code).toBeTypeOf('string')
  })

  it('refuses what does not fit the pause with 422, and the pause stays open', async () => {
    await execute('wf_reviewed', 'unfit')
    const details = [{ path: 'decision', message: 'Must be one of approved, rejected' }]
    const undecided = refusal(422, 'invalid_input', 'The decision is missing or unknown', details)
    expect(await v1.resume(key, 'unfit', { blockId: 'look', input: { note: 'x' } })).toEqual(undecided)
    expect(await v1.resume(key, 'unfit', { blockId: 'look', decision: 'maybe', input: { note: 'x' } })).toEqual(
      undecided,
    )
    expect(await v1.resume(key, 'unfit', { blockId: 'look', decision: 'approved' })).toEqual(
      refusal(422, 'missing_required_input', 'The submission is not complete', [
        { path: 'note', message: 'Note is required' },
      ]),
    )
    expect(await v1.resume(key, 'unfit', { blockId: 'look', decision: 'approved', input: { note: 7 } })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_input', details: [{ path: 'note' }] } },
    })
    expect(await v1.status(key, 'unfit')).toMatchObject({ body: { status: 'paused' } })
  })

  it('refuses a pause that the execution does not have with 404', async () => {
    const { body } = await execute('wf_reviewed', 'theirs')
    const [point] = executionResultSchema.parse(body).pausePoints ?? []
    await execute('wf_reviewed', 'mine')
    const missing = refusal(404, 'pause_not_found', 'The execution has no such pause')
    expect(await v1.resume(key, 'mine', { pauseId: point?.contextId })).toEqual(missing)
    expect(await v1.resume(key, 'mine', { blockId: 'say' })).toEqual(missing)
    for (const caller of [theirs, development]) {
      expect(await v1.resume(caller, 'mine', { blockId: 'look' })).toEqual(UNKNOWN)
    }
  })

  it('lets one of twenty simultaneous answers win, and tells the others who did', async () => {
    await execute('wf_reviewed', 'race')
    const keys = await Promise.all(Array.from({ length: 20 }, (_, index) => acme.apiKey({ label: `Key ${index}` })))
    const body = { blockId: 'look', decision: 'approved', input: { note: 'x' } }
    const answers = await Promise.all(keys.map((caller) => v1.resume(caller, 'race', body)))
    const winner = answers.findIndex(({ status }) => status === 200)
    const message = `The pause has already been answered by Key ${winner}`
    expect(answers.filter((_, index) => index !== winner)).toEqual(
      Array(19).fill(refusal(409, 'pause_already_resolved', message)),
    )
    expect(world.attempts).toHaveLength(1)
  })

  it('comes too late after a decision in the console, and the other way round', async () => {
    const reviewer = await acme.member('reviewer')
    const decision = { decision: 'approved', data: { note: 'console' } }
    const body = { blockId: 'look', decision: 'approved', input: { note: 'api' } }
    const pauseOf = async (executionId: string) => {
      const { body: paused } = await execute('wf_reviewed', executionId)
      return executionResultSchema.parse(paused).pausePoints?.[0]?.contextId ?? ''
    }
    const first = await pauseOf('console-first')
    await decideReview(runtime, reviewer, first, decision)
    expect(await v1.resume(key, 'console-first', body)).toEqual(
      refusal(409, 'pause_already_resolved', `The pause has already been answered by ${reviewer.actor.name}`),
    )
    const second = await pauseOf('api-first')
    await v1.resume(key, 'api-first', body)
    await expect(decideReview(runtime, reviewer, second, decision)).rejects.toMatchObject({
      code: 'pause_already_resolved',
    })
  })
})

describe('cancel', () => {
  it('ends an execution that is running: its caller hears cancelled, and nothing runs afterwards', async () => {
    const answer = execute('wf_slow', 'cancel-running')
    await world.entered('slow')
    const cancelled = await v1.cancel(key, 'cancel-running', { reason: 'by mistake' })
    const { status, body } = seen(cancelled)
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        success: false,
        status: 'cancelled',
        executionId: 'cancel-running',
        output: { start: {} },
        error: 'The execution was cancelled',
        logs: [
          expect.objectContaining({ blockId: 'start', status: 'success' }),
          expect.objectContaining({ blockId: 'wait', status: 'cancelled', endedAt: '<time>' }),
          expect.objectContaining({ blockId: 'after', status: 'skipped' }),
        ],
      },
    })
    expect(await answer).toEqual(cancelled)
    expect(world.attempts).toHaveLength(1)
    expect(await v1.status(key, 'cancel-running')).toMatchObject({
      body: { status: 'cancelled', endedAt: expect.any(String), error: 'The execution was cancelled' },
    })
  })

  it('ends an execution that is paused: its review is closed, a late answer is 409', async () => {
    await execute('wf_reviewed', 'cancel-paused')
    expect(await v1.cancel(key, 'cancel-paused')).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    const late = { blockId: 'look', decision: 'approved', input: { note: 'x' } }
    expect(await v1.resume(key, 'cancel-paused', late)).toEqual(
      refusal(409, 'pause_already_resolved', 'The pause is no longer open'),
    )
    expect(world.attempts).toEqual([])
  })

  it('refuses an execution that has ended, however it did', async () => {
    await execute('wf_plain', 'ended')
    await execute('wf_fails', 'broke')
    await execute('wf_reviewed', 'stopped')
    await v1.cancel(key, 'stopped')
    const expected = refusal(409, 'already_terminal', 'The execution has already ended')
    for (const id of ['ended', 'broke', 'stopped']) expect(await v1.cancel(key, id)).toEqual(expected)
  })

  it('of twenty simultaneous calls one ends a paused execution, and all others say that it has ended', async () => {
    await execute('wf_reviewed', 'cancel-race')
    const answers = await Promise.all(Array.from({ length: 20 }, () => v1.cancel(key, 'cancel-race')))
    const statuses = new Set(answers.map(({ status }) => status))
    expect(statuses).toContain(200)
    for (const status of statuses) expect([200, 409]).toContain(status)
  })

  it('and an answer at the same moment: either the answer counts, or the cancel, never half of each', async () => {
    for (let round = 0; round < 20; round++) {
      const id = `either-${round}`
      world.attempts.length = 0
      await execute('wf_reviewed', id)
      const [cancelled, answered] = await Promise.all([
        v1.cancel(key, id),
        v1.resume(key, id, { blockId: 'look', decision: 'approved', input: { note: 'x' } }),
      ])
      const { body } = await v1.status(key, id)
      const completed = statusOf(body) === 'completed'
      expect(cancelled.status).toBe(completed ? 409 : 200)
      expect([200, 409]).toContain(answered.status)
      expect(world.attempts.length).toBeLessThanOrEqual(1)
      if (completed) expect(answered.status).toBe(200)
    }
  }, 20_000)

  it('reaches an execution from the moment its id is taken', async () => {
    for (let round = 0; round < 10; round++) {
      const id = `early-${round}`
      const answer = execute('wf_slow', id)
      await expect.poll(async () => (await v1.cancel(key, id)).status, { interval: 1 }).not.toBe(404)
      expect(await answer).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    }
  }, 20_000)

  it('is refused to strangers and without the scope; a body is optional but strict', async () => {
    await execute('wf_reviewed', 'keep')
    const reader = await acme.apiKey({ scopes: ['workflows:executions:read'] })
    expect((await v1.cancel(reader, 'keep')).status).toBe(403)
    for (const caller of [theirs, development]) expect(await v1.cancel(caller, 'keep')).toEqual(UNKNOWN)
    expect((await v1.cancel(key, 'keep', { why: 'x' })).status).toBe(400)
    expect((await v1.cancel(key, 'keep', { reason: 'x'.repeat(501) })).status).toBe(400)
    expect((await call(v1.routes.cancel.GET, { method: 'GET', key })).status).toBe(405)
    expect(await v1.status(key, 'keep')).toMatchObject({ body: { status: 'paused' } })
  })
})

function statusOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'status' in body ? String(body.status) : ''
}
