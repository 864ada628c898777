import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewDetail } from '#lib/contracts/reviews.ts'
import { confirmationRoutes, decisionRoutes, returnRoutes, reviewRoutes } from './reviews.ts'
import { type ConsoleBench, createConsoleBench, type Person, REVIEWED, refusal } from './testing.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const { GET: get } = reviewRoutes(runtime)
const { POST: decide } = decisionRoutes(runtime)
const { POST: confirm } = confirmationRoutes(runtime)
const { POST: giveBack } = returnRoutes(runtime)
const APPROVAL = { decision: 'approved', data: { note: 'Same person' } }
const REJECTION = { decision: 'rejected', data: { note: 'Somebody else' } }

let made = 0

/** Runs a workflow, started by the author, up to a review with this policy. */
async function openCase(policy: object) {
  const blocks = REVIEWED.blocks.map((block) =>
    block.id === 'check' ? { ...block, config: { ...block.config, self_approval: true, ...policy } } : block,
  )
  const { id } = await bench.deploy(`Policy ${++made}`, { ...REVIEWED, blocks })
  const executionId = await bench.run(id)
  const pause = await bench.runtime.db.prisma.pause.findFirstOrThrow({ where: { executionId } })
  const params = { pauseId: pause.id }
  const detail = async (as: Person) => (await bench.call(get, { as, params })).body as ReviewDetail
  return {
    pauseId: pause.id,
    executionId,
    detail,
    decide: (as: Person, body: object) => bench.call(decide, { as, params, body }),
    confirm: (as: Person, proposalId: string) => bench.call(confirm, { as, params, body: { proposalId } }),
    giveBack: (as: Person, proposalId: string) =>
      bench.call(giveBack, { as, params, body: { proposalId, reason: 'Look at the second page' } }),
    proposalId: async () => (await detail('auditor')).proposal?.id ?? '',
    status: async () =>
      (await bench.runtime.db.prisma.execution.findUniqueOrThrow({ where: { id: executionId } })).status,
  }
}

describe('four eyes', () => {
  it('counts once a second person confirms what the first proposed, and says who both were', async () => {
    const review = await openCase({ four_eyes: true })
    expect((await review.detail('reviewer')).mayDecide.part).toBe('propose')
    expect(await review.decide('reviewer', APPROVAL)).toEqual({
      status: 200,
      body: { pauseId: review.pauseId, executionId: review.executionId, counts: false, executionStatus: 'paused' },
    })
    expect((await review.detail('admin')).mayDecide.part).toBe('confirm')
    expect(await review.confirm('admin', await review.proposalId())).toMatchObject({
      status: 200,
      body: { counts: true, executionStatus: 'completed' },
    })
    const { resolution, timeline, proposal } = await review.detail('auditor')
    expect({ resolution, proposal }).toMatchObject({
      proposal: null,
      resolution: { ...APPROVAL, by: { name: 'The reviewer' }, confirmedBy: [{ name: 'The admin' }] },
    })
    expect(timeline.map(({ type, actor }) => [type, actor?.name])).toEqual([
      ['opened', 'The author'],
      ['proposed', 'The reviewer'],
      ['confirmed', 'The admin'],
    ])
    const run = await bench.runtime.db.prisma.execution.findUniqueOrThrow({ where: { id: review.executionId } })
    expect(run.output).toMatchObject({
      check: { decision: 'approved', submittedBy: 'The reviewer', confirmedBy: ['The admin'] },
    })
  })

  it('refuses the one who proposed, by confirming as by deciding anew, and says why', async () => {
    const review = await openCase({ four_eyes: true })
    await review.decide('reviewer', APPROVAL)
    const told = refusal('review_restricted', 'You proposed this decision; a second person must confirm it')
    expect(await review.confirm('reviewer', await review.proposalId())).toEqual({ status: 403, body: told })
    expect(await review.decide('reviewer', APPROVAL)).toEqual({ status: 403, body: told })
    expect(await review.decide('reviewer', REJECTION)).toEqual({ status: 403, body: told })
    expect(await review.status()).toBe('paused')
  })

  it('refuses the one who started it as second person', async () => {
    const review = await openCase({ four_eyes: true })
    await bench.runtime.db.prisma.execution.update({
      where: { id: review.executionId },
      data: { triggeredBy: bench.members.owner.actor },
    })
    await review.decide('reviewer', APPROVAL)
    const refused = await review.confirm('owner', await review.proposalId())
    expect(refused).toEqual({
      status: 403,
      body: refusal('review_restricted', 'You started this execution; somebody else must confirm the decision'),
    })
  })

  it('takes another decision of the second person as a proposal of theirs, which the first may confirm', async () => {
    const review = await openCase({ four_eyes: true })
    await review.decide('reviewer', APPROVAL)
    const first = await review.proposalId()
    expect(await review.decide('admin', REJECTION)).toMatchObject({ status: 200, body: { counts: false } })
    expect(await review.confirm('owner', first)).toMatchObject({
      status: 409,
      body: { error: { code: 'proposal_changed' } },
    })
    expect(await review.confirm('reviewer', await review.proposalId())).toMatchObject({ body: { counts: true } })
    expect((await review.detail('auditor')).resolution).toMatchObject({
      ...REJECTION,
      by: { name: 'The admin' },
      confirmedBy: [{ name: 'The reviewer' }],
    })
  })

  it('gives a proposal back with a reason, into the hands of who made it, and tells them', async () => {
    const review = await openCase({ four_eyes: true })
    await review.decide('reviewer', APPROVAL)
    expect(await review.giveBack('reviewer', await review.proposalId())).toMatchObject({ status: 403 })
    expect(await review.giveBack('admin', await review.proposalId())).toMatchObject({ status: 200 })
    const { proposal, holder, timeline } = await review.detail('auditor')
    expect({ proposal, holder: holder?.name, last: timeline.at(-1)?.data }).toEqual({
      proposal: null,
      holder: 'The reviewer',
      last: { reason: 'Look at the second page', to: bench.members.reviewer.actor.id },
    })
    const notices = await bench.runtime.db.prisma.notice.findMany({ where: { pauseId: review.pauseId } })
    expect(notices.map(({ userId, type }) => [userId, type])).toEqual([[bench.members.reviewer.actor.id, 'returned']])
    expect(await review.decide('reviewer', REJECTION)).toMatchObject({ status: 200, body: { counts: false } })
  })

  it('lets one of two who confirm at once through, and never counts one person twice', async () => {
    const review = await openCase({ required_approvals: 3 })
    await review.decide('reviewer', APPROVAL)
    const id = await review.proposalId()
    const twice = await Promise.all([review.confirm('admin', id), review.confirm('admin', id)])
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 403])
    expect(await review.status()).toBe('paused')
    expect(await review.confirm('owner', id)).toMatchObject({ status: 200, body: { counts: true } })
    expect((await review.detail('auditor')).resolution?.confirmedBy.map(({ name }) => name)).toEqual([
      'The admin',
      'The owner',
    ])
  })

  it('puts every word on the audit trail, without what was typed', async () => {
    const review = await openCase({ four_eyes: true })
    await review.decide('reviewer', APPROVAL)
    await review.confirm('admin', await review.proposalId())
    const trail = await bench.runtime.db.prisma.auditRecord.findMany({
      where: { targetId: review.pauseId },
      orderBy: { id: 'asc' },
    })
    expect(trail.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      {
        action: 'review.proposed',
        before: { status: 'open', proposed: null },
        after: { status: 'open', action: 'complete', decision: 'approved' },
      },
      {
        action: 'review.confirmed',
        before: { status: 'open', proposed: 'approved' },
        after: { status: 'resolved', action: 'complete', decision: 'approved' },
      },
    ])
    expect(trail.map(({ origin }) => origin)).toMatchObject([{ via: 'console' }, { via: 'console' }])
  })
})
