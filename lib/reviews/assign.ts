import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeReview } from './change.ts'
import { mayReassign } from './claim.ts'
import { partIn } from './guard.ts'

/**
 * Gives a review to a person who may decide it, and tells them. Whoever has it in hand, or may manage members, can do
 * so; one that nobody has, everyone who may decide reviews. Throws `validation_failed`, `review_claimed` and what the
 * guard says of that person.
 */
export async function assignReview(
  runtime: Pick<Runtime, 'executions' | 'tenant'>,
  principal: Member,
  pauseId: string,
  userId: string,
): Promise<void> {
  const reviewer = await runtime.tenant(principal.organizationId).reviewer(userId)
  if (!reviewer) {
    const message = 'Nobody who may decide reviews has this id'
    throw new AppError('validation_failed', message, { details: [{ path: 'userId', message }] })
  }
  await changeReview(runtime, principal, pauseId, ({ pause, execution }) => {
    const { holder, revision } = pause
    if (holder && holder.id !== principal.actor.id && !mayReassign(principal)) {
      throw new AppError('review_claimed', `${holder.name} has this review in hand`)
    }
    refuseUnfit(() => partIn(reviewer, execution, pause), reviewer)
    if (holder?.id === userId) return null
    return {
      change: { claimedBy: userId },
      did: 'assigned',
      data: { to: userId, name: reviewer.actor.name },
      before: { holder: holder?.id ?? null },
      after: { holder: userId },
      notices: userId === principal.actor.id ? [] : [{ userId, type: 'assigned', occasion: String(revision) }],
    }
  })
}

/** Says of somebody else what the guard says to them. */
function refuseUnfit(guard: () => unknown, { actor }: Member): void {
  try {
    guard()
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    throw new AppError('review_restricted', `${actor.name} cannot decide this review. They would be told: ${why}`)
  }
}
