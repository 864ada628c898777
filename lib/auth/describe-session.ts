import type { SessionView } from '#lib/contracts/session.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Member } from './principal.ts'

/** Who is signed in, where, and what they may do; throws `unauthorized` when the membership has ended. */
export async function describeSession(runtime: Pick<Runtime, 'tenant'>, principal: Member): Promise<SessionView> {
  const tenant = runtime.tenant(principal.organizationId)
  const [membership, environments] = await Promise.all([tenant.member(principal.actor.id), tenant.environments()])
  if (!membership) throw new AppError('unauthorized', 'Sign in to go on')
  const { user, organization, role } = membership
  return { user, organization, role, permissions: [...principal.permissions], environments }
}
