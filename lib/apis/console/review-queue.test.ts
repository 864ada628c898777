import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewDetail, ReviewList } from '#lib/contracts/reviews.ts'
import type { RouteHandler } from '#lib/http/route.ts'
import {
  assigneeRoutes,
  claimRoutes,
  commentRoutes,
  decisionRoutes,
  hitRoutes,
  nextReviewRoutes,
  priorityRoutes,
  reviewCountsRoutes,
  reviewersRoutes,
  reviewRoutes,
  reviewsRoutes,
  snoozeRoutes,
} from './reviews.ts'
import { type ConsoleBench, createConsoleBench, type Person, REVIEWED, refusal } from './testing.ts'

let bench: ConsoleBench
let workflow: Awaited<ReturnType<ConsoleBench['deploy']>>
beforeAll(async () => {
  bench = await createConsoleBench()
  workflow = await bench.deploy('Reviewed')
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const ROUTES = {
  claim: claimRoutes(runtime).POST,
  assignee: assigneeRoutes(runtime).POST,
  snooze: snoozeRoutes(runtime).POST,
  priority: priorityRoutes(runtime).POST,
  comments: commentRoutes(runtime).POST,
  hits: hitRoutes(runtime).POST,
  decision: decisionRoutes(runtime).POST,
} satisfies Record<string, RouteHandler>
const APPROVAL = { decision: 'approved', data: { note: 'Fine' } }

function act(what: keyof typeof ROUTES, as: Person, pauseId: string, body: object = {}) {
  return bench.call(ROUTES[what], { as, params: { pauseId }, body })
}
async function openCase(workflowId = workflow.id): Promise<string> {
  const executionId = await bench.run(workflowId, { subject_id: 'user-1' })
  return (await bench.runtime.db.prisma.pause.findFirstOrThrow({ where: { executionId } })).id
}
async function detail(pauseId: string): Promise<ReviewDetail> {
  const { body } = await bench.call(reviewRoutes(runtime).GET, { as: 'auditor', params: { pauseId } })
  return body as ReviewDetail
}
async function listed(as: Person, query: string): Promise<string[]> {
  const { body } = await bench.call(reviewsRoutes(runtime).GET, { as, query })
  return (body as ReviewList).data.map(({ pauseId }) => pauseId)
}
async function next(as: Person): Promise<string | null> {
  const body = { environment: 'PRODUCTION' }
  const answer = await bench.call(nextReviewRoutes(runtime).POST, { as, body })
  return (answer.body as { pauseId: string | null }).pauseId
}
const idOf = (person: Person) => bench.members[person].actor.id

/** Nobody's cases but those of one test wait in its queue. */
async function emptyQueue() {
  await bench.runtime.db.prisma.pause.updateMany({ where: { status: 'open' }, data: { status: 'cancelled' } })
}

describe('taking a review in hand', () => {
  it('works for one of those who try at once; the others are told who has it', async () => {
    const pauseId = await openCase()
    const people: Person[] = ['owner', 'admin', 'reviewer']
    const answers = await Promise.all(people.map((as) => act('claim', as, pauseId)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    const winner = people[answers.findIndex(({ status }) => status === 200)] ?? 'owner'
    const lost = answers.find(({ status }) => status === 409)
    expect(lost?.body).toEqual(refusal('review_claimed', `The ${winner} has this review in hand`))
    expect((await detail(pauseId)).holder).toEqual({ id: idOf(winner), name: `The ${winner}` })
    expect((await act('claim', winner, pauseId)).status).toBe(200)
  })

  it('keeps others from deciding it, also after it has passed on to them', async () => {
    const pauseId = await openCase()
    await act('claim', 'reviewer', pauseId)
    expect(await act('decision', 'admin', pauseId, APPROVAL)).toMatchObject({ status: 409 })
    expect(await act('assignee', 'admin', pauseId, { userId: idOf('owner') })).toMatchObject({ status: 200 })
    expect(await act('decision', 'reviewer', pauseId, APPROVAL)).toEqual({
      status: 409,
      body: refusal('review_claimed', 'The owner has this review in hand'),
    })
    expect(await act('decision', 'owner', pauseId, APPROVAL)).toMatchObject({ status: 200 })
  })

  it('ends by giving it back, which only its holder or a manager of members does', async () => {
    const pauseId = await openCase()
    await act('claim', 'owner', pauseId)
    expect((await act('assignee', 'reviewer', pauseId, { userId: null })).status).toBe(409)
    expect((await act('assignee', 'admin', pauseId, { userId: null })).status).toBe(200)
    expect((await detail(pauseId)).timeline.map(({ type }) => type)).toEqual(['opened', 'claimed', 'released'])
  })

  it('is refused to those who may not decide', async () => {
    const pauseId = await openCase()
    for (const as of ['auditor', 'author', 'viewer'] as const)
      expect((await act('claim', as, pauseId)).status).toBe(403)
    expect((await act('claim', 'stranger', pauseId)).status).toBe(404)
  })
})

describe('assigning', () => {
  it('tells the person, and is not possible to those who could not decide it', async () => {
    const pauseId = await openCase()
    expect(await act('assignee', 'owner', pauseId, { userId: idOf('viewer') })).toMatchObject({ status: 400 })
    expect(await act('assignee', 'owner', pauseId, { userId: idOf('reviewer') })).toMatchObject({ status: 200 })
    const notices = await bench.runtime.db.prisma.notice.findMany({ where: { pauseId } })
    expect(notices.map(({ userId, type }) => [userId, type])).toEqual([[idOf('reviewer'), 'assigned']])
    const { body } = await bench.call(reviewersRoutes(runtime).GET, { as: 'reviewer' })
    expect(body).toEqual({
      data: (['admin', 'owner', 'reviewer'] as const).map((role) => ({
        id: idOf(role),
        name: `The ${role}`,
        role,
        away: false,
      })),
    })
  })
})

describe('next', () => {
  it('never gives one case to two officers: 50 times each over a queue of 100', async () => {
    await emptyQueue()
    for (let run = 0; run < 100; run += 10) await Promise.all(Array.from({ length: 10 }, () => openCase()))
    const taken = { owner: [] as string[], reviewer: [] as string[] }
    for (let press = 0; press < 50; press++) {
      const [a, b] = await Promise.all([next('owner'), next('reviewer')])
      if (a !== null) taken.owner.push(a)
      if (b !== null) taken.reviewer.push(b)
    }
    expect([taken.owner.length, taken.reviewer.length]).toEqual([50, 50])
    expect(new Set([...taken.owner, ...taken.reviewer]).size).toBe(100)
    expect(await next('owner')).toBeNull()
  }, 60_000)

  it('takes the most pressing first: by priority, then the earliest due, then the oldest; never what is put away', async () => {
    await emptyQueue()
    const cases = [await openCase(), await openCase(), await openCase(), await openCase(), await openCase()]
    const [old, plain, early, urgent, away] = cases
    const { pause } = bench.runtime.db.prisma
    await pause.updateMany({ where: { id: { in: cases } }, data: { dueAt: null } })
    await pause.update({ where: { id: early ?? '' }, data: { dueAt: new Date(Date.now() + 60_000) } })
    expect((await act('priority', 'reviewer', urgent ?? '', { priority: 1 })).status).toBe(200)
    const until = new Date(Date.now() + 3_600_000).toISOString()
    expect((await act('snooze', 'reviewer', away ?? '', { until })).status).toBe(200)
    expect(await listed('reviewer', '?tab=unassigned')).toEqual([urgent, early, old, plain])
    expect([await next('reviewer'), await next('reviewer'), await next('reviewer')]).toEqual([urgent, early, old])
    expect(await listed('reviewer', '?tab=mine')).toEqual([urgent, early, old])
    expect(await listed('reviewer', '?tab=unassigned')).toEqual([plain])
    expect(await listed('owner', '?tab=mine')).toEqual([])
    expect(await listed('owner', `?tab=all&assignee=${idOf('reviewer')}`)).toEqual([urgent, early, old])
    const counts = await bench.call(reviewCountsRoutes(runtime).GET, { as: 'reviewer' })
    expect(counts.body).toEqual({ mine: 3, unassigned: 1, all: 5, most: 1_000 })
    expect(await next('owner')).toBe(plain)
    expect((await act('snooze', 'reviewer', away ?? '', { until: null })).status).toBe(200)
    expect(await next('owner')).toBe(away)
  })

  it('comes in pages in the same order', async () => {
    await emptyQueue()
    const cases = [await openCase(), await openCase(), await openCase(), await openCase()]
    const [first, second, third, fourth] = cases
    const { pause } = bench.runtime.db.prisma
    await pause.update({ where: { id: first ?? '' }, data: { dueAt: null } })
    await pause.update({ where: { id: second ?? '' }, data: { dueAt: null } })
    await pause.update({ where: { id: fourth ?? '' }, data: { priority: 2 } })
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 4; page++) {
      const { body } = await bench.call(reviewsRoutes(runtime).GET, {
        as: 'owner',
        query: `?tab=unassigned&limit=1${cursor && `&cursor=${cursor}`}`,
      })
      const { data, nextCursor } = body as ReviewList
      seen.push(...data.map(({ pauseId }) => pauseId))
      cursor = nextCursor ?? ''
    }
    expect({ seen, cursor }).toEqual({ seen: [fourth, third, first, second], cursor: '' })
  })

  it('gives a person only what the guard lets them decide', async () => {
    await emptyQueue()
    const withPolicy = async (config: object) => {
      const blocks = REVIEWED.blocks.map((block) =>
        block.id === 'check' ? { ...block, config: { ...block.config, ...config } } : block,
      )
      const { id } = await bench.deploy(`Only ${JSON.stringify(config)}`.slice(0, 60), { ...REVIEWED, blocks })
      return openCase(id)
    }
    await withPolicy({ assignees: { users: [], roles: ['admin'] } })
    await withPolicy({ assignees: { users: [idOf('owner')], roles: [] } })
    const proposed = await withPolicy({ four_eyes: true })
    await act('decision', 'reviewer', proposed, APPROVAL)
    const started = await withPolicy({ self_approval: false })
    const execution = await bench.runtime.db.prisma.pause.findUniqueOrThrow({ where: { id: started } })
    await bench.runtime.db.prisma.execution.update({
      where: { id: execution.executionId },
      data: { triggeredBy: bench.members.reviewer.actor },
    })
    expect(await next('reviewer')).toBeNull()
    expect(await listed('reviewer', '?tab=all')).toHaveLength(4)
    expect([await next('admin'), await next('admin'), await next('admin'), await next('admin')]).toEqual([
      expect.any(String),
      proposed,
      started,
      null,
    ])
  })
})

describe('what is said about a review', () => {
  it('stands on its timeline, and without the words on the audit trail', async () => {
    const pauseId = await openCase()
    expect((await act('comments', 'auditor', pauseId, { text: 'Ask the branch' })).status).toBe(200)
    const hit = { list: 'OFAC', entryId: '42', verdict: 'dismissed', reason: 'Born thirty years later' }
    expect((await act('hits', 'auditor', pauseId, hit)).status).toBe(403)
    expect((await act('hits', 'reviewer', pauseId, hit)).status).toBe(200)
    expect((await detail(pauseId)).timeline.slice(1).map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'commented', data: { text: 'Ask the branch' } },
      { type: 'hit_judged', data: hit },
    ])
    const trail = await bench.runtime.db.prisma.auditRecord.findMany({ where: { targetId: pauseId } })
    expect(JSON.stringify(trail)).not.toMatch(/branch|thirty/)
    expect(trail.map(({ action }) => action)).toEqual(['review.commented', 'review.hit_judged'])
  })
})
