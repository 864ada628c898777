import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewDetail, ReviewList } from '#lib/contracts/reviews.ts'
import { decisionRoutes, reviewRoutes, reviewsRoutes } from './reviews.ts'
import { type ConsoleBench, createConsoleBench, type Person, REVIEWED, refusal } from './testing.ts'

let bench: ConsoleBench
let workflow: Awaited<ReturnType<ConsoleBench['deploy']>>
beforeAll(async () => {
  bench = await createConsoleBench()
  workflow = await bench.deploy('Reviewed')
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: list } = reviewsRoutes(runtime)
const { GET: get } = reviewRoutes(runtime)
const { POST: decide } = decisionRoutes(runtime)

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
const approval = { decision: 'approved', data: { note: 'Looked at both pictures' } }

/** Runs the workflow up to its review. */
async function openCase(workflowId = workflow.id, publicId?: string) {
  const executionId = await bench.run(workflowId, { subject_id: 'user-1' }, publicId)
  const pause = await bench.runtime.db.prisma.pause.findFirstOrThrow({ where: { executionId } })
  return { executionId, pauseId: pause.id }
}
async function listed(query: string, as: Person = 'reviewer') {
  const { status, body } = await bench.call(list, { as, query })
  expect(status).toBe(200)
  return body as ReviewList
}
async function pauseIds(query: string) {
  return (await listed(query)).data.map((item) => item.pauseId)
}
async function detail(pauseId: string, as: Person = 'reviewer') {
  return (await bench.call(get, { as, params: { pauseId } })).body as ReviewDetail
}

describe('the queue', () => {
  it('shows what waits, and afterwards what was decided', async () => {
    const { id: workflowId } = await bench.deploy('Queued')
    const { executionId, pauseId } = await openCase(workflowId, 'queued-1')
    const item = {
      pauseId,
      kind: 'review',
      status: 'open',
      title: 'Is this the same person?',
      reason: 'name_differs',
      blockId: 'check',
      blockName: 'Check the case',
      executionId,
      executionPublicId: 'queued-1',
      workflow: { id: workflowId, publicId: 'wf_queued', name: 'Queued' },
      environment: 'PRODUCTION',
      subjectId: 'user-1',
      startedBy: { type: 'user', id: bench.members.author.actor.id, name: 'The author' },
      openedAt: instant,
      dueAt: instant,
      expiresAt: null,
      resolvedAt: null,
      decision: null,
      resolvedBy: null,
      holder: null,
      priority: 3,
      snoozedUntil: null,
      proposedBy: null,
    }
    const only = `&workflowId=${workflowId}`
    expect(await listed(`?tab=all${only}`)).toEqual({ data: [item], nextCursor: null })
    expect(await listed(`?tab=done${only}`)).toEqual({ data: [], nextCursor: null })
    await bench.call(decide, { as: 'reviewer', params: { pauseId }, body: approval })
    const reviewer = { type: 'user', id: bench.members.reviewer.actor.id, name: 'The reviewer' }
    const done = { ...item, status: 'resolved', resolvedAt: instant, decision: 'approved', resolvedBy: reviewer }
    expect(await listed(`?tab=all${only}`)).toEqual({ data: [], nextCursor: null })
    expect(await listed(`?tab=done${only}`)).toEqual({ data: [done], nextCursor: null })
  })

  it('comes in pages: open cases oldest first, done ones latest first', async () => {
    const { id: workflowId } = await bench.deploy('Paged')
    const cases: string[] = []
    for (let run = 0; run < 3; run++) cases.push((await openCase(workflowId)).pauseId)
    expect(await inPages(`?tab=all&limit=2&workflowId=${workflowId}`)).toEqual(cases)
    for (const pauseId of cases) await bench.call(decide, { as: 'reviewer', params: { pauseId }, body: approval })
    expect(await inPages(`?tab=done&limit=2&workflowId=${workflowId}`)).toEqual(cases.toReversed())
  })

  it('does not lose cases that opened in the same instant', async () => {
    const { id: workflowId } = await bench.deploy('Simultaneous')
    const cases = await Promise.all(Array.from({ length: 4 }, () => openCase(workflowId)))
    const openedAt = new Date('2026-01-01T00:00:00Z')
    await bench.runtime.db.prisma.pause.updateMany({ where: { workflowId }, data: { openedAt } })
    const seen = await inPages(`?limit=1&workflowId=${workflowId}`)
    expect(seen).toEqual(cases.map(({ pauseId }) => pauseId).toSorted())
  })

  it('is filtered by kind and environment', async () => {
    const { id: workflowId } = await bench.deploy('Kinds')
    const { pauseId } = await openCase(workflowId)
    const only = `&workflowId=${workflowId}`
    expect(await pauseIds(`?kind=review${only}`)).toEqual([pauseId])
    expect(await pauseIds(`?kind=task${only}`)).toEqual([])
    expect(await pauseIds(`?environment=DEVELOPMENT${only}`)).toEqual([])
  })

  it('leaves out pauses that nobody answers by hand', async () => {
    const { id: workflowId } = await bench.deploy('Timers')
    const { pauseId } = await openCase(workflowId)
    await bench.runtime.db.prisma.pause.update({ where: { id: pauseId }, data: { kind: 'timer' } })
    expect(await pauseIds(`?workflowId=${workflowId}`)).toEqual([])
    expect((await bench.call(get, { as: 'reviewer', params: { pauseId } })).status).toBe(404)
  })

  it('holds nothing of another organization', async () => {
    await openCase()
    expect(await listed('', 'stranger')).toEqual({ data: [], nextCursor: null })
  })

  it.each(['?cursor=nonsense', '?tab=open', '?kind=timer'])('refuses %s', async (query) => {
    const { status, body } = await bench.call(list, { as: 'reviewer', query })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { code: 'validation_failed' } } })
  })
})

async function inPages(query: string): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ReviewList = await listed(cursor === '' ? query : `${query}&cursor=${cursor}`)
    seen.push(...page.data.map((item) => item.pauseId))
    cursor = page.nextCursor
  }
  return seen
}

describe('a case', () => {
  it('shows what is asked, and what was found so far', async () => {
    const { executionId, pauseId } = await openCase(workflow.id, 'case-1')
    expect(await detail(pauseId)).toEqual({
      pauseId,
      kind: 'review',
      status: 'open',
      title: 'Is this the same person?',
      reason: 'name_differs',
      blockId: 'check',
      blockName: 'Check the case',
      executionId,
      executionPublicId: 'case-1',
      workflow: { id: workflow.id, publicId: 'wf_reviewed', name: 'Reviewed' },
      environment: 'PRODUCTION',
      subjectId: 'user-1',
      startedBy: { type: 'user', id: bench.members.author.actor.id, name: 'The author' },
      openedAt: instant,
      dueAt: instant,
      expiresAt: null,
      resolvedAt: null,
      decision: null,
      resolvedBy: null,
      holder: null,
      priority: 3,
      snoozedUntil: null,
      proposedBy: null,
      executionStatus: 'paused',
      input: { subject_id: 'user-1' },
      fields: [{ name: 'note', label: 'Note', type: 'text', required: true }],
      decisions: [
        { name: 'approved', label: 'Approve', leadsTo: { blockName: 'Done', asksAgain: false } },
        { name: 'rejected', label: 'Reject', leadsTo: null },
      ],
      instructions: null,
      context: { subject: 'user-1' },
      assignees: { users: [], roles: [] },
      policy: { fourEyes: false, selfApproval: false, peopleNeeded: 1 },
      mayDecide: { part: 'decide', reason: null, held: false },
      proposal: null,
      files: [],
      evidence: [
        {
          blockId: 'start',
          blockName: 'Start',
          blockType: 'start',
          visit: 1,
          endedAt: instant,
          output: { subject_id: 'user-1' },
        },
      ],
      timeline: [
        {
          id: 'opened',
          type: 'opened',
          actor: { type: 'user', id: bench.members.author.actor.id, name: 'The author' },
          data: { block: 'Check the case' },
          at: instant,
        },
      ],
      earlier: expect.any(Array),
      resolution: null,
    })
  })

  it('says who may not decide it, and why', async () => {
    const assigned = {
      ...REVIEWED,
      blocks: REVIEWED.blocks.map((block) =>
        block.id === 'check'
          ? { ...block, config: { ...block.config, assignees: { users: [], roles: ['admin'] } } }
          : block,
      ),
    }
    const { id } = await bench.deploy('Assigned', assigned)
    const { pauseId } = await openCase(id)
    expect((await detail(pauseId, 'admin')).mayDecide).toEqual({ part: 'decide', reason: null, held: false })
    expect((await detail(pauseId, 'reviewer')).mayDecide).toEqual({
      part: null,
      held: false,
      reason: 'This review is assigned to somebody else',
    })
    expect((await detail(pauseId, 'auditor')).mayDecide).toEqual({
      part: null,
      held: false,
      reason: 'Deciding a review needs the permission reviews:decide',
    })
    const refused = await bench.call(decide, { as: 'reviewer', params: { pauseId }, body: approval })
    expect(refused).toEqual({
      status: 403,
      body: refusal('review_restricted', 'This review is assigned to somebody else'),
    })
  })

  it('shows its decision once it is made, and the evidence as it was then', async () => {
    const { pauseId } = await openCase()
    await bench.call(decide, { as: 'reviewer', params: { pauseId }, body: approval })
    const { status, resolution, mayDecide, evidence, executionStatus } = await detail(pauseId)
    expect({
      status,
      resolution,
      mayDecide,
      executionStatus,
      evidence: evidence.map(({ blockId }) => blockId),
    }).toEqual({
      status: 'resolved',
      executionStatus: 'completed',
      resolution: {
        action: 'complete',
        ...approval,
        by: { type: 'user', id: bench.members.reviewer.actor.id, name: 'The reviewer' },
        confirmedBy: [],
        at: instant,
      },
      mayDecide: { part: null, reason: 'This case is closed', held: false },
      evidence: ['start'],
    })
  })

  it('of another organization, or unknown, is not found', async () => {
    const { pauseId } = await openCase()
    for (const [as, id] of [
      ['stranger', pauseId],
      ['owner', 'pause_0'],
    ] as const) {
      expect(await bench.call(get, { as, params: { pauseId: id } })).toEqual({
        status: 404,
        body: refusal('pause_not_found', 'There is no such case'),
      })
    }
    const decided = await bench.call(decide, { as: 'stranger', params: { pauseId }, body: approval })
    expect({ status: decided.status, body: decided.body }).toMatchObject({
      status: 404,
      body: { error: { code: 'pause_not_found' } },
    })
    expect((await detail(pauseId)).status).toBe('open')
  })
})

describe('a decision', () => {
  it('lets the execution go on', async () => {
    const { executionId, pauseId } = await openCase()
    expect(await bench.call(decide, { as: 'reviewer', params: { pauseId }, body: approval })).toEqual({
      status: 200,
      body: { pauseId, executionId, counts: true, executionStatus: 'completed' },
    })
  })

  it('is made by exactly one of those who decide at once', async () => {
    const { pauseId } = await openCase()
    const deciders: Person[] = ['owner', 'admin', 'reviewer', 'owner', 'admin']
    const answers = await Promise.all(
      deciders.map((as) => bench.call(decide, { as, params: { pauseId }, body: approval })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409])
    const winner = deciders[answers.findIndex(({ status }) => status === 200)]
    const lost = answers.find(({ status }) => status === 409)
    expect(lost?.body).toEqual(
      refusal('pause_already_resolved', `The pause has already been answered by The ${winner}`),
    )
  })

  it('names every field that is missing or wrong, and leaves the case open', async () => {
    const { pauseId } = await openCase()
    const body = { decision: 'approved', data: {} }
    expect(await bench.call(decide, { as: 'reviewer', params: { pauseId }, body })).toMatchObject({
      status: 422,
      body: { error: { code: 'missing_required_input', details: [{ path: 'note', message: 'Note is required' }] } },
    })
    const unknown = { decision: 'perhaps', data: approval.data }
    expect(await bench.call(decide, { as: 'reviewer', params: { pauseId }, body: unknown })).toMatchObject({
      status: 422,
      body: { error: { details: [{ path: 'decision' }] } },
    })
    expect((await detail(pauseId)).status).toBe('open')
  })

  it.each([
    ['a body with unknown fields', { ...approval, force: true }, 'force: Unknown field'],
    ['data that is no object', { decision: 'approved', data: [] }, 'data: Must be an object'],
    [
      'text that cannot be stored',
      { decision: 'approved', data: { note: '\0' } },
      'Holds characters that cannot be stored',
    ],
  ])('refuses %s', async (_, body, message) => {
    const { pauseId } = await openCase()
    expect(await bench.call(decide, { as: 'reviewer', params: { pauseId }, body })).toMatchObject({
      status: 400,
      body: { error: { code: 'validation_failed', message } },
    })
  })
})
