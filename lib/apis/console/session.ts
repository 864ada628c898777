import { describeSession } from '#lib/auth/describe-session.ts'
import { sessionSchema } from '#lib/contracts/session.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

/** `/api/console/session` */
export function sessionRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      handler: async (member) => replyJson(200, sessionSchema.parse(await describeSession(runtime(), member))),
    }),
  })
}
