import type { Member } from '#lib/auth/principal.ts'
import type { Pause } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { StoredPause } from '#lib/store/executions.ts'

/** Pauses that callers answer; the others are ended by what they wait for. */
const ANSWERED: ReadonlySet<Pause['kind']> = new Set(['review', 'task', 'input'])

/** What an answer of this principal is: the last word, a proposal that others must confirm, or a word on one. */
export type Part = 'decide' | 'propose' | 'confirm'

type Case = Pick<StoredPause, 'pause' | 'holder' | 'proposal'>

/**
 * Whether the principal may answer this pause now, and what the answer amounts to; the same rule for the console and
 * every API. Throws `not_waiting`, `forbidden`, `review_restricted`, or `review_claimed` where somebody has it in hand.
 */
export function guardPause(
  principal: Member,
  execution: Pick<StoredExecution, 'triggeredBy'>,
  { pause, holder, proposal }: Case,
): Part {
  const part = partIn(principal, execution, { pause, holder, proposal })
  if (holder && holder.id !== principal.actor.id) {
    throw new AppError('review_claimed', `${holder.name} has this ${nounOf(pause)} in hand`)
  }
  return part
}

/** The same, whoever has the pause in hand. */
export function partIn(
  principal: Member,
  { triggeredBy }: Pick<StoredExecution, 'triggeredBy'>,
  { pause, proposal }: Case,
): Part {
  if (!ANSWERED.has(pause.kind)) {
    throw new AppError('not_waiting', 'This block waits for a timer, an event or another execution, not for an answer')
  }
  if (pause.kind === 'review' && !principal.permissions.has('reviews:decide')) {
    throw new AppError('forbidden', 'Deciding a review needs the permission reviews:decide')
  }
  const { policy } = pause
  if (policy && !policy.selfApproval && triggeredBy.id === principal.actor.id) {
    throw restricted('Whoever started the execution cannot decide its review')
  }
  const several = peopleNeeded(pause) > 1
  if (principal.actor.type === 'user') refuseStrangers(principal, pause)
  else if (isRestricted(pause) || several) {
    throw restricted(`This ${nounOf(pause)} is for people, named or with a second pair of eyes; a key cannot decide it`)
  }
  if (!several) return 'decide'
  if (!proposal) return 'propose'
  if (proposal.by.id === principal.actor.id) {
    throw restricted('You proposed this decision; a second person must confirm it')
  }
  if (proposal.confirmations.some(({ by }) => by.id === principal.actor.id)) {
    throw restricted('You have confirmed this decision already; another person must confirm it too')
  }
  if (policy?.fourEyes && triggeredBy.id === principal.actor.id) {
    throw restricted('You started this execution; somebody else must confirm the decision')
  }
  return 'confirm'
}

/** How many people must agree before an answer counts. */
export function peopleNeeded({ policy }: Pick<Pause, 'policy'>): number {
  return Math.max(policy?.requiredApprovals ?? 1, policy?.fourEyes ? 2 : 1)
}

function refuseStrangers({ actor, roles }: Member, pause: Pause): void {
  const { users = [], roles: named = [] } = pause.assignees ?? {}
  if (isRestricted(pause) && !users.includes(actor.id) && !named.some((role) => roles.includes(role))) {
    throw restricted(`This ${nounOf(pause)} is assigned to somebody else`)
  }
}

function isRestricted({ assignees }: Pause): boolean {
  return assignees !== undefined && assignees.users.length + assignees.roles.length > 0
}

function nounOf({ kind }: Pause): string {
  return kind === 'review' ? 'review' : 'task'
}

function restricted(message: string): AppError {
  return new AppError('review_restricted', message)
}
