import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { originOf } from '#lib/http/origin.ts'
import { envelopeErrors } from '#lib/http/problem.ts'
import type { ApiFamily } from '#lib/http/route.ts'
import { assertSameOrigin } from '#lib/http/same-origin.ts'
import type { Runtime } from '#lib/ports.ts'

/** The console knows its callers by their session, and takes changes only from its own pages. */
export function consoleFamily(runtime: () => Pick<Runtime, 'auth' | 'publicUrl'>): ApiFamily<Member> {
  return {
    errors: envelopeErrors,
    authenticate: async (request, requestId) => {
      const { auth, publicUrl } = runtime()
      const member = await auth.principalOf(request.headers)
      if (!member) throw new AppError('unauthorized', 'Sign in to go on')
      assertSameOrigin(request, publicUrl)
      return { ...member, origin: originOf(request, requestId, 'console') }
    },
  }
}
