import { envelopeErrors } from '#lib/http/problem.ts'
import { readJson } from '#lib/http/read-json.ts'
import { type ApiFamily, defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'

/** Signing in asks for no caller. */
const EVERYBODY: ApiFamily<null> = { authenticate: async () => null, errors: envelopeErrors }

/** `/api/auth/…` */
export function signInRoutes(runtime: () => Pick<Runtime, 'auth'>) {
  const serve = defineRoute(EVERYBODY, {
    handler: async (_caller, _input, request) =>
      runtime().auth.handle(request, request.method === 'POST' ? await readJson(request) : undefined),
  })
  return defineMethods(envelopeErrors, { GET: serve, POST: serve })
}
