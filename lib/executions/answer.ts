import type { Member } from '#lib/auth/principal.ts'
import { type Actor, requiredInput } from '#lib/engine/block.ts'
import { checkFields, withDefaults } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { readSubmission } from '#lib/engine/submission.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { guardPause } from '#lib/reviews/guard.ts'
import { answerRecord, type Weighed, weighAnswer } from '#lib/reviews/weigh.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import { attach, graphOf, infoOf, type Outcome, takeUp } from './drive.ts'
import type { StoredExecution } from './records.ts'
import { settled } from './settle.ts'
import { standingOf } from './standing.ts'

export type Answer = {
  action: 'complete' | 'cancel'
  decision?: string
  data: JsonObject
  /** Id of the proposal that the answer agrees with, whatever else it says. */
  confirms?: string
}

/** Where the execution comes to, and whether the answer counts already or waits for further people. */
export type Accepted = { outcome: Promise<Outcome>; counts: boolean }

/** As often the answer is weighed anew because somebody touched the pause in between. */
const TRIES = 4

/** The one way in for answers from outside: checked, guarded, accepted once. */
export async function answerPause(
  runtime: Runtime,
  principal: Member,
  execution: StoredExecution,
  pause: StoredPause,
  answer: Answer,
): Promise<Accepted> {
  let current = pause
  for (let tries = 0; tries < TRIES; tries++) {
    const part = guardPause(principal, execution, current)
    if (current.status !== 'open') throw alreadyResolved(current)
    const submission = answer.action === 'complete' && !answer.confirms ? checkSubmission(current, answer) : answer
    const weighed = weighAnswer(part, current, { ...answer, ...submission }, by(runtime, principal))
    if (await record(runtime, principal, current, weighed)) {
      if (weighed.type === 'proposed') return { outcome: standingOf(runtime, execution), counts: false }
      return { outcome: settled(runtime, execution.id, goOn(runtime, execution)), counts: true }
    }
    current = (await runtime.executions.findPause(principal.organizationId, pause.id)) ?? current
  }
  throw alreadyResolved(current)
}

function by(runtime: Runtime, { actor }: Member): { by: Actor; at: number } {
  return { by: actor, at: runtime.clock.now() }
}

/** Reviews and tasks keep who did what; input only takes part in the execution's own facts. */
function record(runtime: Runtime, principal: Member, pause: StoredPause, weighed: Weighed): Promise<boolean> {
  if (pause.pause.kind === 'input' && weighed.type === 'counts') {
    return runtime.executions.answerPause(pause.id, weighed.resolution)
  }
  const change =
    weighed.type === 'counts' ? { resolution: weighed.resolution } : { proposal: weighed.proposal, claimedBy: null }
  return runtime.tenant(principal.organizationId).pauses.change(pause, change, answerRecord(principal, pause, weighed))
}

/** Where the execution comes to with the accepted answer, whoever drives it. */
export async function goOn(runtime: Runtime, execution: StoredExecution): Promise<Outcome> {
  const outcome = await takeUp(runtime, execution)
  if (outcome) return outcome
  const graph = await graphOf(runtime, execution)
  return attach(runtime, { info: infoOf(execution), graph })
}

/** The refusal of an answer to a pause that is no longer open. */
export function alreadyResolved(pause: StoredPause): AppError {
  const by = pause.resolution?.by.name
  const message = by ? `The pause has already been answered by ${by}` : 'The pause is no longer open'
  return new AppError('pause_already_resolved', message)
}

/** The decision and the fields of a submission, or a refusal that names every field that is missing or wrong. */
export function checkSubmission(
  { pause }: StoredPause,
  { decision, data }: Answer,
): { decision?: string; data: JsonObject } {
  const names = pause.decisions.map(({ name }) => name)
  if (names.length > 0 && (decision === undefined || !names.includes(decision))) {
    const message = `Must be one of ${names.join(', ')}`
    throw new AppError('invalid_input', 'The decision is missing or unknown', {
      details: [{ path: 'decision', message }],
    })
  }
  const submitted = withDefaults(pause.fields, readSubmission(pause, data))
  const problems = checkFields(pause.fields, submitted)
  if (problems.length > 0) {
    const required = new Set(requiredInput(pause.fields))
    const missing = problems.some(({ path }) => required.has(path) && (submitted[path] ?? '') === '')
    throw new AppError(missing ? 'missing_required_input' : 'invalid_input', 'The submission is not complete', {
      details: problems,
    })
  }
  return { ...(decision !== undefined && { decision }), data: submitted }
}
