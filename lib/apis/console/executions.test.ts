import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExecutionDetail, ExecutionList } from '#lib/contracts/executions.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { cancelRoutes, executionRoutes, executionsRoutes } from './executions.ts'
import { type ConsoleBench, createConsoleBench, REVIEWED, refusal } from './testing.ts'

let bench: ConsoleBench
let workflow: Awaited<ReturnType<ConsoleBench['deploy']>>
beforeAll(async () => {
  bench = await createConsoleBench()
  workflow = await bench.deploy('Reviewed')
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: list } = executionsRoutes(runtime)
const { GET: get } = executionRoutes(runtime)
const { POST: cancel } = cancelRoutes(runtime)

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const NOT_FOUND = { status: 404, body: refusal('execution_not_found', 'There is no such execution') }

async function listed(query: string, as: 'viewer' | 'stranger' = 'viewer') {
  const { status, body } = await bench.call(list, { as, query })
  expect(status).toBe(200)
  return body as ExecutionList
}
async function ids(query: string) {
  return (await listed(query)).data.map((item) => item.id)
}
async function detail(executionId: string) {
  return (await bench.call(get, { as: 'viewer', params: { executionId } })).body as ExecutionDetail
}

describe('the list of executions', () => {
  it('shows who started what, and where it stands', async () => {
    const id = await bench.run(workflow.id, { subject_id: 'user-7' }, 'run-7')
    const author = { type: 'user', id: bench.members.author.actor.id, name: 'The author' }
    expect(await listed('?q=run-7')).toEqual({
      data: [
        {
          id,
          publicId: 'run-7',
          workflow: { id: workflow.id, publicId: 'wf_reviewed', name: 'Reviewed' },
          environment: 'PRODUCTION',
          status: 'paused',
          versionNumber: 1,
          draft: false,
          trigger: 'console',
          triggeredBy: author,
          subjectId: 'user-7',
          correlationKey: null,
          error: null,
          createdAt: instant,
          endedAt: null,
          durationMs: null,
        },
      ],
      nextCursor: null,
    })
  })

  it('comes in pages, newest first, while new ones are added', async () => {
    const other = await bench.deploy('Paged')
    const made: string[] = []
    for (let run = 0; run < 5; run++) made.unshift(await bench.run(other.id))
    const first = await listed(`?workflowId=${other.id}&limit=2`)
    await bench.run(other.id)
    const second = await listed(`?workflowId=${other.id}&limit=2&cursor=${first.nextCursor}`)
    const third = await listed(`?workflowId=${other.id}&limit=2&cursor=${second.nextCursor}`)
    expect([first, second, third].flatMap(({ data }) => data.map((item) => item.id))).toEqual(made)
    expect(third.nextCursor).toBeNull()
  })

  it('is filtered by status, workflow, time and environment', async () => {
    const other = await bench.deploy('Filtered')
    const only = `&workflowId=${other.id}`
    const open = await bench.run(other.id)
    const stopped = await bench.run(other.id)
    await bench.call(cancel, { as: 'author', params: { executionId: stopped }, body: {} })
    expect(await ids(`?status=cancelled${only}`)).toEqual([stopped])
    expect(await ids(`?status=paused&status=cancelled${only}`)).toEqual([stopped, open])
    expect(await ids(`?status=paused&status=cancelled&limit=1${only}`)).toEqual([stopped])
    expect(await ids(`?status=failed${only}`)).toEqual([])
    expect(await ids(`?environment=DEVELOPMENT${only}`)).toEqual([])
    const { createdAt } = await detail(stopped)
    expect(await ids(`?from=${createdAt}${only}`)).toEqual([stopped])
    expect(await ids(`?to=${createdAt}${only}`)).toEqual([open])
    expect(await ids(`?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z${only}`)).toEqual([])
  })

  it('is filtered by version, trigger, starter and values of the input, also several at once', async () => {
    const other = await bench.deploy('Searched')
    const only = `?workflowId=${other.id}`
    const first = await bench.run(other.id, { subject_id: 'a', country: 'DE' })
    const second = await bench.run(other.id, { subject_id: 'b', country: 'FR', tier: 'gold' })
    await bench.runtime.search.flush()
    const { id: author } = bench.members.author.actor
    for (const query of ['&version=1', '&trigger=console', `&starter=${author}`, '']) {
      expect(await ids(only + query)).toEqual([second, first])
    }
    for (const query of ['&version=2', '&trigger=v1', '&starter=nobody', '&input=country=IT', '&input=DE=country']) {
      expect(await ids(only + query)).toEqual([])
    }
    expect(await ids(`${only}&input=country=DE`)).toEqual([first])
    expect(await ids(`${only}&input=country=FR&input=tier=gold&status=paused&trigger=console`)).toEqual([second])
    expect(await ids(`${only}&input=country=FR&input=tier=silver`)).toEqual([])
    expect(await listed(`${only}&input=country=FR`, 'stranger')).toEqual({ data: [], nextCursor: null })
  })

  it('finds by every public id and by subject, whole only', async () => {
    const id = await bench.run(workflow.id, { subject_id: 'subject-9' }, 'run-9')
    const { publicId, instanceId, runId } = await detail(id)
    for (const q of [publicId, instanceId, runId, id, 'subject-9']) expect(await ids(`?q=${q}`)).toEqual([id])
    expect(await ids('?q=subject')).toEqual([])
  })

  it('holds nothing of another organization', async () => {
    await bench.run(workflow.id, { subject_id: 'shared' })
    for (const query of ['', '?q=shared', `?workflowId=${workflow.id}`, '?status=paused']) {
      expect(await listed(query, 'stranger')).toEqual({ data: [], nextCursor: null })
    }
  })

  it.each([
    ['?status=asleep', 'validation_failed'],
    ['?from=yesterday', 'validation_failed'],
    ['?workflowId=wf_reviewed', 'validation_failed'],
    ['?limit=1000', 'validation_failed'],
    ['?version=1', 'validation_failed'],
    ['?input=country', 'validation_failed'],
    ['?fingerprint=abc', 'validation_failed'],
    [`?${'input=a=1&'.repeat(6)}`, 'validation_failed'],
  ])('refuses %s', async (query, code) => {
    const { status, body } = await bench.call(list, { as: 'viewer', query })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { code } } })
  })
})

describe('an execution', () => {
  it('is shown with its graph as it was, its block runs and its pauses', async () => {
    const id = await bench.run(workflow.id, { subject_id: 'user-1' }, 'run-1')
    const shown = await detail(id)
    const pauseId = shown.pauses[0]?.id ?? ''
    const fact = (
      type: string,
      blockId: string | null = null,
      blockName: string | null = null,
      note: string | null = null,
    ) => ({
      ...{ type, at: instant, blockId, blockName, note },
      visit: blockId === null ? null : 1,
    })
    const run = {
      visit: 1,
      queuedAt: instant,
      attempts: [{ attempt: 1, startedAt: instant, error: null, retryAt: null }],
      startedAt: instant,
      durationMs: expect.any(Number),
      error: null,
      errorHandled: false,
      kept: false,
    }
    expect(shown).toEqual({
      id,
      publicId: 'run-1',
      instanceId: expect.stringMatching(/^inst_/),
      runId: expect.stringMatching(/^[0-9a-f]{24}$/),
      workflow: { id: workflow.id, publicId: 'wf_reviewed', name: 'Reviewed' },
      environment: 'PRODUCTION',
      status: 'paused',
      versionNumber: 1,
      draft: false,
      trigger: 'console',
      triggeredBy: { type: 'user', id: bench.members.author.actor.id, name: 'The author' },
      subjectId: 'user-1',
      correlationKey: null,
      error: null,
      createdAt: instant,
      endedAt: null,
      durationMs: null,
      concealed: true,
      facts: [
        fact('created'),
        fact('block_started', 'start', 'Start'),
        fact('block_completed', 'start', 'Start'),
        fact('block_started', 'check', 'Check the case'),
        fact('block_paused', 'check', 'Check the case', 'Is this the same person?'),
        fact('paused'),
      ],
      revision: expect.any(Number),
      input: { subject_id: 'user-1' },
      output: { start: { subject_id: 'user-1' } },
      cancelRequestedAt: null,
      updatedAt: instant,
      callChain: [],
      parentExecutionId: null,
      graph: REVIEWED,
      blockRuns: [
        {
          ...run,
          blockId: 'start',
          blockName: 'Start',
          blockType: 'start',
          status: 'completed',
          endedAt: instant,
          input: expect.anything(),
          output: { subject_id: 'user-1' },
          handle: 'out',
          pauseId: null,
        },
        {
          ...run,
          blockId: 'check',
          blockName: 'Check the case',
          blockType: 'manual_review',
          status: 'paused',
          endedAt: null,
          input: expect.objectContaining({ context: { subject: 'user-1' } }),
          output: null,
          handle: null,
          pauseId,
        },
      ],
      takenEdges: ['e1'],
      variables: {},
      warnings: [],
      pauses: [
        {
          id: pauseId,
          blockId: 'check',
          blockName: 'Check the case',
          visit: 1,
          kind: 'review',
          status: 'open',
          title: 'Is this the same person?',
          reason: 'name_differs',
          openedAt: instant,
          dueAt: instant,
          expiresAt: null,
          wakeAt: null,
          resolvedAt: null,
          decision: null,
          resolvedBy: null,
        },
      ],
      credentials: [],
      parent: null,
      children: [],
      source: null,
      replayOf: null,
    })
  })

  it('stays on the graph it started with', async () => {
    const pinned = await bench.deploy('Pinned')
    const id = await bench.run(pinned.id)
    await bench.runtime.db.prisma.draft.update({ where: { workflowId: pinned.id }, data: { graph: { blocks: [] } } })
    expect((await detail(id)).graph).toEqual(REVIEWED)
  })

  it('names its relatives of the same organization', async () => {
    const { prisma } = bench.runtime.db
    const parent = await bench.run(workflow.id, undefined, 'the-parent')
    const child = await bench.run(workflow.id, undefined, 'the-child')
    await prisma.execution.update({
      where: { id: child },
      data: { parentExecutionId: 'the-parent', sourceExecutionId: parent },
    })
    const link = (id: string, publicId: string) => ({ id, publicId, workflowName: 'Reviewed', status: 'paused' })
    expect(await detail(child)).toMatchObject({
      parentExecutionId: 'the-parent',
      parent: link(parent, 'the-parent'),
      source: link(parent, 'the-parent'),
      children: [],
    })
    expect((await detail(parent)).children).toEqual([link(child, 'the-child')])
    await prisma.execution.update({ where: { id: child }, data: { parentExecutionId: 'somewhere else' } })
    expect(await detail(child)).toMatchObject({ parentExecutionId: 'somewhere else', parent: null })
  })

  it('never shows the value of a secret variable', async () => {
    const graph = graphSchema.parse({
      ...REVIEWED,
      variables: [
        { name: 'api_token', secret: true, default: 'hunter2' },
        { name: 'threshold', type: 'number', default: 3 },
      ],
    })
    const { id } = await bench.deploy('Secretive', graph)
    const shown = await detail(await bench.run(id))
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(shown.variables).toEqual({ api_token: '***', threshold: 3 })
  })

  it('of another organization, or with an id that is none, is not found by any call', async () => {
    const id = await bench.run(workflow.id, undefined, 'hidden')
    for (const [as, executionId] of [
      ['stranger', id],
      ['owner', 'hidden'],
      ['owner', bench.runtime.processId],
    ] as const) {
      expect(await bench.call(get, { as, params: { executionId } })).toEqual(NOT_FOUND)
      expect(await bench.call(cancel, { as, params: { executionId }, body: {} })).toEqual(NOT_FOUND)
    }
  })
})

describe('a cancel', () => {
  it('ends the execution and closes its reviews, once', async () => {
    const id = await bench.run(workflow.id)
    const call = { as: 'deployer', params: { executionId: id }, body: {} } as const
    expect(await bench.call(cancel, call)).toEqual({ status: 200, body: { executionId: id, status: 'cancelled' } })
    const { status, endedAt, durationMs, pauses, blockRuns } = await detail(id)
    expect({ status, endedAt, durationMs }).toEqual({
      status: 'cancelled',
      endedAt: instant,
      durationMs: expect.any(Number),
    })
    expect(pauses.map((pause) => pause.status)).toEqual(['cancelled'])
    expect(blockRuns.map((run) => [run.blockId, run.status])).toEqual([
      ['start', 'completed'],
      ['check', 'cancelled'],
      ['done', 'skipped'],
    ])
    expect(await bench.call(cancel, call)).toEqual({
      status: 409,
      body: refusal('already_terminal', 'The execution has already ended'),
    })
  })
})
