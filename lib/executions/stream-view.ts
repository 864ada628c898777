import type { BlockRunView } from '#lib/contracts/executions.ts'
import type { ExecutionChange } from '#lib/contracts/stream.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { ExecutionEvent, ExecutionState } from '#lib/engine/state.ts'
import { concealRun, toBlockRuns } from './block-runs.ts'
import type { Privacy } from './privacy.ts'
import type { Change } from './stream.ts'

/** A change as the console sees it: the block run it concerns stands as in the execution's history, without personal data. */
export function toExecutionChange(graph: Graph, { event, state }: Change, privacy: Privacy | null): ExecutionChange {
  const error = state.error?.message ?? null
  const runs = toBlockRuns(graph, state)
  const run = runOf(runs, event, state)
  const atRest = event.t === 'paused' || event.t === 'ended'
  return {
    type: event.t,
    at: new Date(event.at).toISOString(),
    status: state.status,
    run: run && privacy ? concealRun(privacy, run) : run,
    takenEdges: 'emits' in event ? event.emits.map(({ edge }) => edge) : [],
    skipped: atRest ? runs.filter(({ status }) => status === 'skipped') : [],
    error: error === null || !privacy ? error : privacy.text(error),
  }
}

/** The block run that a fact is about. */
function runOf(runs: readonly BlockRunView[], event: ExecutionEvent, state: ExecutionState): BlockRunView | null {
  const at = placeOf(event, state)
  return runs.find(({ blockId, visit }) => blockId === at?.block && visit === at.visit) ?? null
}

/** The visit that a fact is about, if it is about one. */
export function placeOf(event: ExecutionEvent, state: ExecutionState): { block: string; visit: number } | undefined {
  if ('block' in event) return event
  if (event.t !== 'pause_resolved' && event.t !== 'pause_cancelled') return undefined
  return Object.values(state.runs).find(({ pause }) => pause?.id === event.pause)
}
