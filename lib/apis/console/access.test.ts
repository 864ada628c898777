import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteHandler } from '#lib/http/route.ts'
import { exportRoutes, failuresRoutes, startersRoutes, viewRoutes, viewsRoutes } from './execution-lists.ts'
import { cancelRoutes, executionRoutes, executionsRoutes, revealRoutes, runAgainRoutes } from './executions.ts'
import { homeRoutes } from './home.ts'
import { availabilityRoutes, noticesRoutes, readNoticesRoutes } from './notices.ts'
import { reviewFileRoutes } from './review-files.ts'
import {
  assigneeRoutes,
  claimRoutes,
  commentRoutes,
  confirmationRoutes,
  decisionRoutes,
  hitRoutes,
  nextReviewRoutes,
  priorityRoutes,
  returnRoutes,
  reviewCountsRoutes,
  reviewersRoutes,
  reviewRoutes,
  reviewsRoutes,
  snoozeRoutes,
} from './reviews.ts'
import { sessionRoutes } from './session.ts'
import { type ConsoleBench, createConsoleBench, PEOPLE, type Person, refusal } from './testing.ts'
import { activateRoutes, deployRoutes, draftHistoryRoutes, keptDraftRoutes, versionRoutes } from './versions.ts'
import { draftRoutes, duplicateRoutes, templatesRoutes, workflowRoutes, workflowsRoutes } from './workflows.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const NOWHERE = '0199c000-0000-7000-8000-00000000dead'

type Endpoint = {
  name: string
  handler: RouteHandler
  params?: Record<string, string>
  body?: unknown
  allowed: Person[]
  /** What those who may are answered. */
  status: number
}
const READERS: Person[] = [...PEOPLE]
const EDITORS: Person[] = ['owner', 'admin', 'author', 'deployer', 'auditor', 'stranger']
const WRITERS: Person[] = ['owner', 'admin', 'author', 'stranger']
const DEPLOYERS: Person[] = ['owner', 'admin', 'deployer', 'stranger']
const RUNNERS: Person[] = ['owner', 'admin', 'author', 'deployer', 'stranger']
const CASE_READERS: Person[] = ['owner', 'admin', 'reviewer', 'auditor', 'stranger']
const DECIDERS: Person[] = ['owner', 'admin', 'reviewer', 'stranger']

const workflow = { workflowId: NOWHERE }
const execution = { executionId: NOWHERE }
const pause = { pauseId: 'pause_0' }
const environments = ['PRODUCTION']
const decision = { decision: 'approved', data: {} }

const endpoints: Endpoint[] = [
  { name: 'session', handler: sessionRoutes(runtime).GET, allowed: READERS, status: 200 },
  { name: 'list of workflows', handler: workflowsRoutes(runtime).GET, allowed: READERS, status: 200 },
  {
    name: 'new workflow',
    handler: workflowsRoutes(runtime).POST,
    body: { name: 'New' },
    allowed: WRITERS,
    status: 201,
  },
  { name: 'workflow', handler: workflowRoutes(runtime).GET, params: workflow, allowed: EDITORS, status: 404 },
  {
    name: 'draft',
    handler: draftRoutes(runtime).PUT,
    params: workflow,
    body: { graph: { blocks: [] }, revision: 1 },
    allowed: WRITERS,
    status: 404,
  },
  {
    name: 'deploy',
    handler: deployRoutes(runtime).POST,
    params: workflow,
    body: { environments, note: 'Why' },
    allowed: DEPLOYERS,
    status: 404,
  },
  {
    name: 'activation',
    handler: activateRoutes(runtime).POST,
    params: workflow,
    body: { number: 1, environments },
    allowed: DEPLOYERS,
    status: 404,
  },
  {
    name: 'change of a workflow',
    handler: workflowRoutes(runtime).PATCH,
    params: workflow,
    body: { archived: true },
    allowed: WRITERS,
    status: 404,
  },
  {
    name: 'copy',
    handler: duplicateRoutes(runtime).POST,
    params: workflow,
    body: { name: 'Copy' },
    allowed: WRITERS,
    status: 404,
  },
  { name: 'gallery', handler: templatesRoutes(runtime).GET, allowed: READERS, status: 200 },
  {
    name: 'use of a template',
    handler: templatesRoutes(runtime).POST,
    body: { template: 'none' },
    allowed: WRITERS,
    status: 404,
  },
  { name: 'preview of a deploy', handler: deployRoutes(runtime).GET, params: workflow, allowed: EDITORS, status: 404 },
  {
    name: 'version',
    handler: versionRoutes(runtime).GET,
    params: { ...workflow, number: '1' },
    allowed: EDITORS,
    status: 404,
  },
  {
    name: 'kept drafts',
    handler: draftHistoryRoutes(runtime).GET,
    params: workflow,
    allowed: EDITORS,
    status: 404,
  },
  {
    name: 'keeping of a draft',
    handler: draftHistoryRoutes(runtime).POST,
    params: workflow,
    body: { reason: 'merged' },
    allowed: WRITERS,
    status: 404,
  },
  {
    name: 'kept draft',
    handler: keptDraftRoutes(runtime).GET,
    params: { ...workflow, keptId: NOWHERE },
    allowed: EDITORS,
    status: 404,
  },
  { name: 'list of executions', handler: executionsRoutes(runtime).GET, allowed: READERS, status: 200 },
  { name: 'execution', handler: executionRoutes(runtime).GET, params: execution, allowed: READERS, status: 404 },
  { name: 'cancel', handler: cancelRoutes(runtime).POST, params: execution, body: {}, allowed: RUNNERS, status: 404 },
  {
    name: 'reveal',
    handler: revealRoutes(runtime).POST,
    params: execution,
    body: { reason: 'A complaint' },
    allowed: ['owner', 'admin', 'reviewer', 'stranger'],
    status: 404,
  },
  {
    name: 'run again',
    handler: runAgainRoutes(runtime).POST,
    params: execution,
    body: {},
    allowed: RUNNERS,
    status: 404,
  },
  { name: 'failures', handler: failuresRoutes(runtime).GET, allowed: READERS, status: 200 },
  { name: 'starters', handler: startersRoutes(runtime).GET, allowed: READERS, status: 200 },
  { name: 'list of views', handler: viewsRoutes(runtime).GET, allowed: READERS, status: 200 },
  {
    name: 'saved view',
    handler: viewsRoutes(runtime).POST,
    body: { name: 'Mine', query: '' },
    allowed: READERS,
    status: 200,
  },
  {
    name: 'lost view',
    handler: viewRoutes(runtime).DELETE,
    params: { viewId: NOWHERE },
    allowed: READERS,
    status: 404,
  },
  { name: 'list of reviews', handler: reviewsRoutes(runtime).GET, allowed: CASE_READERS, status: 200 },
  { name: 'review', handler: reviewRoutes(runtime).GET, params: pause, allowed: CASE_READERS, status: 404 },
  {
    name: 'decision',
    handler: decisionRoutes(runtime).POST,
    params: pause,
    body: decision,
    allowed: DECIDERS,
    status: 404,
  },
  { name: 'review counts', handler: reviewCountsRoutes(runtime).GET, allowed: CASE_READERS, status: 200 },
  { name: 'reviewers', handler: reviewersRoutes(runtime).GET, allowed: CASE_READERS, status: 200 },
  {
    name: 'next review',
    handler: nextReviewRoutes(runtime).POST,
    body: { environment: 'PRODUCTION' },
    allowed: DECIDERS,
    status: 200,
  },
  ...deeds(),
  {
    name: 'comment',
    handler: commentRoutes(runtime).POST,
    params: pause,
    body: { text: 'Look' },
    allowed: CASE_READERS,
    status: 404,
  },
  {
    name: 'file of a review',
    handler: reviewFileRoutes(runtime).GET,
    params: { ...pause, fileId: 'file_0' },
    allowed: CASE_READERS,
    status: 404,
  },
  { name: 'list of notices', handler: noticesRoutes(runtime).GET, allowed: CASE_READERS, status: 200 },
  { name: 'reading notices', handler: readNoticesRoutes(runtime).POST, body: {}, allowed: CASE_READERS, status: 200 },
  { name: 'availability', handler: availabilityRoutes(runtime).GET, allowed: DECIDERS, status: 200 },
  {
    name: 'going away',
    handler: availabilityRoutes(runtime).POST,
    body: { away: false },
    allowed: DECIDERS,
    status: 200,
  },
  { name: 'start page', handler: homeRoutes(runtime).GET, allowed: READERS, status: 200 },
]

/** What only those who decide do to a review. */
function deeds(): Endpoint[] {
  const until = '2999-01-01T00:00:00Z'
  const hit = { list: 'L', entryId: '1', verdict: 'dismissed', reason: 'Another' }
  const acts: [name: string, handler: RouteHandler, body: object][] = [
    ['claim', claimRoutes(runtime).POST, {}],
    ['release', assigneeRoutes(runtime).POST, { userId: null }],
    ['confirmation', confirmationRoutes(runtime).POST, { proposalId: NOWHERE }],
    ['return', returnRoutes(runtime).POST, { proposalId: NOWHERE, reason: 'Look again' }],
    ['snooze', snoozeRoutes(runtime).POST, { until }],
    ['priority', priorityRoutes(runtime).POST, { priority: 1 }],
    ['judged match', hitRoutes(runtime).POST, hit],
  ]
  return acts.map(([name, handler, body]) => ({ name, handler, params: pause, body, allowed: DECIDERS, status: 404 }))
}

describe.each(endpoints)('the $name', ({ handler, allowed, status, ...call }) => {
  it('is for people who are signed in', async () => {
    expect(await bench.call(handler, call)).toEqual({
      status: 401,
      body: refusal('unauthorized', 'Sign in to go on'),
    })
  })

  it.each(PEOPLE)('knows what the %s may do', async (person) => {
    const answer = await bench.call(handler, { ...call, as: person })
    expect(answer.status).toBe(allowed.includes(person) ? status : 403)
  })
})

describe.each(endpoints.filter(({ body }) => body !== undefined))('a change by the $name', ({ handler, ...call }) => {
  it('is not taken from a page of another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect(await bench.call(handler, { ...call, as: 'owner', headers })).toEqual({
      status: 403,
      body: refusal('forbidden', 'This call does not come from the console'),
    })
  })
})

describe('the export of executions', () => {
  const { GET: take } = exportRoutes(runtime)
  it.each(PEOPLE)('knows what the %s may do', async (person) => {
    const { status } = await bench.ask(take, { as: person })
    expect(status).toBe(['owner', 'admin', 'auditor', 'stranger'].includes(person) ? 200 : 403)
  })
})
