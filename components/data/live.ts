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
  skipped: readonly BlockRunView[]
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
  const read = detail.blockRuns.filter(isReal)
  const known = new Set(read.map(keyOf))
  const fresh = [...live.runs.values()].filter((run) => !known.has(keyOf(run)))
  const started = new Set(fresh.map(({ blockId }) => blockId))
  const passedBy = detail.blockRuns.filter((run) => !isReal(run) && !started.has(run.blockId))
  const blockRuns = [...read.map((run) => live.runs.get(keyOf(run)) ?? run), ...fresh, ...passedBy]
  const seen = new Set(blockRuns.map(({ blockId }) => blockId))
  return {
    ...detail,
    status: live.status,
    error: live.error,
    blockRuns: [...blockRuns, ...live.skipped.filter(({ blockId }) => !seen.has(blockId))],
    takenEdges: [...new Set([...detail.takenEdges, ...live.takenEdges])],
  }
}

function keyOf({ blockId, visit }: BlockRunView): string {
  return `${blockId}:${visit}`
}

function isReal({ status }: BlockRunView): boolean {
  return status !== 'skipped'
}
