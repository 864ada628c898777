import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Actor, Resolution } from '#lib/engine/block.ts'
import { canonicalJson, type JsonObject } from '#lib/engine/json.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import type { ChangeRecord } from '#lib/store/review-changes.ts'
import { type Part, peopleNeeded } from './guard.ts'
import type { Proposal, ReviewActionType } from './records.ts'

/** What an answer amounts to: the last word on a pause, or a proposal on which others have yet to agree. */
export type Weighed =
  | { type: 'counts'; did: ReviewActionType; resolution: Resolution }
  | { type: 'proposed'; did: ReviewActionType; proposal: Proposal }

type Said = { action: 'complete' | 'cancel'; decision?: string; data: JsonObject; confirms?: string }

/**
 * Weighs a checked answer by the part its author has in the pause; a different answer to a proposal is a proposal of
 * their own. Throws `proposal_changed` where they agree with one that is no longer there.
 */
export function weighAnswer(
  part: Part,
  { pause, proposal }: Pick<StoredPause, 'pause' | 'proposal'>,
  { confirms, ...said }: Said,
  { by, at }: { by: Actor; at: number },
): Weighed {
  if (confirms !== undefined && confirms !== proposal?.id) {
    throw new AppError('proposal_changed', 'The proposal has changed since you read it; look at it again')
  }
  if (part === 'decide') return { type: 'counts', did: 'decided', resolution: { ...contentOf(said), by, at } }
  const agrees = proposal !== null && (confirms !== undefined || says(proposal) === says(said))
  if (part === 'propose' || !agrees) {
    const fresh = { id: newId.uuid(), ...contentOf(said), by, at, confirmations: [] }
    return { type: 'proposed', did: proposal ? 'changed' : 'proposed', proposal: fresh }
  }
  const confirmations = [...proposal.confirmations, { by, at }]
  if (1 + confirmations.length < peopleNeeded(pause)) {
    return { type: 'proposed', did: 'confirmed', proposal: { ...proposal, confirmations } }
  }
  const confirmedBy = confirmations.map((confirmation) => confirmation.by)
  return {
    type: 'counts',
    did: 'confirmed',
    resolution: { ...contentOf(proposal), by: proposal.by, confirmedBy, at },
  }
}

function contentOf({ action, decision, data }: Said) {
  return { action, ...(decision !== undefined && { decision }), data }
}

function says(said: Said): string {
  return canonicalJson(contentOf(said))
}

/** What is told of an answer; the fields stay with the answer itself, they may be personal. */
export function answerRecord(
  principal: Member,
  { id, environment, proposal }: StoredPause,
  weighed: Weighed,
): ChangeRecord {
  const said = weighed.type === 'counts' ? weighed.resolution : weighed.proposal
  const what = { action: said.action, decision: said.decision ?? null }
  return {
    actions: [{ type: weighed.did, actor: principal.actor, data: what }],
    audit: entryBy(principal, {
      environment,
      action: `review.${weighed.did}`,
      target: { type: 'review', id },
      before: { status: 'open', proposed: proposal?.decision ?? null },
      after: { status: weighed.type === 'counts' ? 'resolved' : 'open', ...what },
    }),
  }
}
