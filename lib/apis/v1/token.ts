import { z } from 'zod'
import { PERMISSIONS } from '#lib/auth/permissions.ts'
import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import { grantableTo } from '#lib/auth/token.ts'
import { AppError } from '#lib/errors.ts'
import { authenticate } from '#lib/http/authenticate.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { type ApiFamily, defineMethods, defineRoute } from '#lib/http/route.ts'
import { assertSameOrigin } from '#lib/http/same-origin.ts'
import type { Runtime } from '#lib/ports.ts'

/** Body of `POST /v1/auth/token`. */
const tokenRequestSchema = z
  .strictObject({
    /** A part of what the key or person may do; all of it unless said. */
    scopes: z.array(z.enum(PERMISSIONS)).min(1).optional(),
    /** For people, whose session belongs to no environment. */
    environment: z.enum(['PRODUCTION', 'DEVELOPMENT']).optional(),
  })
  .prefault({})

/** Answer of `POST /v1/auth/token` (RFC 6749 §5.1); `expires_in` is in seconds. */
export const tokenSchema = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  scope: z.string(),
})

/** `POST /v1/auth/token`: a short-lived token for a key, or for a person who is signed in to the console. */
export function tokenRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(tokenFamily(runtime), {
      body: tokenRequestSchema,
      handler: async (caller, { body }) => {
        const grantable = grantableTo(caller)
        const missing = body.scopes?.find((scope) => !grantable.includes(scope))
        if (missing) throw new AppError('forbidden', `A token of yours cannot be given ${missing}`)
        const environment = environmentOf(caller, body.environment)
        const token = await runtime().tokens.issue(caller, environment, body.scopes ?? grantable)
        return replyJson(200, tokenSchema.parse(token))
      },
    }),
  })
}

function environmentOf(caller: Member, asked: EnvironmentName | undefined): EnvironmentName {
  const own = caller.environment ?? asked ?? 'PRODUCTION'
  if (asked === undefined || asked === own) return own
  throw new AppError('forbidden', `This key is for ${own} and cannot be used for ${asked}`)
}

/** Keys and sessions, but no tokens: a token must not outlive itself. */
function tokenFamily(runtime: () => Runtime): ApiFamily<Member> {
  return {
    errors: envelopeErrors,
    record: (call) => runtime().requestLog.note('v1', call),
    authenticate: async (request, _requestId, known) => {
      const { apiKeys, auth, rateLimiter, publicUrl } = runtime()
      const { headers } = request
      const member = headers.has('x-api-key') || headers.has('authorization') ? null : await auth.principalOf(headers)
      if (member) {
        assertSameOrigin(request, publicUrl)
        return member
      }
      const caller = await authenticate({ apiKeys, verifyToken: null }, headers)
      known(caller)
      if (caller.organizationId === null) throw new AppError('forbidden', 'A system key cannot call this API')
      await rateLimiter.count(caller)
      return { ...caller, organizationId: caller.organizationId }
    },
  }
}
