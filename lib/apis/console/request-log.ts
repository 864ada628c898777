import { z } from 'zod'
import { requestLogDetailSchema, requestLogPageSchema, requestLogQuerySchema } from '#lib/contracts/request-log.ts'
import { AppError } from '#lib/errors.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

/** `/api/console/request-log` */
export function requestLogRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'settings:read',
      query: requestLogQuerySchema,
      handler: async ({ organizationId }, { query }) =>
        replyJson(200, requestLogPageSchema.parse(await runtime().tenant(organizationId).calls.page(query))),
    }),
  })
}

/** `/api/console/request-log/{callId}` */
export function requestLogEntryRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'settings:read',
      params: z.strictObject({ callId: z.string() }),
      handler: async ({ organizationId }, { params: { callId } }) => {
        const call = isUuid(callId) ? await runtime().tenant(organizationId).calls.find(callId) : null
        if (!call) throw new AppError('not_found', 'There is no such call on record')
        return replyJson(200, requestLogDetailSchema.parse(call))
      },
    }),
  })
}
