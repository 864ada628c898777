import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { AppError } from '#lib/errors.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import type { NewNotice } from '#lib/store/notices.ts'
import type { ChangeRecord, ReviewChange } from '#lib/store/review-changes.ts'
import type { ReviewActionType } from './records.ts'

/** A review or task with the execution that waits at it. */
export type Case = { pause: StoredPause; execution: StoredExecution }

/** What is told of something done: on the timeline, with old and new for the audit trail. */
export type Deed = {
  did: ReviewActionType
  /** Codes and ids, or words that stay on the timeline only. */
  data?: JsonObject
  before?: JsonObject
  after?: JsonObject
  notices?: NewNotice[]
}

/** As often a change is planned anew because somebody touched the review in between. */
const TRIES = 4

/** The review or task with this id; throws `pause_not_found`. */
export async function findCase(
  runtime: Pick<Runtime, 'executions'>,
  principal: Member,
  pauseId: string,
): Promise<Case> {
  const pause = await runtime.executions.findPause(principal.organizationId, pauseId)
  const execution = pause && (await runtime.executions.find(principal.organizationId, { id: pause.executionId }))
  if (!execution || (pause.pause.kind !== 'review' && pause.pause.kind !== 'task')) {
    throw new AppError('pause_not_found', 'There is no such review')
  }
  return { pause, execution }
}

/**
 * Changes an open review as `plan` says, which sees it as it is and throws where it must not be; `null` leaves it.
 * Throws `pause_not_found`, `pause_already_resolved` and what `plan` throws.
 */
export async function changeReview(
  runtime: Pick<Runtime, 'executions' | 'tenant'>,
  principal: Member,
  pauseId: string,
  plan: (review: Case) => (Deed & { change: ReviewChange }) | null,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const review = await findCase(runtime, principal, pauseId)
    if (review.pause.status !== 'open') throw closed(review.pause)
    const planned = plan(review)
    if (!planned) return
    const { pauses } = runtime.tenant(principal.organizationId)
    if (await pauses.change(review.pause, planned.change, recordOf(principal, review.pause, planned))) return
  }
  throw new AppError('review_claimed', 'Somebody else is at this review right now; look again')
}

/** Keeps what was done where nothing of the review itself changes. */
export async function noteOn(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  { pause }: Pick<Case, 'pause'>,
  deed: Deed,
): Promise<void> {
  await runtime.tenant(principal.organizationId).pauses.note(pause.id, recordOf(principal, pause, deed))
}

/** A deed as the timeline and the audit trail keep it. */
export function recordOf(
  principal: Member,
  { id, environment }: Pick<StoredPause, 'id' | 'environment'>,
  { did, data = {}, before, after, notices = [] }: Deed,
): ChangeRecord {
  return {
    actions: [{ type: did, actor: principal.actor, data }],
    notices,
    audit: entryBy(principal, {
      environment,
      action: `review.${did}`,
      target: { type: 'review', id },
      ...(before && { before }),
      ...(after && { after }),
    }),
  }
}

function closed({ resolution }: StoredPause): AppError {
  const by = resolution?.by.name
  return new AppError('pause_already_resolved', by ? `${by} has decided this review` : 'This review is no longer open')
}
