import type { SessionView } from '#lib/contracts/session.ts'
import { AppError } from '#lib/errors.ts'
import type { PrismaClient } from '#lib/generated/prisma/client.ts'
import { listEnvironments } from '#lib/store/environments.ts'
import { createMemberStore } from '#lib/store/members.ts'
import type { Member } from './principal.ts'

/** Who is signed in, where, and what they may do; throws `unauthorized` when the membership has ended. */
export async function describeSession(
  runtime: { db: { prisma: PrismaClient } },
  principal: Member,
): Promise<SessionView> {
  const { prisma } = runtime.db
  const [membership, environments] = await Promise.all([
    createMemberStore(prisma).find(principal.organizationId, principal.actor.id),
    listEnvironments(prisma, principal.organizationId),
  ])
  if (!membership) throw new AppError('unauthorized', 'Sign in to go on')
  const { user, organization, role } = membership
  return { user, organization, role, permissions: [...principal.permissions], environments }
}
