import type { BlockRunView } from '#lib/contracts/executions.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { Attempt, BlockRun, ExecutionState } from '#lib/engine/state.ts'

/** Every block run in the order of starting, then the blocks that never ran. */
export function toBlockRuns(graph: Graph, state: ExecutionState): BlockRunView[] {
  const blocks = new Map(graph.blocks.map((block) => [block.id, block]))
  const named = (id: string) => ({
    blockId: id,
    blockName: blocks.get(id)?.name ?? id,
    blockType: blocks.get(id)?.type ?? 'unknown',
  })
  const runs = Object.values(state.runs).toSorted((a, b) => a.order - b.order || a.visit - b.visit)
  return [
    ...runs.map((run) => ({ ...named(run.block), ...toRun(run) })),
    ...state.skipped.map((id) => ({ ...named(id), ...SKIPPED })),
  ]
}

type RunFields = Omit<BlockRunView, 'blockId' | 'blockName' | 'blockType'>

const SKIPPED: RunFields = {
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
}

function toRun(run: BlockRun): RunFields {
  return {
    visit: run.visit,
    status: run.status === 'answered' ? 'running' : run.status,
    attempts: run.attempts.map(toAttempt),
    startedAt: instant(run.startedAt),
    endedAt: run.endedAt === undefined ? null : instant(run.endedAt),
    durationMs: Math.round(run.ms),
    input: run.input ?? null,
    output: run.output ?? null,
    error: run.error ?? null,
    handle: run.handle ?? null,
    errorHandled: run.errorHandled ?? false,
    pauseId: run.pause?.id ?? null,
    kept: run.kept ?? false,
  }
}

function toAttempt({ attempt, at, error, retryAt }: Attempt): BlockRunView['attempts'][number] {
  return {
    attempt,
    startedAt: instant(at),
    error: error ?? null,
    retryAt: retryAt === undefined ? null : instant(retryAt),
  }
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}
