import { setTimeout as sleep } from 'node:timers/promises'
import type { Member } from '#lib/auth/principal.ts'
import type { DecisionAnswer } from '#lib/contracts/reviews.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { AppError } from '#lib/errors.ts'
import { type Answer, answerPause } from '#lib/executions/answer.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeReview } from './change.ts'
import { guardPause } from './guard.ts'

/** How long a person waits for the execution to go on before the screen follows it by itself. */
const LONGEST_WAIT_MS = 5_000

/** Records a person's decision on an open pause; answers with whether it counts and where the execution stands shortly after. */
export function decideReview(
  runtime: Runtime,
  principal: Member,
  pauseId: string,
  { decision, data }: { decision?: string | undefined; data: JsonObject },
): Promise<DecisionAnswer> {
  return answer(runtime, principal, pauseId, { action: 'complete', data, ...(decision !== undefined && { decision }) })
}

/** Agrees with the proposal that the person has read; throws `proposal_changed` where it is another by now. */
export async function confirmReview(
  runtime: Runtime,
  principal: Member,
  pauseId: string,
  proposalId: string,
): Promise<DecisionAnswer> {
  return answer(runtime, principal, pauseId, { action: 'complete', data: {}, confirms: proposalId })
}

/** Gives a proposal back to whoever made it, with a reason, and tells them. Throws `proposal_changed` and what the guard throws. */
export function returnReview(
  runtime: Pick<Runtime, 'executions' | 'tenant'>,
  principal: Member,
  pauseId: string,
  { proposalId, reason }: { proposalId: string; reason: string },
): Promise<void> {
  return changeReview(runtime, principal, pauseId, ({ pause, execution }) => {
    guardPause(principal, execution, pause)
    const { proposal } = pause
    if (proposal?.id !== proposalId) {
      throw new AppError('proposal_changed', 'The proposal has changed since you read it; look at it again')
    }
    const userId = proposal.by.id
    return {
      change: { proposal: null, claimedBy: userId },
      did: 'returned',
      data: { reason, to: userId },
      before: { proposed: proposal.decision ?? null, by: userId },
      after: { proposed: null, holder: userId },
      notices: [{ userId, type: 'returned', occasion: proposalId }],
    }
  })
}

async function answer(runtime: Runtime, principal: Member, pauseId: string, said: Answer): Promise<DecisionAnswer> {
  const pause = await runtime.executions.findPause(principal.organizationId, pauseId)
  const execution = pause && (await runtime.executions.find(principal.organizationId, { id: pause.executionId }))
  if (!execution) throw new AppError('pause_not_found', 'There is no review with this id')
  const { outcome, counts } = await answerPause(runtime, principal, execution, pause, said)
  const ended = outcome.then(({ state }) => state.status)
  ended.catch((error: unknown) => runtime.report(error, { executionId: execution.id }))
  const executionStatus = await Promise.race([ended, sleep(LONGEST_WAIT_MS, 'running' as const, { ref: false })])
  return { pauseId, executionId: execution.id, counts, executionStatus }
}
