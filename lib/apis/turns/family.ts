import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { authenticate } from '#lib/http/authenticate.ts'
import { originOf } from '#lib/http/origin.ts'
import type { ErrorMapper } from '#lib/http/problem.ts'
import type { ApiFamily } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'

/** A caller of the turns API: one organization and one environment. */
export type TurnCaller = Member & { environment: 'PRODUCTION' | 'DEVELOPMENT' }

/** Callers are known by API key; a `teamid` they send must be their own organization. */
export function turnFamily(runtime: () => Runtime, errors: ErrorMapper): ApiFamily<TurnCaller> {
  return {
    errors,
    record: (call) => runtime().requestLog.note('turns', call),
    authenticate: async (request, requestId, known) => {
      const { apiKeys, tokens, rateLimiter } = runtime()
      const caller = await authenticate({ apiKeys, verifyToken: tokens.verify }, request.headers)
      known(caller)
      if (caller.organizationId === null) throw new AppError('forbidden', 'A system key cannot call this API')
      await rateLimiter.count(caller)
      const member = {
        ...caller,
        organizationId: caller.organizationId,
        environment: caller.environment ?? 'PRODUCTION',
        origin: originOf(request, requestId, 'turns'),
      }
      requireTeam(member, request.headers.get('teamid'))
      return member
    },
  }
}

/** Refuses a team that is not the caller's. */
export function requireTeam(caller: Member, team: string | null | undefined): void {
  if (!team || team === caller.organizationId) return
  throw new AppError('forbidden', 'The key belongs to another team')
}
