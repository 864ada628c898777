import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { authenticate } from '#lib/http/authenticate.ts'
import { originOf } from '#lib/http/origin.ts'
import { envelopeErrors } from '#lib/http/problem.ts'
import type { ApiFamily } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'

/** A caller of v1: one organization and one environment. */
export type V1Caller = Member & { environment: 'PRODUCTION' | 'DEVELOPMENT' }

/** v1 knows its callers by API key or token, limits each key, and answers refusals in the envelope. */
export function v1Family(runtime: () => Runtime): ApiFamily<V1Caller> {
  return {
    errors: envelopeErrors,
    record: (call) => runtime().requestLog.note('v1', call),
    authenticate: async (request, requestId, known) => {
      const { apiKeys, tokens, rateLimiter } = runtime()
      const caller = await authenticate({ apiKeys, verifyToken: tokens.verify }, request.headers)
      known(caller)
      if (caller.organizationId === null) throw new AppError('forbidden', 'A system key cannot call this API')
      await rateLimiter.count(caller)
      const environment = caller.environment ?? 'PRODUCTION'
      const asked = request.headers.get('x-environment')
      if (asked !== null && asked.toUpperCase() !== environment) {
        throw new AppError('validation_failed', 'X-Environment contradicts the environment of the key')
      }
      return {
        ...caller,
        organizationId: caller.organizationId,
        environment,
        origin: originOf(request, requestId, 'v1'),
      }
    },
  }
}
