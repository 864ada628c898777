import type { BlockId } from './graph.ts'
import { canonicalJson, mergeJson } from './json.ts'
import {
  type BlockRun,
  type ExecutionEvent,
  type ExecutionEventOf,
  type ExecutionState,
  isTerminal,
  type Rounds,
  runKey,
  type Segment,
  type Sets,
} from './state.ts'
import { type Emission, mergeRounds, ownCount, swallowLate, takeTokens } from './tokens.ts'

/** The state before any fact is known. */
export const UNBORN: ExecutionState = {
  status: 'queued',
  input: {},
  variables: {},
  maxParallelNodes: 2,
  deadlineMs: null,
  tokens: [],
  swallow: [],
  runs: {},
  latest: {},
  pauses: {},
  skipped: [],
  order: 0,
  segment: newSegment(0),
  activeMs: 0,
  cancelling: false,
  terminating: false,
  warnings: [],
  createdAt: 0,
}

/** What a list of facts amounts to. */
export function foldEvents(events: readonly ExecutionEvent[]): ExecutionState {
  return events.reduce(evolve, UNBORN)
}

/** The state after one more fact; pure, and without knowledge of the graph, so that a record can always be read. */
export function evolve(state: ExecutionState, event: ExecutionEvent): ExecutionState {
  if (isTerminal(state.status)) return state
  switch (event.t) {
    case 'created':
      return created(event)
    case 'block_started':
      return blockStarted(state, event)
    case 'attempt_failed':
      return updateRun(state, event, (run) => ({
        attempts: run.attempts.map((attempt) =>
          attempt.attempt === event.attempt ? { ...attempt, error: event.error, retryAt: event.retryAt } : attempt,
        ),
      }))
    case 'block_completed':
      return blockCompleted(state, event)
    case 'block_failed':
      return blockFailed(state, event)
    case 'block_cancelled':
      return updateRun(state, event, (run) => ({ status: 'cancelled', endedAt: event.at, ms: run.ms + event.ms }))
    case 'block_paused':
      return {
        ...updateRun(state, event, (run) => ({
          status: 'paused',
          ms: run.ms + event.ms,
          pause: event.pause,
          ...(event.input && { input: event.input }),
        })),
        pauses: { ...state.pauses, [event.pause.id]: event.pause },
      }
    case 'pause_resolved':
      return closePause(withNews(state, event.pause), event.pause, { status: 'answered', resolution: event.resolution })
    case 'pause_cancelled':
      return closePause(state, event.pause, { status: 'cancelled', endedAt: event.at })
    case 'resumed':
      return {
        ...withSets(state, event.sets),
        status: 'running',
        skipped: [],
        segment: { ...newSegment(event.at), traversals: state.segment.traversals },
      }
    case 'claimed':
      return {
        ...rest(state, lastKnownWork(state)),
        segment: { ...state.segment, startedAt: event.at },
      }
    case 'cancel_requested':
      return { ...state, status: 'cancelling', cancelling: true }
    case 'warned':
      return { ...state, warnings: [...state.warnings, { code: event.code, message: event.message, at: event.at }] }
    case 'paused':
      return { ...rest(state, event.at), status: 'paused', skipped: event.skipped }
    case 'ended':
      return {
        ...rest(state, event.at),
        status: event.status,
        skipped: event.skipped,
        endedAt: event.at,
        ...(event.error && { error: event.error }),
      }
    default:
      return event satisfies never
  }
}

function newSegment(startedAt: number): Segment {
  return { startedAt, blockRuns: 0, visits: {}, traversals: {} }
}

/** The answer to a pause is news from outside, unless it is the result of a child: a cycle of those could go on for ever. */
function withNews(state: ExecutionState, pause: string): ExecutionState {
  if (state.pauses[pause]?.kind === 'child') return state
  return { ...state, segment: { ...state.segment, traversals: {} } }
}

function withSets(state: ExecutionState, sets: Sets | undefined): ExecutionState {
  if (!sets) return state
  return {
    ...state,
    input: mergeJson(state.input, sets.input),
    variables: mergeJson(state.variables, sets.variables),
  }
}

/** The last moment at which an execution is known to have worked: what came after, nobody worked at for certain. */
function lastKnownWork({ runs, segment }: ExecutionState): number {
  const known = Object.values(runs).flatMap((run) => [run.endedAt ?? 0, run.attempts.at(-1)?.at ?? 0])
  return Math.max(segment.startedAt, ...known)
}

function rest(state: ExecutionState, at: number): ExecutionState {
  if (state.status === 'paused' || isTerminal(state.status)) return state
  return { ...state, activeMs: state.activeMs + Math.max(0, at - state.segment.startedAt) }
}

function created(event: ExecutionEventOf<'created'>): ExecutionState {
  const kept = (event.kept ?? []).map((run, order): [string, BlockRun] => [
    runKey(run.block, run.visit),
    {
      block: run.block,
      visit: run.visit,
      status: run.status,
      order,
      attempts: [],
      startedAt: event.at,
      endedAt: event.at,
      ms: 0,
      emitted: run.emitted,
      kept: true,
      ...(run.output && { output: run.output }),
      ...(run.error && { error: run.error, errorHandled: run.handle !== undefined }),
      ...(run.handle && { handle: run.handle }),
    },
  ])
  const order = kept.length
  return {
    ...UNBORN,
    status: 'running',
    input: event.input,
    variables: event.variables,
    maxParallelNodes: event.maxParallelNodes,
    deadlineMs: event.deadlineMs,
    ...(event.stopAfter !== undefined && { stopAfter: event.stopAfter }),
    tokens: [
      ...event.entries.map((to) => ({ edge: null, to, order })),
      ...(event.tokens ?? []).map((token) => ({ ...token, order })),
    ],
    runs: Object.fromEntries(kept),
    latest: Object.fromEntries(kept.map(([, run]) => [run.block, run.visit])),
    order: order + 1,
    segment: newSegment(event.at),
    createdAt: event.at,
  }
}

function blockStarted(state: ExecutionState, event: ExecutionEventOf<'block_started'>): ExecutionState {
  const key = runKey(event.block, event.visit)
  const known = state.runs[key]
  const attempt = { attempt: event.attempt, at: event.at }
  if (known) {
    const run: BlockRun = { ...known, status: 'running', attempts: [...known.attempts, attempt] }
    return { ...state, runs: { ...state.runs, [key]: run } }
  }
  const { taken, left } = takeTokens(state.tokens, event.block, event.takes)
  const swallows = event.swallows ?? []
  const rounds = mergeRounds(taken, swallows.length > 0 ? { [event.block]: event.visit } : {})
  const run: BlockRun = {
    block: event.block,
    visit: event.visit,
    status: 'running',
    order: state.order,
    attempts: [attempt],
    startedAt: event.at,
    ms: 0,
    emitted: [],
    ...(rounds && { rounds }),
  }
  return {
    ...state,
    runs: { ...state.runs, [key]: run },
    latest: { ...state.latest, [event.block]: event.visit },
    tokens: left,
    swallow: [...state.swallow, ...swallows.map((edge) => ({ edge, visit: event.visit }))],
    order: state.order + 1,
    segment: {
      ...state.segment,
      blockRuns: state.segment.blockRuns + 1,
      visits: increment(state.segment.visits, event.block),
    },
  }
}

/** Puts tokens on the edges that a visit leaves by. */
function emit(state: ExecutionState, emitted: readonly Emission[], rounds?: Rounds): ExecutionState {
  if (emitted.length === 0) return state
  const { segment, order } = state
  const { arrived, swallow } = swallowLate(state.swallow, emitted, rounds)
  return {
    ...state,
    swallow,
    tokens: [...state.tokens, ...arrived.map((token) => ({ ...token, order, ...(rounds && { rounds }) }))],
    order: order + 1,
    segment: {
      ...segment,
      traversals: emitted.reduce((counts, { edge }) => increment(counts, edge), segment.traversals),
    },
  }
}

function blockCompleted(state: ExecutionState, event: ExecutionEventOf<'block_completed'>): ExecutionState {
  const ended = emit(
    updateRun(state, event, (run) => ({
      status: 'completed',
      endedAt: event.at,
      ms: run.ms + event.ms,
      output: event.output,
      handle: event.handle,
      emitted: event.emits.map(({ edge }) => edge),
      ...(event.input && { input: event.input }),
    })),
    event.emits,
    roundsOf(state, event),
  )
  const changed = event.variables && canonicalJson(event.variables) !== canonicalJson(state.variables)
  return {
    ...ended,
    ...(event.variables && { variables: event.variables }),
    ...(changed && { segment: { ...ended.segment, visits: {} } }),
    ...((event.terminates || event.block === state.stopAfter) && { terminating: true }),
  }
}

function blockFailed(state: ExecutionState, event: ExecutionEventOf<'block_failed'>): ExecutionState {
  const ended = emit(
    updateRun(state, event, (run) => ({
      status: event.timedOut ? 'timed_out' : 'failed',
      endedAt: event.at,
      ms: run.ms + event.ms,
      error: event.error,
      errorHandled: event.handled !== undefined,
      emitted: event.emits.map(({ edge }) => edge),
      ...(event.input && { input: event.input }),
      ...(event.output && { output: event.output }),
      ...(event.handled && { handle: event.handled }),
    })),
    event.emits,
    roundsOf(state, event),
  )
  if (event.handled !== undefined && event.block === state.stopAfter) return { ...ended, terminating: true }
  if (event.handled !== undefined || ended.failure || ended.terminating || ended.cancelling) return ended
  const { code, message } = event.error
  return { ...ended, failure: { code, message, block: event.block } }
}

function closePause(state: ExecutionState, id: string, change: Partial<BlockRun>): ExecutionState {
  const pause = state.pauses[id]
  if (!pause) return state
  const { [id]: _closed, ...pauses } = state.pauses
  return { ...updateRun(state, { block: pause.blockId, visit: pause.visit }, () => change), pauses }
}

function updateRun(
  state: ExecutionState,
  at: { block: BlockId; visit: number },
  change: (run: BlockRun) => Partial<BlockRun>,
): ExecutionState {
  const key = runKey(at.block, at.visit)
  const run = state.runs[key]
  return run ? { ...state, runs: { ...state.runs, [key]: { ...run, ...change(run) } } } : state
}

function roundsOf(state: ExecutionState, at: { block: BlockId; visit: number }): Rounds | undefined {
  return state.runs[runKey(at.block, at.visit)]?.rounds
}

function increment<Key extends string>(counts: Record<Key, number>, key: Key): Record<Key, number> {
  return { ...counts, [key]: ownCount(counts, key) + 1 }
}
