import { availabilitySchema, noticeListSchema, readRequestSchema } from '#lib/contracts/notices.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import { listNotices, markNoticesRead } from '#lib/notices/inbox.ts'
import type { Runtime } from '#lib/ports.ts'
import { setAway } from '#lib/reviews/availability.ts'
import { consoleFamily } from './family.ts'

/** `/api/console/notices` */
export function noticesRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      handler: async (member) => replyJson(200, noticeListSchema.parse(await listNotices(runtime(), member))),
    }),
  })
}

/** `/api/console/notices/read` */
export function readNoticesRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:read',
      body: readRequestSchema,
      handler: async (member, { body }) => {
        await markNoticesRead(runtime(), member, body.pauseId)
        return replyJson(200, noticeListSchema.parse(await listNotices(runtime(), member)))
      },
    }),
  })
}

/** `/api/console/availability` */
export function availabilityRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:decide',
      handler: async ({ organizationId, actor }) => {
        const away = await runtime().tenant(organizationId).isAway(actor.id)
        return replyJson(200, availabilitySchema.parse({ away }))
      },
    }),
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'reviews:decide',
      body: availabilitySchema,
      handler: async (member, { body }) => {
        await setAway(runtime(), member, body.away)
        return replyJson(200, availabilitySchema.parse(body))
      },
    }),
  })
}
