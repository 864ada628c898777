import type { BlockRunView, ExecutionDetail } from '#lib/contracts/executions.ts'
import type { ExecutionChange } from '#lib/contracts/stream.ts'
import { isTerminal } from '#lib/engine/state.ts'

/** What a stream has told of an execution since it was opened, in as few words as possible. */
export type Live = {
  status: ExecutionDetail['status']
  error: string | null
  /** The latest news of each visit, by `block:visit`. */
  runs: ReadonlyMap<string, BlockRunView>
  takenEdges: ReadonlySet<string>
  skipped: readonly string[]
}

/** Changes of which more is to be read than the stream tells: pauses, credentials, outputs. */
const FURTHER = new Set<ExecutionChange['type']>([
  'block_paused',
  'pause_resolved',
  'pause_cancelled',
  'warned',
  'paused',
  'ended',
])

/** Whether the execution must be read again after a change. */
export function asksForMore({ type }: ExecutionChange): boolean {
  return FURTHER.has(type)
}

/** What is known of an execution after one more change. */
export function hear(live: Live | undefined, change: ExecutionChange): Live {
  const { status, error, run, takenEdges, skipped } = change
  return {
    status,
    error,
    runs: run ? new Map([...(live?.runs ?? []), [keyOf(run), run]]) : (live?.runs ?? new Map()),
    takenEdges:
      takenEdges.length > 0 ? new Set([...(live?.takenEdges ?? []), ...takenEdges]) : (live?.takenEdges ?? new Set()),
    skipped,
  }
}

/** An execution as read, with what has been told since; what has ended needs no news. */
export function withNews(detail: ExecutionDetail, live: Live | undefined): ExecutionDetail {
  if (!live || isTerminal(detail.status)) return detail
  const known = new Set(detail.blockRuns.map(keyOf))
  const fresh = [...live.runs.values()].filter((run) => !known.has(keyOf(run)))
  const started = new Set([...live.runs.values()].map(({ blockId }) => blockId))
  const before = detail.blockRuns
    .filter((run) => run.status !== 'skipped' || !started.has(run.blockId))
    .map((run) => live.runs.get(keyOf(run)) ?? run)
  const blockRuns = [...before.filter(isReal), ...fresh, ...before.filter((run) => !isReal(run))]
  return {
    ...detail,
    status: live.status,
    error: live.error,
    blockRuns: [...blockRuns, ...newlySkipped(detail, blockRuns, live.skipped)],
    takenEdges: [...new Set([...detail.takenEdges, ...live.takenEdges])],
  }
}

function keyOf({ blockId, visit }: BlockRunView): string {
  return `${blockId}:${visit}`
}

function isReal({ status }: BlockRunView): boolean {
  return status !== 'skipped'
}

function newlySkipped({ graph }: ExecutionDetail, runs: readonly BlockRunView[], skipped: readonly string[]) {
  const seen = new Set(runs.map(({ blockId }) => blockId))
  const ids = new Set(skipped.filter((id) => !seen.has(id)))
  return graph.blocks
    .filter(({ id }) => ids.has(id))
    .map(
      ({ id, name, type }): BlockRunView => ({
        blockId: id,
        blockName: name,
        blockType: type,
        visit: 1,
        status: 'skipped',
        attempts: [],
        startedAt: null,
        endedAt: null,
        durationMs: null,
        input: null,
        output: null,
        error: null,
        handle: null,
        errorHandled: false,
        pauseId: null,
        kept: false,
      }),
    )
}
