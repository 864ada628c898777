import { canonicalJson, mergeJson } from '#lib/engine/json.ts'
import type { Sets } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import { answerPause } from '#lib/executions/answer.ts'
import { loadOutcome, takeUp } from '#lib/executions/drive.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import { settled } from '#lib/executions/settle.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import type { RunInput } from './contract.ts'
import type { TurnCaller } from './family.ts'
import { setsOf, submissionOf, type UserInput } from './from-wire.ts'

/** A turn in the words of this API. `at` is when it came, in milliseconds since 1970. */
export type TurnWish = { workflowId: string; input: RunInput; user: UserInput; at: number }

/** Gives the run what the turn brings, then answers the open pause that the user's words are for. */
export async function give(
  runtime: Runtime,
  caller: TurnCaller,
  execution: StoredExecution,
  { input, user }: TurnWish,
): Promise<{ outcome: Promise<unknown> } | null> {
  const open = await openInputs(runtime, caller, execution)
  const waiting = user.nodeId === null ? open[0] : open.find(({ pause }) => pause.pause.blockId === user.nodeId)
  if (user.nodeId !== null && !waiting) {
    throw new AppError('validation_failed', 'node_logical_id names no node that waits for input')
  }
  const silent = input.command === 'pause' || user.messages.length === 0
  if (!silent && !waiting) throw new AppError('not_waiting', 'Workflow run is not waiting for input')
  const sets = await newsIn(runtime, execution, setsOf(input))
  if (sets && !(await takeUp(runtime, execution, { sets }))) throw underway()
  if (silent || !waiting) return null
  const data = submissionOf(waiting.pause.pause, user.messages.join('\n'))
  const { outcome } = await answerPause(runtime, caller, waiting.execution, waiting.pause, { action: 'complete', data })
  return {
    outcome: settled(
      runtime,
      execution.id,
      outcome.then(() => loadOutcome(runtime, execution)),
    ),
  }
}

/** What the turn brings; `null` where the run has all of it already, as from clients that send everything each time. */
async function newsIn(runtime: Runtime, execution: StoredExecution, sets: Sets | null): Promise<Sets | null> {
  if (!sets) return null
  const { state } = await loadOutcome(runtime, execution)
  const known = canonicalJson([state.input, state.variables])
  const then = [mergeJson(state.input, sets.input), mergeJson(state.variables, sets.variables)]
  return canonicalJson(then) === known ? null : sets
}

/** Open pauses for a user's words, those of the run itself before those of executions below. */
async function openInputs(
  runtime: Runtime,
  caller: TurnCaller,
  execution: StoredExecution,
): Promise<{ execution: StoredExecution; pause: StoredPause }[]> {
  const own = await runtime.executions.pauses(execution.id)
  const open = own
    .filter(({ status, pause }) => status === 'open' && pause.kind === 'input')
    .map((pause) => ({ execution, pause }))
  if (!own.some(({ status, pause }) => status === 'open' && pause.kind === 'child')) return open
  const below = (await runtime.executions.pausesBelow(execution.id)).filter(({ pause }) => pause.kind === 'input')
  const found = await Promise.all(
    below.map(async ({ executionId, pause }) => ({
      execution: await runtime.executions.find(caller.organizationId, { id: executionId }),
      pause: await runtime.executions.findPause(caller.organizationId, pause.id),
    })),
  )
  return [...open, ...found.flatMap(({ execution, pause }) => (execution && pause ? [{ execution, pause }] : []))]
}

/** The refusal of a turn while another one is at work. */
export function underway(): AppError {
  return new AppError('not_waiting', 'A turn of this workflow run is already in progress')
}
