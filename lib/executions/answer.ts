import type { Member } from '#lib/auth/principal.ts'
import type { Resolution } from '#lib/engine/block.ts'
import { requiredInput } from '#lib/engine/block.ts'
import { checkFields, withDefaults } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { readSubmission } from '#lib/engine/submission.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { guardPause } from '#lib/reviews/guard.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import { attach, graphOf, infoOf, type Outcome, takeUp } from './drive.ts'
import type { StoredExecution } from './records.ts'
import { settled } from './settle.ts'

export type Answer = { action: 'complete' | 'cancel'; decision?: string; data: JsonObject }

/** The one way in for answers from outside: checked, guarded, accepted once. `outcome` is where the execution comes to. */
export async function answerPause(
  runtime: Runtime,
  principal: Member,
  execution: StoredExecution,
  pause: StoredPause,
  answer: Answer,
): Promise<{ outcome: Promise<Outcome> }> {
  guardPause(principal, execution, pause)
  if (pause.status !== 'open') throw alreadyResolved(pause)
  const resolution: Resolution = {
    action: answer.action,
    ...(answer.action === 'complete' ? checkSubmission(pause, answer) : { data: answer.data }),
    by: principal.actor,
    at: runtime.clock.now(),
  }
  if (!(await runtime.executions.answerPause(pause.id, resolution))) {
    throw alreadyResolved((await runtime.executions.findPause(principal.organizationId, pause.id)) ?? pause)
  }
  return { outcome: settled(runtime, execution.id, goOn(runtime, execution)) }
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
export function checkSubmission({ pause }: StoredPause, { decision, data }: Answer): { decision?: string; data: JsonObject } {
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
