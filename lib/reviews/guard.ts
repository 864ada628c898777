import type { Member } from '#lib/auth/principal.ts'
import type { Pause } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { StoredPause } from '#lib/store/executions.ts'

/** Pauses that callers answer; the others are ended by what they wait for. */
const ANSWERED: ReadonlySet<Pause['kind']> = new Set(['review', 'task', 'input'])

/**
 * Whether the principal may answer this pause; the same rule for the console and every API.
 * Throws `not_waiting`, `forbidden` or `review_restricted`.
 */
export function guardPause(
  principal: Member,
  execution: Pick<StoredExecution, 'triggeredBy'>,
  { pause }: StoredPause,
): void {
  if (!ANSWERED.has(pause.kind)) {
    throw new AppError('not_waiting', 'This block waits for a timer, an event or another execution, not for an answer')
  }
  if (pause.kind === 'review' && !principal.permissions.has('reviews:decide')) {
    throw new AppError('forbidden', 'Deciding a review needs the permission reviews:decide')
  }
  const { assignees, policy } = pause
  const what = pause.kind === 'review' ? 'review' : 'task'
  const restricted = assignees !== undefined && assignees.users.length + assignees.roles.length > 0
  if (policy && !policy.selfApproval && execution.triggeredBy.id === principal.actor.id) {
    throw new AppError('review_restricted', 'Whoever started the execution cannot decide its review')
  }
  if (principal.actor.type !== 'user') {
    if (restricted || policy?.fourEyes) {
      throw new AppError(
        'review_restricted',
        `This ${what} is for people, named or with a second pair of eyes; a key cannot decide it`,
      )
    }
    return
  }
  const assigned =
    !restricted ||
    assignees.users.includes(principal.actor.id) ||
    assignees.roles.some((role) => principal.roles.includes(role))
  if (!assigned) throw new AppError('review_restricted', `This ${what} is assigned to somebody else`)
}
