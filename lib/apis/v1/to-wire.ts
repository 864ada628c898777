import type { z } from 'zod'
import { requiredInput } from '#lib/engine/block.ts'
import type { GraphIndex } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import {
  type BlockRun,
  type ExecutionState,
  type ExecutionStatus,
  outputOf,
  outputsOf,
  type Pause,
} from '#lib/engine/state.ts'
import type { Outcome } from '#lib/executions/drive.ts'
import type { PauseBelow } from '#lib/store/executions.ts'
import { type ExecutionResult, executionResultSchema, type logEntrySchema, type pausePointSchema } from './contract.ts'
import { shownOutput } from './shown-output.ts'

type LogEntry = z.infer<typeof logEntrySchema>
type PausePoint = z.infer<typeof pausePointSchema>

/** How v1 names an execution and its workflow. */
export type ExecutionNames = { publicId: string; workflowPublicId: string; versionNumber: number | null }

const KINDS = {
  review: 'review',
  task: 'user_task',
  input: 'input',
  event: 'catch_event',
  timer: 'timer',
  child: 'child',
} as const

/** v1's word for a status; what v1 has no word for is still running, or failed. */
export function statusToWire(status: ExecutionStatus): 'running' | ExecutionResult['status'] {
  if (status === 'queued' || status === 'cancelling') return 'running'
  return status === 'aborted_looping_risk' ? 'failed' : status
}

/** The answer of execute, resume and cancel: 200 when ended, 202 when paused. */
export function toResult(names: ExecutionNames, outcome: Outcome): { status: 200 | 202; body: ExecutionResult } {
  const status = statusToWire(outcome.state.status)
  if (status === 'running') throw new Error('An execution that has not come to rest has no result')
  const { success, executionId, ...rest } = resultParts(names, outcome)
  const body = executionResultSchema.parse({ success, status, executionId, ...rest })
  return { status: status === 'paused' ? 202 : 200, body }
}

/** The parts that a result and a status report share. */
export function resultParts(
  names: ExecutionNames,
  { state, graph, below = [] }: Outcome,
): Omit<ExecutionResult, 'status'> {
  const pausePoints = [...pausePointsOf(state, graph, below.length > 0), ...below.map(toPausePointBelow)]
  const error = errorOf(state, graph)
  return {
    success: state.status === 'completed',
    executionId: names.publicId,
    output: shownOutputs(state, names.publicId),
    ...(error !== undefined && { error }),
    ...(state.status === 'paused' && pausePoints.length > 0 && { pausePoints }),
    logs: logsOf(state, graph, names.publicId),
    ...(state.status === 'completed' && { finalState: finalStateOf(names, state, graph) }),
  }
}

/** What went wrong, with the name of the block; nothing for an execution that completed. */
export function errorOf({ status, error }: ExecutionState, graph: GraphIndex): string | undefined {
  if (status === 'completed' || !error) return undefined
  const name = error.block && graph.blocks.get(error.block)?.name
  return name ? `${name}: ${error.message}` : error.message
}

function pausePointsOf(state: ExecutionState, graph: GraphIndex, childrenSayIt: boolean): PausePoint[] {
  return Object.values(state.pauses)
    .filter((pause) => !(childrenSayIt && pause.children))
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map((pause) => toPausePoint(pause, graph.blocks.get(pause.blockId)?.name ?? pause.blockId))
}

/** A pause of an execution further down, which is where it is answered. */
function toPausePointBelow({ executionPublicId: executionId, blockName, pause }: PauseBelow): PausePoint {
  return { ...toPausePoint(pause, blockName), executionId }
}

/** An open pause of the execution itself. */
export function toPausePoint(pause: Pause, blockName: string): PausePoint {
  return {
    blockId: pause.blockId,
    reason: pause.reason,
    requiredInput: requiredInput(pause.fields),
    contextId: pause.id,
    blockName,
    kind: KINDS[pause.kind],
    pausedAt: iso(pause.openedAt),
    resumeStatus: 'paused',
    decisions: pause.decisions.map(({ name }) => name),
    fields: pause.fields,
    ...(pause.wakeAt !== undefined && { resumeAt: iso(pause.wakeAt) }),
    ...(pause.expiresAt !== undefined && { expiresAt: iso(pause.expiresAt) }),
  }
}

const LOG_STATUS = {
  running: 'running',
  answered: 'running',
  paused: 'paused',
  completed: 'success',
  failed: 'error',
  timed_out: 'error',
  cancelled: 'cancelled',
} as const satisfies Record<BlockRun['status'], LogEntry['status']>

/** One entry for each visit of a block in the order of starting, then the blocks that never started. */
export function logsOf(state: ExecutionState, graph: GraphIndex, executionId: string): LogEntry[] {
  const runs = Object.values(state.runs)
    .filter((run) => !run.kept)
    .toSorted((a, b) => a.order - b.order)
  const ran = runs.map((run, index) => toLogEntry(run, index + 1, graph, executionId))
  const skipped = state.skipped.map(
    (id, index): LogEntry => ({
      ...blockNames(id, graph),
      status: 'skipped',
      success: false,
      executionOrder: ran.length + index + 1,
    }),
  )
  return [...ran, ...skipped]
}

function toLogEntry(run: BlockRun, executionOrder: number, graph: GraphIndex, executionId: string): LogEntry {
  const retried = run.attempts.filter(({ retryAt }) => retryAt !== undefined).length
  return {
    ...blockNames(run.block, graph),
    status: LOG_STATUS[run.status],
    success: run.status === 'completed',
    executionOrder,
    startedAt: iso(run.startedAt),
    ...(run.endedAt !== undefined && { endedAt: iso(run.endedAt) }),
    durationMs: run.ms,
    visit: run.visit,
    ...(retried > 0 && { tries: retried + 1 }),
    ...(run.input && { input: run.input }),
    ...(run.endedAt !== undefined &&
      run.status !== 'cancelled' && {
        output: shownOutput(outputOf(run), executionId, run.block, run.visit),
      }),
    ...(run.error && { error: run.error.message, errorHandled: run.errorHandled === true }),
  }
}

function blockNames(id: string, graph: GraphIndex): Pick<LogEntry, 'blockId' | 'blockName' | 'blockType'> {
  const block = graph.blocks.get(id)
  return { blockId: id, blockName: block?.name ?? id, blockType: block?.type ?? 'unknown' }
}

function finalStateOf(names: ExecutionNames, state: ExecutionState, graph: GraphIndex): ExecutionResult['finalState'] {
  const runs = Object.values(state.runs).toSorted((a, b) => a.order - b.order)
  const outputs = shownOutputs(state, names.publicId)
  const times = Map.groupBy(runs, (run) => run.block)
  return {
    executionId: names.publicId,
    workflowId: names.workflowPublicId,
    version: names.versionNumber,
    executedBlocks: [...times.keys()],
    blockStates: Object.fromEntries(
      Object.entries(outputs).map(([id, output]) => [
        id,
        { output, executionTime: (times.get(id) ?? []).reduce((sum, run) => sum + run.ms, 0) },
      ]),
    ),
    decisions: Object.fromEntries(runs.flatMap((run) => (run.handle ? [[run.block, run.handle]] : []))),
    variables: shownVariables(state, graph),
    activeEdges: [...new Set(runs.flatMap((run) => run.emitted))],
  }
}

function shownOutputs(state: ExecutionState, executionId: string): Record<string, JsonObject> {
  const outputs = Object.entries(outputsOf(state))
  return Object.fromEntries(outputs.map(([id, output]) => [id, shownOutput(output, executionId, id)]))
}

/** The variables, those marked as secret masked. */
function shownVariables({ variables }: ExecutionState, graph: GraphIndex): JsonObject {
  const secret = graph.graph.variables.filter((variable) => variable.secret).map(({ name }) => [name, '***'])
  return { ...variables, ...Object.fromEntries(secret) }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
