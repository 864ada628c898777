import { z } from 'zod'
import {
  decisionAnswerSchema,
  decisionRequestSchema,
  reviewDetailSchema,
  reviewListQuerySchema,
  reviewListSchema,
} from '#lib/contracts/reviews.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { getReview } from '#lib/reviews/get.ts'
import { listReviews } from '#lib/reviews/list.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ pauseId: z.string() })

/** `/api/console/reviews` */
export function reviewsRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      query: reviewListQuerySchema,
      handler: async (member, { query }) =>
        replyJson(200, reviewListSchema.parse(await listReviews(runtime(), member, query))),
    }),
  })
}

/** `/api/console/reviews/{pauseId}` */
export function reviewRoutes(runtime: () => Runtime) {
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
export function decisionRoutes(runtime: () => Runtime) {
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
