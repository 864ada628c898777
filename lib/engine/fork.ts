import { foldEvents } from './evolve.ts'
import type { BlockId, Edge, GraphIndex } from './graph.ts'
import type { JsonObject } from './json.ts'
import {
  type BlockRun,
  type ExecutionEvent,
  type ExecutionEventOf,
  type ExecutionState,
  type KeptRun,
  lastEnded,
  latestRun,
} from './state.ts'

/** An execution at rest, with the graph it ran. */
export type ForkSource = { state: ExecutionState; graph: GraphIndex }

export type RunFromRefusal = { code: 'run_from_block_unknown_block' | 'upstream_not_executed'; message: string }

/**
 * Whether `graph` can be run from a block on what the source left: the block is there, the source came to it, and every
 * block directly before it, or before what follows it, did its work there or was on a path not taken. `null` where it can.
 */
export function checkRunFrom(graph: GraphIndex, source: ForkSource, blockId: BlockId): RunFromRefusal | null {
  if (!graph.blocks.has(blockId)) {
    return { code: 'run_from_block_unknown_block', message: `The workflow has no block ${blockId}` }
  }
  const dirty = dirtyBlocks(graph, blockId)
  const from = (id: BlockId) => graph.incoming(id).filter((edge) => !dirty.has(edge.source))
  const missing = [...dirty]
    .flatMap(from)
    .find((edge) => !didItsWork(source, edge.source) && !wasNotTaken(source, edge.source))
  if (missing) {
    const message = `${missing.source} comes before ${missing.target} and has no result in the source execution`
    return { code: 'upstream_not_executed', message }
  }
  const before = from(blockId)
  const reached =
    latestRun(source.state, blockId) || before.length === 0 || before.some((edge) => carried(source, edge))
  if (reached) return null
  return { code: 'upstream_not_executed', message: `The source execution took no path that leads to ${blockId}` }
}

/** What a re-run starts with; the input is the source's unless another is given. */
export type ForkOptions = {
  at: number
  maxParallelNodes: number
  deadlineMs: number | null
  input?: JsonObject
  /** Put over the variables as they were. */
  variables?: JsonObject
  /** The block with which the re-run ends. */
  stopAfter?: BlockId
}

/**
 * The facts a re-run from a block begins with: everything the block cannot reach is kept with its output,
 * edges from there hold a token if they carried one, and the variables are as they were when the block last started.
 */
export function forkEvents(
  graph: GraphIndex,
  source: ForkSource & { events: readonly ExecutionEvent[] },
  blockId: BlockId,
  options: ForkOptions,
): [ExecutionEventOf<'created'>] {
  const dirty = dirtyBlocks(graph, blockId)
  const kept = graph.graph.blocks.filter(({ id }) => !dirty.has(id)).flatMap(({ id }) => keep(graph, source, id) ?? [])
  const tokens = [...graph.edges.values()].filter(
    (edge) => !dirty.has(edge.source) && dirty.has(edge.target) && carried(source, edge),
  )
  return [
    {
      t: 'created',
      at: options.at,
      input: options.input ?? source.state.input,
      variables: { ...variablesBefore(source.events, blockId), ...options.variables },
      maxParallelNodes: options.maxParallelNodes,
      deadlineMs: options.deadlineMs,
      entries: [blockId],
      ...(options.stopAfter !== undefined && { stopAfter: options.stopAfter }),
      kept,
      tokens: tokens.map((edge) => ({ edge: edge.id, to: edge.target })),
    },
  ]
}

/** The block and all it can reach: what a re-run does again. */
export function dirtyBlocks(graph: GraphIndex, blockId: BlockId): ReadonlySet<BlockId> {
  return new Set([blockId, ...graph.reach(blockId)])
}

function keep(graph: GraphIndex, source: ForkSource, id: BlockId): KeptRun | undefined {
  const run = lastEnded(source.state, id)
  if (!run || !ended(run.status)) return undefined
  const { block, visit, status, output, error, handle } = run
  return {
    block,
    visit,
    status,
    emitted: graph.outgoing(id).flatMap((edge) => (carried(source, edge) ? [edge.id] : [])),
    ...(output && { output }),
    ...(error && { error }),
    ...(handle !== undefined && { handle }),
  }
}

function ended(status: BlockRun['status']): status is KeptRun['status'] {
  return status === 'completed' || status === 'failed' || status === 'timed_out'
}

function runsOf({ state }: ForkSource, id: BlockId): BlockRun[] {
  return Object.values(state.runs).filter((run) => run.block === id)
}

/** Whether a block's visit ended in a way that went on. */
function wentOn(run: BlockRun): boolean {
  return run.status === 'completed' || run.errorHandled === true
}

function didItsWork(source: ForkSource, id: BlockId): boolean {
  return runsOf(source, id).some(wentOn)
}

/** Whether some visit left by the exit of an edge, which need not be in the source's own graph. */
function carried(source: ForkSource, edge: Edge): boolean {
  return runsOf(source, edge.source).some((run) => wentOn(run) && run.handle === edge.sourceHandle)
}

/** Whether the source passed a block by for good: nothing that was left unfinished there leads to it. */
function wasNotTaken({ state, graph }: ForkSource, id: BlockId): boolean {
  if (!graph.blocks.has(id) || latestRun(state, id)) return false
  const unfinished = Object.values(state.runs).filter((run) => !wentOn(run))
  const open = [...unfinished.map((run) => run.block), ...state.tokens.map((token) => token.to)]
  return !open.some((block) => block === id || graph.reach(block).has(id))
}

/** The variables when a block last started, or in the end if it never did. */
function variablesBefore(events: readonly ExecutionEvent[], blockId: BlockId): JsonObject {
  const at = events.findLastIndex(
    (event) => event.t === 'block_started' && event.block === blockId && event.attempt === 1 && !event.resumes,
  )
  return foldEvents(at < 0 ? events : events.slice(0, at)).variables
}
