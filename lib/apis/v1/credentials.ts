import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { verifyRequestSchema } from './contract.ts'
import { v1Family } from './family.ts'

/** `POST /v1/credentials/verify`: says whether a credential holds, and if not why; 200 for every answer. */
export function verifyCredentialRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(v1Family(runtime), {
      permission: 'credentials:read',
      body: verifyRequestSchema,
      handler: async (_caller, { body }) => replyJson(200, await runtime().credentials.verify({ jwt: body.jwt })),
    }),
  })
}
