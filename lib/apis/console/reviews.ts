import { z } from 'zod'
import type { Permission } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import {
  assigneeRequestSchema,
  commentRequestSchema,
  confirmationRequestSchema,
  decisionAnswerSchema,
  decisionRequestSchema,
  hitRequestSchema,
  nextAnswerSchema,
  nextRequestSchema,
  priorityRequestSchema,
  returnRequestSchema,
  reviewCountsSchema,
  reviewDetailSchema,
  reviewersSchema,
  reviewListQuerySchema,
  reviewListSchema,
  snoozeRequestSchema,
  touchedSchema,
} from '#lib/contracts/reviews.ts'
import { environmentSchema } from '#lib/contracts/wire.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { assignReview } from '#lib/reviews/assign.ts'
import { claimReview, releaseReview } from '#lib/reviews/claim.ts'
import { countReviews } from '#lib/reviews/counts.ts'
import { confirmReview, decideReview, returnReview } from '#lib/reviews/decide.ts'
import { getReview } from '#lib/reviews/get.ts'
import { listReviews } from '#lib/reviews/list.ts'
import { takeNextReview } from '#lib/reviews/next.ts'
import { prioritiseReview, snoozeReview } from '#lib/reviews/put-off.ts'
import { commentOn, judgeHit } from '#lib/reviews/remark.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ pauseId: z.string() })
const inEnvironment = z.strictObject({ environment: environmentSchema.default('PRODUCTION') })

type Handed = () => Runtime

/** `/api/console/reviews` */
export function reviewsRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      query: reviewListQuerySchema,
      handler: async (member, { query }) =>
        replyJson(200, reviewListSchema.parse(await listReviews(runtime(), member, query))),
    }),
  })
}

/** `/api/console/reviews/counts` */
export function reviewCountsRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      query: inEnvironment,
      handler: async (member, { query }) =>
        replyJson(200, reviewCountsSchema.parse(await countReviews(runtime(), member, query.environment))),
    }),
  })
}

/** `/api/console/reviews/next` */
export function nextReviewRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:decide',
      body: nextRequestSchema,
      handler: async (member, { body }) =>
        replyJson(200, nextAnswerSchema.parse(await takeNextReview(runtime(), member, body.environment))),
    }),
  })
}

/** `/api/console/reviewers` */
export function reviewersRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      handler: async ({ organizationId }) => {
        const people = await runtime().tenant(organizationId).reviewers()
        const data = people.map(({ member: { actor, roles }, awaySince }) => ({
          ...{ id: actor.id, name: actor.name },
          ...{ role: roles[0] ?? '', away: awaySince !== null },
        }))
        return replyJson(200, reviewersSchema.parse({ data }))
      },
    }),
  })
}

/** `/api/console/reviews/{pauseId}` */
export function reviewRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      params,
      handler: async (member, { params: { pauseId } }) =>
        replyJson(200, reviewDetailSchema.parse(await getReview(runtime(), member, pauseId))),
    }),
  })
}

/** `/api/console/reviews/{pauseId}/decision` */
export function decisionRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:decide',
      params,
      body: decisionRequestSchema,
      handler: async (member, { params: { pauseId }, body }) =>
        replyJson(200, decisionAnswerSchema.parse(await decideReview(runtime(), member, pauseId, body))),
    }),
  })
}

/** `/api/console/reviews/{pauseId}/confirmation` */
export function confirmationRoutes(runtime: Handed) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:decide',
      params,
      body: confirmationRequestSchema,
      handler: async (member, { params: { pauseId }, body }) =>
        replyJson(200, decisionAnswerSchema.parse(await confirmReview(runtime(), member, pauseId, body.proposalId))),
    }),
  })
}

/** `/api/console/reviews/{pauseId}/return` */
export function returnRoutes(runtime: Handed) {
  return touching(runtime, returnRequestSchema, returnReview)
}

/** `/api/console/reviews/{pauseId}/claim` */
export function claimRoutes(runtime: Handed) {
  return touching(runtime, z.strictObject({}), claimReview)
}

/** `/api/console/reviews/{pauseId}/assignee` */
export function assigneeRoutes(runtime: Handed) {
  return touching(runtime, assigneeRequestSchema, (handed, member, pauseId, { userId }) =>
    userId === null ? releaseReview(handed, member, pauseId) : assignReview(handed, member, pauseId, userId),
  )
}

/** `/api/console/reviews/{pauseId}/snooze` */
export function snoozeRoutes(runtime: Handed) {
  return touching(runtime, snoozeRequestSchema, (handed, member, pauseId, { until }) =>
    snoozeReview(handed, member, pauseId, until === null ? null : new Date(until)),
  )
}

/** `/api/console/reviews/{pauseId}/priority` */
export function priorityRoutes(runtime: Handed) {
  return touching(runtime, priorityRequestSchema, (handed, member, pauseId, { priority }) =>
    prioritiseReview(handed, member, pauseId, priority),
  )
}

/** `/api/console/reviews/{pauseId}/comments`: for everyone who reads reviews. */
export function commentRoutes(runtime: Handed) {
  return touching(
    runtime,
    commentRequestSchema,
    (handed, member, pauseId, { text }) => commentOn(handed, member, pauseId, text),
    'reviews:read',
  )
}

/** `/api/console/reviews/{pauseId}/hits` */
export function hitRoutes(runtime: Handed) {
  return touching(runtime, hitRequestSchema, judgeHit)
}

/** Something done to one review that answers with nothing but that it was done. */
function touching<Body>(
  runtime: Handed,
  body: z.ZodType<Body>,
  act: (runtime: Runtime, member: Member, pauseId: string, body: Body) => Promise<void>,
  permission: Permission = 'reviews:decide',
) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission,
      params,
      body,
      handler: async (member, { params: { pauseId }, body: given }) => {
        await act(runtime(), member, pauseId, given)
        return replyJson(200, touchedSchema.parse({ pauseId }))
      },
    }),
  })
}
