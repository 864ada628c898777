import type { BlockRunView } from '#lib/contracts/executions.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { type Attempt, type BlockRun, type ExecutionEvent, type ExecutionState, runKey } from '#lib/engine/state.ts'
import type { Privacy } from './privacy.ts'

/** Every block run in the order of starting, then the blocks that never ran. */
export function toBlockRuns(
  graph: Graph,
  state: ExecutionState,
  queued: ReadonlyMap<string, number> = new Map(),
): BlockRunView[] {
  const blocks = new Map(graph.blocks.map((block) => [block.id, block]))
  const named = (id: string) => ({
    blockId: id,
    blockName: blocks.get(id)?.name ?? id,
    blockType: blocks.get(id)?.type ?? 'unknown',
  })
  const runs = Object.values(state.runs).toSorted((a, b) => a.order - b.order || a.visit - b.visit)
  return [
    ...runs.map((run) => ({ ...named(run.block), ...toRun(run, queued.get(runKey(run.block, run.visit))) })),
    ...state.skipped.map((id) => ({ ...named(id), ...SKIPPED })),
  ]
}

type RunFields = Omit<BlockRunView, 'blockId' | 'blockName' | 'blockType'>

const SKIPPED: RunFields = {
  visit: 1,
  status: 'skipped',
  attempts: [],
  queuedAt: null,
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

function toRun(run: BlockRun, queuedAt: number | undefined): RunFields {
  return {
    visit: run.visit,
    status: run.status === 'answered' ? 'running' : run.status,
    attempts: run.attempts.map(toAttempt),
    queuedAt: queuedAt === undefined ? null : instant(Math.min(queuedAt, run.startedAt)),
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

/** When each block run had everything it waited for, by `block:visit`: its last token's arrival, or the beginning. */
export function queuedAt(events: readonly ExecutionEvent[]): ReadonlyMap<string, number> {
  const arrivals = new Map<string, number>()
  const queued = new Map<string, number>()
  let begun = 0
  for (const event of events) {
    if (event.t === 'created') begun = event.at
    if ('emits' in event) for (const { edge } of event.emits) arrivals.set(edge, event.at)
    if (event.t !== 'block_started' || event.attempt > 1 || event.resumes !== undefined) continue
    const taken = event.takes.map((edge) => arrivals.get(edge) ?? begun)
    queued.set(runKey(event.block, event.visit), Math.max(begun, ...taken))
  }
  return queued
}

/** A block run without personal data. */
export function concealRun(privacy: Privacy, run: BlockRunView): BlockRunView {
  const error = (given: BlockRunView['error']) => given && { ...given, message: privacy.text(given.message) }
  return {
    ...run,
    input: run.blockType === 'start' ? privacy.input(run.input) : privacy.value(run.input),
    output: run.output === null ? null : privacy.output(run.blockId, run.output),
    error: error(run.error),
    attempts: run.attempts.map((attempt) => ({ ...attempt, error: error(attempt.error) })),
  }
}

/** Every block's output without personal data, by block id. */
export function concealOutputs(privacy: Privacy, outputs: JsonObject): JsonObject {
  const entries = Object.entries(outputs).map(([blockId, value]) => [blockId, privacy.output(blockId, value)])
  return Object.fromEntries(entries)
}
