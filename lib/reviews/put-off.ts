import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeReview } from './change.ts'
import { guardPause } from './guard.ts'

type Handed = Pick<Runtime, 'executions' | 'tenant' | 'clock'>

/** Puts a review away until an instant, or takes it up again; due and expiry go on. Throws what the guard throws. */
export async function snoozeReview(
  runtime: Handed,
  principal: Member,
  pauseId: string,
  until: Date | null,
): Promise<void> {
  if (until && until.getTime() <= runtime.clock.now()) {
    const message = 'Must be in the future'
    throw new AppError('validation_failed', message, { details: [{ path: 'until', message }] })
  }
  await changeReview(runtime, principal, pauseId, ({ pause, execution }) => {
    guardPause(principal, execution, pause)
    const data = { until: until?.toISOString() ?? null }
    return { change: { snoozedUntil: until }, did: 'snoozed', data, after: data }
  })
}

/** Says how urgent a review is: 1 urgent, 2 high, 3 normal, 4 low. Throws what the guard throws. */
export function prioritiseReview(runtime: Handed, principal: Member, pauseId: string, priority: number): Promise<void> {
  return changeReview(runtime, principal, pauseId, ({ pause, execution }) => {
    guardPause(principal, execution, pause)
    return { change: { priority }, did: 'prioritised', data: { priority }, after: { priority } }
  })
}
