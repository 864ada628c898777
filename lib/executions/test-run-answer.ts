import { setTimeout as sleep } from 'node:timers/promises'
import type { Member } from '#lib/auth/principal.ts'
import type { TestAnswerRequest, TestPause } from '#lib/contracts/test-runs.ts'
import type { ExecutionStatus, Pause } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { alreadyResolved, checkSubmission, goOn } from './answer.ts'
import { graphOf, type Outcome } from './drive.ts'
import type { StoredExecution } from './records.ts'
import { settled } from './settle.ts'
import { findTestRun } from './test-run.ts'

/** How long the author waits for the run to go on before the screen follows it by itself. */
const LONGEST_WAIT_MS = 1_000

/** What a test run of the caller's own waits for, oldest first. */
export async function listTestPauses(runtime: Runtime, principal: Member, executionId: string): Promise<TestPause[]> {
  const execution = await findTestRun(runtime, principal, executionId)
  const graph = await graphOf(runtime, execution)
  const pauses = await runtime.executions.pauses(execution.id)
  return pauses
    .filter(({ status }) => status === 'open')
    .map(({ pause }) => toTestPause(pause, graph.blocks.get(pause.blockId)?.name ?? pause.blockId))
}

/**
 * Answers a pause of a test run of the caller's own, whoever would decide it otherwise: nothing but a draft in
 * development hangs on it. Timers and events need not be waited for. Throws `pause_not_found`, `not_waiting`,
 * `pause_already_resolved`, and naming every field `missing_required_input` or `invalid_input`.
 */
export async function answerTestPause(
  runtime: Runtime,
  principal: Member,
  executionId: string,
  request: TestAnswerRequest,
): Promise<ExecutionStatus> {
  const execution = await findTestRun(runtime, principal, executionId)
  const { outcome } = await resolveTestPause(runtime, principal, execution, request)
  const status = outcome.then(({ state }) => state.status)
  status.catch((error: unknown) => runtime.report(error, { executionId: execution.id }))
  return Promise.race([status, sleep(LONGEST_WAIT_MS, 'running' as const, { ref: false })])
}

/** The same for an execution at hand; `outcome` is where it comes to. */
export async function resolveTestPause(
  runtime: Runtime,
  principal: Member,
  execution: StoredExecution,
  { pauseId, decision, data }: TestAnswerRequest,
): Promise<{ outcome: Promise<Outcome> }> {
  const pause = (await runtime.executions.pauses(execution.id)).find(({ id }) => id === pauseId)
  if (!pause) throw new AppError('pause_not_found', 'The test run has no such pause')
  if (pause.pause.kind === 'child') throw new AppError('not_waiting', 'This block waits for another execution')
  if (pause.status !== 'open') throw alreadyResolved(pause)
  const answer = { action: 'complete' as const, data, ...(decision !== undefined && { decision }) }
  const asks = pause.pause.kind !== 'timer' && pause.pause.kind !== 'event'
  const accepted = await runtime.executions.answerPause(pause.id, {
    action: 'complete',
    ...(asks ? checkSubmission(pause, answer) : { data }),
    by: principal.actor,
    at: runtime.clock.now(),
  })
  if (!accepted) throw alreadyResolved(pause)
  return { outcome: settled(runtime, execution.id, goOn(runtime, execution)) }
}

function toTestPause(pause: Pause, blockName: string): TestPause {
  const { id, blockId, kind, title, instructions, fields, decisions, context, wakeAt } = pause
  return {
    id,
    blockId,
    blockName,
    kind,
    title,
    instructions: instructions ?? null,
    fields,
    decisions,
    context,
    wakeAt: wakeAt === undefined ? null : new Date(wakeAt).toISOString(),
  }
}
