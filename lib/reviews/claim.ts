import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeReview } from './change.ts'
import { guardPause } from './guard.ts'

type Handed = Pick<Runtime, 'executions' | 'tenant'>

/** Takes a review in hand: of any number of people who try, one gets it; throws `review_claimed` and what the guard throws. */
export function claimReview(runtime: Handed, principal: Member, pauseId: string): Promise<void> {
  return changeReview(runtime, principal, pauseId, ({ pause, execution }) => {
    guardPause(principal, execution, pause)
    if (pause.holder) return null
    const { id } = principal.actor
    return { change: { claimedBy: id }, did: 'claimed', before: { holder: null }, after: { holder: id } }
  })
}

/** Gives a review that one has in hand back to the queue. */
export function releaseReview(runtime: Handed, principal: Member, pauseId: string): Promise<void> {
  return changeReview(runtime, principal, pauseId, ({ pause: { holder } }) => {
    if (!holder) return null
    if (holder.id !== principal.actor.id && !mayReassign(principal)) {
      throw new AppError('review_claimed', `${holder.name} has this review in hand`)
    }
    return { change: { claimedBy: null }, did: 'released', before: { holder: holder.id }, after: { holder: null } }
  })
}

/** Whether a person may take a review out of somebody else's hands. */
export function mayReassign(principal: Member): boolean {
  return principal.permissions.has('members:write')
}
