import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { listReviews } from '#lib/reviews/list.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionResultSchema } from './contract.ts'
import { createV1, refusal, type V1Answer } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, world, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()

const NOTE = { name: 'note', label: 'Note', required: true }
const count = (value = '{input.n?}') => ({ type: 'count', config: { value } })
const review = (config: object = {}) => ({ type: 'manual_review', config: { fields: [NOTE], ...config } })

/** Count, review, credential; a rejection is counted. */
const REVIEWED = buildGraph('start > before > look; look:approved > issue > end; look:rejected > refuse', {
  before: count(),
  look: review(),
  issue: { type: 'keyed' },
  refuse: count('{look.note}'),
})
await acme.deploy('reviewed', REVIEWED)
await acme.deploy('other', REVIEWED)
await acme.deploy(
  'pair',
  buildGraph('start > left > after_left > end; start > right > after_right > end', {
    left: review(),
    right: review(),
    after_left: count('{left.note}'),
    after_right: count('{right.note}'),
  }),
)

beforeEach(() => {
  world.attempts.length = 0
})

function resultOf(answer: V1Answer) {
  const { executionId, status, success, output, pausePoints = [] } = executionResultSchema.parse(answer.body)
  return {
    http: answer.status,
    executionId,
    status,
    success,
    output,
    waiting: pausePoints.map(({ blockId }) => blockId),
  }
}

async function paused(workflowId = 'wf_reviewed', options: object = {}, caller = key) {
  return resultOf(await v1.execute(caller, { workflowId, options })).executionId
}

/** `runFromBlock` with the given submission. */
function runFrom(executionId: string, startBlockId: string, input: object = { note: 'fine' }, rest: object = {}) {
  const runFromBlock = { executionId, startBlockId }
  return v1.execute(key, { workflowId: 'wf_reviewed', runFromBlock, options: { input }, ...rest })
}

/** Blocks attempted in the execution since the test began. */
function ran(): string[] {
  return world.attempts.map((attempt) => attempt.split(':')[1] ?? '')
}

describe('runFromBlock behind an open pause', () => {
  it('goes on with the same execution: nothing before runs again, all outputs are there, the review leaves the queue', async () => {
    const executionId = await paused('wf_reviewed', { input: { n: 1 } })
    const reviewer = await acme.member('reviewer')
    const queue = async () => {
      const { data } = await listReviews(runtime, reviewer, { environment: 'PRODUCTION', tab: 'all', limit: 50 })
      return data.filter((item) => item.executionPublicId === executionId).length
    }
    expect({ ran: ran(), queue: await queue() }).toEqual({ ran: ['before'], queue: 1 })
    const answer = resultOf(await runFrom(executionId, 'issue'))
    expect(answer).toEqual({
      http: 200,
      executionId,
      status: 'completed',
      success: true,
      waiting: [],
      output: {
        start: { n: 1 },
        before: { value: 1, visit: 1 },
        look: { decision: 'approved', note: 'fine', submittedBy: 'Test key', submittedAt: expect.any(String) },
        issue: { key: expect.stringMatching(/:issue:1$/) },
        end: {},
      },
    })
    expect({ ran: ran(), queue: await queue() }).toEqual({ ran: ['before', 'issue'], queue: 0 })
  })

  it('takes the decision whose branch leads to the block', async () => {
    const executionId = await paused()
    const { output, status } = resultOf(await runFrom(executionId, 'refuse', { note: 'forged' }))
    expect({ status, look: output.look, refuse: output.refuse }).toMatchObject({
      status: 'completed',
      look: { decision: 'rejected', note: 'forged' },
      refuse: { value: 'forged' },
    })
  })

  it('takes the aliases blockId and sourceExecutionId, and the pause itself with a decision', async () => {
    const first = await paused()
    const runFromBlock = { sourceExecutionId: first, blockId: 'issue' }
    const body = { workflowId: 'wf_reviewed', runFromBlock, options: { input: { note: 'x' } } }
    expect(resultOf(await v1.execute(key, body))).toMatchObject({ http: 200, executionId: first })
    const second = await paused()
    const answer = resultOf(await runFrom(second, 'look', { note: 'x', decision: 'rejected' }))
    expect(answer).toMatchObject({ executionId: second, output: { look: { decision: 'rejected' } } })
  })

  it('asks which decision is meant where the block does not tell', async () => {
    const executionId = await paused()
    expect(await runFrom(executionId, 'look')).toEqual(
      refusal(422, 'ambiguous_decision', 'The request must say which decision is meant', [
        { path: 'options.input.decision', message: 'Must be one of approved, rejected' },
      ]),
    )
  })

  it('names every required input that is missing, and leaves the pause open', async () => {
    const executionId = await paused()
    expect(await runFrom(executionId, 'issue', {})).toEqual(
      refusal(422, 'missing_required_input', 'The submission is not complete', [
        { path: 'note', message: 'Note is required' },
      ]),
    )
    expect(resultOf(await runFrom(executionId, 'issue'))).toMatchObject({ http: 200, status: 'completed' })
  })

  it.each([
    ['two', async () => v1],
    ['two in two processes', async () => createV1(house.secondProcess())],
  ])(
    'lets exactly one of %s simultaneous calls win; the other hears who was first',
    async (_name, open) => {
      const other = await open()
      for (let round = 0; round < 10; round++) {
        const executionId = await paused()
        world.attempts.length = 0
        const body = {
          workflowId: 'wf_reviewed',
          runFromBlock: { executionId, startBlockId: 'issue' },
          options: { input: { note: 'x' } },
        }
        const answers = await Promise.all([v1.execute(key, body), other.execute(key, body)])
        const [won, lost] = answers.toSorted((a, b) => a.status - b.status)
        expect(won?.status).toBe(200)
        expect(lost).toMatchObject({ status: 409, body: { error: { code: 'pause_already_resolved' } } })
        expect(ran()).toEqual(['issue'])
      }
    },
    20_000,
  )

  it('ends on the version the execution began with, though another was deployed meanwhile', async () => {
    const graph = (value: string) => buildGraph('start > look > say', { look: { type: 'ask_for' }, say: count(value) })
    await acme.deploy('pinned', graph('one'))
    const executionId = await paused('wf_pinned')
    await acme.deploy('pinned', graph('two'))
    const body = { workflowId: 'wf_pinned', runFromBlock: { executionId, startBlockId: 'say' } }
    expect(resultOf(await v1.execute(key, body))).toMatchObject({ executionId, output: { say: { value: 'one' } } })
    expect(await v1.status(key, executionId)).toMatchObject({ body: { version: 1 } })
    expect(resultOf(await v1.execute(key, { workflowId: 'wf_pinned' })).http).toBe(202)
  })

  it('leaves a parallel pause open, and the join fires once after both', async () => {
    const executionId = await paused('wf_pair')
    const step = (startBlockId: string, note: string) =>
      runFrom(executionId, startBlockId, { note }, { workflowId: 'wf_pair' })
    expect(resultOf(await step('after_left', 'l'))).toMatchObject({ http: 202, executionId, waiting: ['right'] })
    const last = resultOf(await step('after_right', 'r'))
    expect(last).toMatchObject({
      http: 200,
      output: { after_left: { value: 'l', visit: 1 }, after_right: { value: 'r', visit: 1 }, end: {} },
    })
    expect(ran()).toEqual(['after_left', 'after_right'])
  })

  it('takes both answers when two parallel pauses are answered at once', async () => {
    for (let round = 0; round < 10; round++) {
      const executionId = await paused('wf_pair')
      const answers = await Promise.all(
        ['after_left', 'after_right'].map((block) =>
          runFrom(executionId, block, { note: 'x' }, { workflowId: 'wf_pair' }),
        ),
      )
      for (const { status } of answers) expect([200, 202]).toContain(status)
      expect(await v1.status(key, executionId)).toMatchObject({ body: { status: 'completed', output: { end: {} } } })
    }
  }, 20_000)

  it('goes on with a branch that ran while the other waited: every block once', async () => {
    const graph = buildGraph('start > a; a > wait > b > e; a > c > d > e', {
      ...{ a: count(), b: count(), c: count(), d: count(), e: count() },
      wait: { type: 'ask_for' },
    })
    await acme.deploy('branches', graph)
    const executionId = await paused('wf_branches')
    expect(ran()).toEqual(['a', 'c', 'd'])
    await v1.execute(key, { workflowId: 'wf_branches', runFromBlock: { executionId, startBlockId: 'b' } })
    expect(ran()).toEqual(['a', 'c', 'd', 'b', 'e'])
  })
})

describe('a review', () => {
  const answerAs = async (caller: string, executionId: string, workflowId = 'wf_reviewed') =>
    v1.execute(caller, {
      workflowId,
      runFromBlock: { executionId, startBlockId: 'issue' },
      options: { input: { note: 'x' } },
    })

  it('is not decided by a key without the scope', async () => {
    const executionId = await paused()
    const runner = await acme.apiKey({ scopes: ['workflows:execute'] })
    const expected = refusal(403, 'forbidden', 'Deciding a review needs the permission reviews:decide')
    expect(await answerAs(runner, executionId)).toEqual(expected)
    await answerAs(key, executionId)
    expect(await v1.resume(runner, executionId, { blockId: 'look', decision: 'approved' })).toEqual(expected)
  })

  it.each([
    ['named people', { assignees: { users: ['u1'], roles: [] } }],
    ['a role', { assignees: { users: [], roles: ['reviewer'] } }],
    ['four eyes', { four_eyes: true }],
  ])('for %s is not decided by any key', async (_name, config) => {
    const graph = buildGraph('start > look; look:approved > issue', { look: review(config), issue: { type: 'keyed' } })
    await acme.deploy('restricted', graph)
    const executionId = await paused('wf_restricted')
    const message = 'This review is for people, named or with a second pair of eyes; a key cannot decide it'
    expect(await answerAs(key, executionId, 'wf_restricted')).toEqual(refusal(403, 'review_restricted', message))
    expect(ran()).toEqual([])
  })
})

describe('runFromBlock on a source that ended', () => {
  async function ended(input: object = { n: 1 }) {
    const executionId = await paused('wf_reviewed', { input })
    await runFrom(executionId, 'issue')
    world.attempts.length = 0
    return executionId
  }

  it('is a new execution that keeps what came before and runs the rest again', async () => {
    const source = await ended()
    const answer = resultOf(await runFrom(source, 'issue', {}))
    expect(answer).toMatchObject({
      http: 200,
      status: 'completed',
      output: { start: { n: 1 }, before: { value: 1, visit: 1 }, look: { note: 'fine' }, end: {} },
    })
    expect(answer.executionId).not.toBe(source)
    expect(ran()).toEqual(['issue'])
    expect(await v1.status(key, answer.executionId)).toMatchObject({
      body: { sourceExecutionId: source, logs: [{ blockId: 'issue' }, { blockId: 'end' }, { status: 'skipped' }] },
    })
  })

  it('waits at the review again where the re-run comes through it', async () => {
    const source = await ended()
    expect(resultOf(await runFrom(source, 'before', { n: 2 }))).toMatchObject({
      http: 202,
      waiting: ['look'],
      output: { before: { value: 2 } },
    })
  })

  it('does not go round a review that nobody decided', async () => {
    const executionId = await paused('wf_pair')
    await v1.resume(key, executionId, { blockId: 'left', decision: 'approved', input: { note: 'x' } })
    await v1.cancel(key, executionId)
    const runFromBlock = { executionId, startBlockId: 'after_left' }
    expect(await v1.execute(key, { workflowId: 'wf_pair', runFromBlock })).toEqual(
      refusal(422, 'upstream_not_executed', 'after_right comes before end and has no result in the source execution'),
    )
  })

  it('takes the id of the caller, once', async () => {
    const source = await ended()
    const body = {
      workflowId: 'wf_reviewed',
      runFromBlock: { executionId: source, startBlockId: 'issue' },
      options: { executionId: `rerun-of-${source}` },
    }
    const answers = await Promise.all(Array.from({ length: 5 }, () => v1.execute(key, body)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409])
  })

  it('is refused as answered where the request is a late or repeated answer to its pause', async () => {
    const source = await ended()
    const expected = refusal(409, 'pause_already_resolved', 'The pause before this block has already been answered')
    expect(await runFrom(source, 'issue', { note: 'again' })).toEqual(expected)
    expect(await runFrom(source, 'issue', { decision: 'approved' })).toEqual(expected)
    expect(ran()).toEqual([])
  })

  it('may run another graph than the source: a draft that was mended', async () => {
    await acme.deploy('mended', buildGraph('start > before > bad', { before: count(), bad: { type: 'fail' } }))
    const failed = resultOf(await v1.execute(key, { workflowId: 'wf_mended', options: { input: { n: 5 } } }))
    expect(failed.status).toBe('failed')
    await acme.draft('mended', buildGraph('start > before > bad', { before: count(), bad: count('{before.value}') }))
    const runFromBlock = { executionId: failed.executionId, startBlockId: 'bad' }
    const again = resultOf(await v1.execute(key, { workflowId: 'wf_mended', useDraftState: true, runFromBlock }))
    expect(again).toMatchObject({ status: 'completed', output: { before: { value: 5 }, bad: { value: 5 } } })
    expect(ran().filter((block) => block === 'before')).toHaveLength(1)
  })

  it('is refused where nothing led to the block, or a block before it did not do its work', async () => {
    const source = await ended()
    expect(await runFrom(source, 'refuse', {})).toMatchObject({
      status: 422,
      body: { error: { code: 'upstream_not_executed' } },
    })
  })
})

describe('runFromBlock is refused', () => {
  it('422: a block that the workflow does not have', async () => {
    const executionId = await paused()
    expect(await runFrom(executionId, 'nowhere')).toEqual(
      refusal(422, 'run_from_block_unknown_block', 'The workflow has no block nowhere'),
    )
  })

  it('422: a source that is unknown, of another workflow, environment or organization', async () => {
    await globex.deploy('reviewed', REVIEWED)
    const development = await acme.apiKey({ environment: 'DEVELOPMENT' })
    const sources = [
      'exec_unknown',
      await paused('wf_other'),
      await paused('wf_reviewed', {}, development),
      await paused('wf_reviewed', {}, await globex.apiKey()),
    ]
    const expected = refusal(422, 'source_execution_not_found', 'This workflow has no execution with this id')
    for (const source of sources) expect(await runFrom(source, 'issue')).toEqual(expected)
  })

  it('422: a source that is still running', async () => {
    await acme.deploy(
      'slow',
      buildGraph('start > wait > say', { wait: { type: 'slow', config: { gate: 'rerun' } }, say: count() }),
    )
    const options = { executionId: 'still-running' }
    const running = v1.execute(key, { workflowId: 'wf_slow', options })
    await world.entered('rerun')
    const runFromBlock = { executionId: 'still-running', startBlockId: 'say' }
    expect(await v1.execute(key, { workflowId: 'wf_slow', runFromBlock })).toEqual(
      refusal(422, 'source_execution_running', 'The source execution has not come to rest'),
    )
    world.open('rerun')
    expect((await running).status).toBe(200)
  })
})
