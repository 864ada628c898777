import type { BlockRunView } from '#lib/contracts/executions.ts'
import type { ExecutionChange } from '#lib/contracts/stream.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { ExecutionEvent, ExecutionState } from '#lib/engine/state.ts'
import { toBlockRuns } from './block-runs.ts'
import type { Change } from './stream.ts'

/** A change as the console sees it: the block run it concerns stands as in the execution's history. */
export function toExecutionChange(graph: Graph, { event, state }: Change): ExecutionChange {
  return {
    type: event.t,
    at: new Date(event.at).toISOString(),
    status: state.status,
    run: runOf(graph, event, state),
    takenEdges: 'emits' in event ? event.emits.map(({ edge }) => edge) : [],
    skipped: state.skipped,
    error: state.error?.message ?? null,
  }
}

/** The block run that a fact is about. */
function runOf(graph: Graph, event: ExecutionEvent, state: ExecutionState): BlockRunView | null {
  const at = placeOf(event, state)
  if (!at) return null
  return toBlockRuns(graph, state).find(({ blockId, visit }) => blockId === at.block && visit === at.visit) ?? null
}

/** The visit that a fact is about, if it is about one. */
export function placeOf(event: ExecutionEvent, state: ExecutionState): { block: string; visit: number } | undefined {
  if ('block' in event) return event
  if (event.t !== 'pause_resolved' && event.t !== 'pause_cancelled') return undefined
  return Object.values(state.runs).find(({ pause }) => pause?.id === event.pause)
}
