import type { EnvironmentName, Member, Principal } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { authenticate } from '#lib/http/authenticate.ts'
import { originOf } from '#lib/http/origin.ts'
import type { ApiFamily } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { processErrors } from './problem.ts'

/** Callers that belong to an organization. */
export function processFamily(runtime: () => Runtime): ApiFamily<Member> {
  return {
    errors: processErrors,
    record: (call) => runtime().requestLog.note('process', call),
    authenticate: async (request, requestId, known) => {
      const caller = await knownCaller(runtime(), request, requestId, known)
      if (caller.organizationId === null) {
        throw new AppError('forbidden', 'A system key may only call /process/start')
      }
      return { ...caller, organizationId: caller.organizationId }
    },
  }
}

/** Callers with a system key, which may start the processes of any organization. */
export function systemFamily(runtime: () => Runtime): ApiFamily<Principal> {
  return {
    errors: processErrors,
    record: (call) => runtime().requestLog.note('process', call),
    authenticate: async (request, requestId, known) => {
      const caller = await knownCaller(runtime(), request, requestId, known)
      if (caller.organizationId !== null) {
        throw new AppError('forbidden', 'This address needs a system key; keys of an organization call /process/exec')
      }
      return caller
    },
  }
}

async function knownCaller(
  runtime: Runtime,
  request: Request,
  requestId: string,
  known: (caller: Principal) => void,
): Promise<Principal> {
  const { apiKeys, tokens, rateLimiter } = runtime
  const caller = await authenticate({ apiKeys, verifyToken: tokens.verify }, request.headers)
  known(caller)
  await rateLimiter.count(caller)
  return { ...caller, origin: originOf(request, requestId, 'process') }
}

/** Refuses an environment that is not the key's own. */
export function requireEnvironment(caller: Member, asked: EnvironmentName): void {
  if (caller.environment === null || caller.environment === asked) return
  throw new AppError('forbidden', `This key is for ${caller.environment} and cannot be used for ${asked}`)
}
