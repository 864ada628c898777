import type { BlockId, Edge, EdgeId, GraphIndex } from './graph.ts'
import {
  type BlockRun,
  type ExecutionError,
  type ExecutionState,
  latestRun,
  runsWith,
  type TerminalStatus,
} from './state.ts'

/** A block run that may start now: a new visit with the edges whose tokens it takes, or one whose pause was answered. */
export type BlockRunRef = { block: BlockId; visit: number; takes: EdgeId[]; swallows: EdgeId[]; resumes?: string }

export type ExecutionEnd =
  | { status: 'paused' }
  | { status: TerminalStatus; error?: ExecutionError; warning?: { code: string; message: string } }

export type NextSteps = {
  run: BlockRunRef[]
  skip: BlockId[]
  /** Nothing new may start, and work underway is to be stopped. */
  stop: boolean
  end?: ExecutionEnd
}

/** The whole scheduling rule: what may start now, and whether the execution has come to rest. */
export function nextSteps(graph: GraphIndex, state: ExecutionState, outOfTime = false): NextSteps {
  const working = runsWith(state, 'running')
  const ending = outOfTime ? overdue(state) : endingOf(graph, state)
  if (ending) return working.length > 0 ? { run: [], skip: [], stop: true } : atRest(graph, state, ending)
  const slots = state.maxParallelNodes - working.length
  const ready = readyRuns(graph, state)
  if (ready.length > 0) return { run: ready.slice(0, Math.max(0, slots)), skip: [], stop: false }
  if (working.length > 0) return { run: [], skip: [], stop: false }
  const stuck = leastStuckJoin(graph, state)
  if (stuck) return { run: [stuck], skip: [], stop: false }
  return atRest(graph, state, { status: Object.keys(state.pauses).length > 0 ? 'paused' : 'completed' })
}

/** The end, with the blocks that never started and never will. */
function atRest(graph: GraphIndex, state: ExecutionState, end: ExecutionEnd): NextSteps {
  const never = graph.graph.blocks.map((block) => block.id).filter((block) => latestRun(state, block) === undefined)
  const skip = end.status === 'paused' ? never.filter((block) => isDead(graph, state, block)) : never
  return { run: [], skip, stop: true, end }
}

function overdue({ deadlineMs }: ExecutionState): Exclude<ExecutionEnd, { status: 'paused' }> {
  const message = `Execution timed out after ${(deadlineMs ?? 0) / 1000}s`
  return { status: 'failed', error: { code: 'deadline_exceeded', message } }
}

/** Why nothing new may start, if so. */
function endingOf(graph: GraphIndex, state: ExecutionState): Exclude<ExecutionEnd, { status: 'paused' }> | undefined {
  if (state.cancelling)
    return { status: 'cancelled', error: { code: 'cancelled', message: 'The execution was cancelled' } }
  if (state.failure) return { status: 'failed', error: state.failure }
  if (state.terminating) return { status: 'completed' }
  const warning = loopingRisk(graph, state)
  return warning && { status: 'aborted_looping_risk', error: warning, warning }
}

/** The reason to believe that the execution will never end by itself, judged within one segment. */
export function loopingRisk(graph: GraphIndex, state: ExecutionState): { code: string; message: string } | undefined {
  const limits = { blockRuns: 200, visits: 25, traversals: 10, ...graph.graph.settings.loopLimits }
  const { segment } = state
  const over = <Key extends string>(counts: Record<Key, number>, limit: number) =>
    (Object.keys(counts) as Key[]).find((key) => counts[key] > limit)
  if (segment.blockRuns > limits.blockRuns) {
    return { code: 'looping_risk', message: `More than ${limits.blockRuns} block runs without input from outside` }
  }
  const block = over(segment.visits, limits.visits)
  if (block) {
    return { code: 'looping_risk', message: `${block} was visited more than ${limits.visits} times without any change` }
  }
  const edge = over(segment.traversals, limits.traversals)
  if (edge) {
    const { source = '', target = '' } = graph.edges.get(edge) ?? {}
    return {
      code: 'looping_risk',
      message: `The path from ${source} to ${target} was taken more than ${limits.traversals} times without input from outside`,
    }
  }
  return undefined
}

function readyRuns(graph: GraphIndex, state: ExecutionState): BlockRunRef[] {
  const answered = runsWith(state, 'answered').map((run) => ({ ref: resumption(run), order: -1 }))
  const waiting = [...new Set(state.tokens.map((token) => token.to))]
  const live = liveBlocks(state)
  const fresh = waiting.flatMap((block) => {
    const ref = fire(graph, state, block, live)
    return ref ? [{ ref, order: arrival(state, block) }] : []
  })
  return [...answered, ...fresh]
    .toSorted((a, b) => a.order - b.order || graph.position(a.ref.block) - graph.position(b.ref.block))
    .map(({ ref }) => ref)
}

function resumption(run: BlockRun): BlockRunRef {
  return { block: run.block, visit: run.visit, takes: [], swallows: [], ...(run.pause && { resumes: run.pause.id }) }
}

/** When the block became ready: the arrival of its last token. */
function arrival(state: ExecutionState, block: BlockId): number {
  return Math.max(...state.tokens.filter((token) => token.to === block).map((token) => token.order))
}

/** Blocks with work that is underway or waiting, each with the tokens still travelling to it. */
function liveBlocks(state: ExecutionState): Set<BlockId> {
  return new Set([
    ...runsWith(state, 'running', 'paused', 'answered').map((run) => run.block),
    ...state.tokens.map((token) => token.to),
  ])
}

/**
 * The join rule: a block fires when at least one incoming edge holds a token and no live work elsewhere
 * can still bring a token to another, still empty, incoming edge without passing through the block itself.
 */
function fire(
  graph: GraphIndex,
  state: ExecutionState,
  block: BlockId,
  live: ReadonlySet<BlockId>,
): BlockRunRef | undefined {
  const held = new Set(state.tokens.filter((token) => token.to === block).map((token) => token.edge))
  const incoming = graph.incoming(block)
  const open = incoming.filter((edge) => !held.has(edge.id) && canStillArrive(graph, edge, live))
  const anyway = held.has(null) || graph.blocks.get(block)?.join === 'any'
  if (open.length > 0 && !anyway) return undefined
  return start(graph, state, block, held, held.has(null) ? [] : open)
}

function canStillArrive(graph: GraphIndex, edge: Edge, live: ReadonlySet<BlockId>): boolean {
  const feeders = graph.feeders(edge)
  for (const block of live) if (feeders.has(block)) return true
  return false
}

function start(
  graph: GraphIndex,
  state: ExecutionState,
  block: BlockId,
  held: ReadonlySet<EdgeId | null>,
  open: readonly Edge[],
): BlockRunRef {
  return {
    block,
    visit: (latestRun(state, block)?.visit ?? 0) + 1,
    takes: graph.incoming(block).flatMap((edge) => (held.has(edge.id) ? [edge.id] : [])),
    swallows: open.map((edge) => edge.id),
  }
}

/**
 * Where everything left waits at joins for one another (possible only in cycles), the join earliest in
 * topological order fires; joins that a pause may still feed keep waiting.
 */
function leastStuckJoin(graph: GraphIndex, state: ExecutionState): BlockRunRef | undefined {
  const paused = new Set(runsWith(state, 'paused').map((run) => run.block))
  const waiting = [...new Set(state.tokens.map((token) => token.to))].toSorted((a, b) => graph.rank(a) - graph.rank(b))
  const block = waiting.find((candidate) => {
    const held = new Set(state.tokens.filter((token) => token.to === candidate).map((token) => token.edge))
    return !graph.incoming(candidate).some((edge) => !held.has(edge.id) && canStillArrive(graph, edge, paused))
  })
  if (block === undefined) return undefined
  const held = new Set(state.tokens.filter((token) => token.to === block).map((token) => token.edge))
  return start(graph, state, block, held, [])
}

/** Whether a block that has not run yet never will: nothing that is live can reach it. */
export function isDead(graph: GraphIndex, state: ExecutionState, block: BlockId): boolean {
  for (const live of liveBlocks(state)) if (live === block || graph.reach(live).has(block)) return false
  return true
}
