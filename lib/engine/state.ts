import { z } from 'zod'
import { actorSchema, blockErrorSchema, pauseRequestSchema, resolutionSchema } from './block.ts'
import type { BlockId, EdgeId } from './graph.ts'
import { type JsonObject, jsonObjectSchema } from './json.ts'

export const EXECUTION_STATUSES = [
  'queued',
  'running',
  'paused',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
  'aborted_looping_risk',
] as const
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number]
export const TERMINAL_STATUSES = ['completed', 'failed', 'cancelled', 'aborted_looping_risk'] as const
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number]

/** Whether an execution in this status can never change again. */
export function isTerminal(status: ExecutionStatus): status is TerminalStatus {
  return TERMINAL_STATUSES.some((terminal) => terminal === status)
}

/** An open pause: what the block asked for, and when. Instants are milliseconds since 1970. */
export const pauseSchema = pauseRequestSchema.extend({
  id: z.string(),
  blockId: z.string(),
  visit: z.int(),
  openedAt: z.number(),
  dueAt: z.number().optional(),
  expiresAt: z.number().optional(),
  wakeAt: z.number().optional(),
})
export type Pause = z.infer<typeof pauseSchema>

const runKeySchema = { at: z.number(), block: z.string(), visit: z.int() }
const emits = z.array(z.string())

const keptRunSchema = z.strictObject({
  block: z.string(),
  visit: z.int(),
  status: z.enum(['completed', 'failed', 'timed_out']),
  output: jsonObjectSchema.optional(),
  error: blockErrorSchema.optional(),
  handle: z.string().optional(),
  emitted: emits,
})
export type KeptRun = z.infer<typeof keptRunSchema>

/** A fact of an execution. Facts are appended, never changed; `evolve` says what they amount to. */
/** Values given to an execution on its way: merged into its input and its variables. */
export const setsSchema = z.strictObject({ input: jsonObjectSchema, variables: jsonObjectSchema })
export type Sets = z.infer<typeof setsSchema>

export const executionEventSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('created'),
    at: z.number(),
    input: jsonObjectSchema,
    variables: jsonObjectSchema,
    maxParallelNodes: z.int(),
    deadlineMs: z.number().nullable(),
    /** Blocks that start without waiting for their edges. */
    entries: z.array(z.string()),
    /** The execution ends as completed when this block has done its work. */
    stopAfter: z.string().optional(),
    /** Re-run: what is taken over from the source execution, and the edges that hold a token. */
    kept: z.array(keptRunSchema).optional(),
    tokens: z.array(z.strictObject({ edge: z.string(), to: z.string() })).optional(),
  }),
  /** A block run starts (or goes on after its pause was answered: `resumes`). */
  z.strictObject({
    t: z.literal('block_started'),
    ...runKeySchema,
    attempt: z.int(),
    takes: z.array(z.string()),
    swallows: z.array(z.string()).optional(),
    resumes: z.string().optional(),
  }),
  z.strictObject({
    t: z.literal('attempt_failed'),
    ...runKeySchema,
    attempt: z.int(),
    error: blockErrorSchema,
    retryAt: z.number(),
  }),
  z.strictObject({
    t: z.literal('block_completed'),
    ...runKeySchema,
    ms: z.number(),
    input: jsonObjectSchema.optional(),
    output: jsonObjectSchema,
    handle: z.string(),
    emits: z.array(z.strictObject({ edge: z.string(), to: z.string() })),
    variables: jsonObjectSchema.optional(),
    terminates: z.literal(true).optional(),
  }),
  z.strictObject({
    t: z.literal('block_failed'),
    ...runKeySchema,
    ms: z.number(),
    input: jsonObjectSchema.optional(),
    error: blockErrorSchema,
    output: jsonObjectSchema.optional(),
    timedOut: z.literal(true).optional(),
    /** The way on that the author drew: a handle, or going on as if completed. Absent: the execution fails. */
    handled: z.string().optional(),
    emits: z.array(z.strictObject({ edge: z.string(), to: z.string() })),
  }),
  z.strictObject({ t: z.literal('block_cancelled'), ...runKeySchema, ms: z.number() }),
  z.strictObject({
    t: z.literal('block_paused'),
    ...runKeySchema,
    ms: z.number(),
    input: jsonObjectSchema.optional(),
    pause: pauseSchema,
  }),
  z.strictObject({ t: z.literal('pause_resolved'), at: z.number(), pause: z.string(), resolution: resolutionSchema }),
  z.strictObject({ t: z.literal('pause_cancelled'), at: z.number(), pause: z.string() }),
  /** A new segment begins after a rest, with values that somebody outside gave. */
  z.strictObject({ t: z.literal('resumed'), at: z.number(), sets: setsSchema.optional() }),
  /** Another process took the execution over. */
  z.strictObject({ t: z.literal('claimed'), at: z.number(), owner: z.string() }),
  z.strictObject({ t: z.literal('cancel_requested'), at: z.number(), by: actorSchema, reason: z.string().optional() }),
  z.strictObject({ t: z.literal('warned'), at: z.number(), code: z.string(), message: z.string() }),
  z.strictObject({ t: z.literal('paused'), at: z.number(), skipped: z.array(z.string()) }),
  z.strictObject({
    t: z.literal('ended'),
    at: z.number(),
    status: z.enum(TERMINAL_STATUSES),
    error: blockErrorSchema.extend({ block: z.string().optional() }).optional(),
    skipped: z.array(z.string()),
  }),
])
export type ExecutionEvent = z.infer<typeof executionEventSchema>
export type ExecutionEventOf<Type extends ExecutionEvent['t']> = Extract<ExecutionEvent, { t: Type }>
export type ExecutionError = NonNullable<ExecutionEventOf<'ended'>['error']>
type Resolution = z.infer<typeof resolutionSchema>

/** Which firing of each join that goes on with its first token something comes after. */
export type Rounds = Record<BlockId, number>

/** A token waits on an edge for its target to start; `edge` is null where the block starts an execution. */
export type Token = { edge: EdgeId | null; to: BlockId; order: number; rounds?: Rounds }

export type Attempt = { attempt: number; at: number; error?: z.infer<typeof blockErrorSchema>; retryAt?: number }

/** One visit of one block. `answered` waits for its turn to go on after a pause. */
export type BlockRun = {
  block: BlockId
  visit: number
  status: 'running' | 'paused' | 'answered' | 'completed' | 'failed' | 'timed_out' | 'cancelled'
  order: number
  attempts: Attempt[]
  startedAt: number
  endedAt?: number
  /** Milliseconds of work, without waiting. */
  ms: number
  input?: JsonObject
  output?: JsonObject
  error?: z.infer<typeof blockErrorSchema>
  handle?: string
  errorHandled?: boolean
  /** The pause this visit opened, kept after it was answered. */
  pause?: Pause
  resolution?: Resolution
  emitted: EdgeId[]
  rounds?: Rounds
  /** Taken over from the source of a re-run. */
  kept?: true
}

export type Segment = {
  startedAt: number
  blockRuns: number
  /** Per block: visits since the variables last changed. */
  visits: Record<BlockId, number>
  /** Per edge: tokens since the last news from outside, also in earlier segments. */
  traversals: Record<EdgeId, number>
}

/** What the facts of an execution amount to. */
export type ExecutionState = {
  status: ExecutionStatus
  input: JsonObject
  variables: JsonObject
  maxParallelNodes: number
  deadlineMs: number | null
  tokens: Token[]
  /** Edges whose next token is not wanted unless it comes after the given visit of their target, which did not wait. */
  swallow: { edge: EdgeId; visit: number }[]
  /** By `block:visit`. */
  runs: Record<string, BlockRun>
  /** The latest visit of each block. */
  latest: Record<BlockId, number>
  pauses: Record<string, Pause>
  skipped: BlockId[]
  /** Counts block starts and token arrivals. */
  order: number
  segment: Segment
  /** Milliseconds of work in earlier segments. */
  activeMs: number
  cancelling: boolean
  /** The block with which the execution ends, wherever its edges lead. */
  stopAfter?: BlockId
  terminating: boolean
  failure?: ExecutionError
  warnings: { code: string; message: string; at: number }[]
  error?: ExecutionError
  createdAt: number
  endedAt?: number
}

/** The key of a block run in the state. */
export function runKey(block: BlockId, visit: number): string {
  return `${block}:${visit}`
}

/** The latest run of a block, if it ever started. */
export function latestRun(state: ExecutionState, block: BlockId): BlockRun | undefined {
  const visit = Object.hasOwn(state.latest, block) ? state.latest[block] : undefined
  return visit === undefined ? undefined : state.runs[runKey(block, visit)]
}

/** All runs that are underway, in the order they started. */
export function runsWith(state: ExecutionState, ...statuses: BlockRun['status'][]): BlockRun[] {
  return Object.values(state.runs)
    .filter((run) => statuses.includes(run.status))
    .toSorted((a, b) => a.order - b.order)
}

/** What a block run left for others to read: its output, and its error where it failed. */
export function outputOf(run: BlockRun): JsonObject {
  const { output = {}, error } = run
  return error && run.status !== 'completed'
    ? { ...output, error: { code: error.code, message: error.message } }
    : output
}

/** The latest output of every executed block, by block id. */
export function outputsOf(state: ExecutionState): Record<BlockId, JsonObject> {
  const ended = Object.values(state.runs).filter((run) => hasOutput(run))
  return Object.fromEntries(ended.toSorted((a, b) => a.order - b.order).map((run) => [run.block, outputOf(run)]))
}

/** The last visit of a block that left an output. */
export function lastEnded(state: ExecutionState, block: BlockId): BlockRun | undefined {
  for (let visit = latestRun(state, block)?.visit ?? 0; visit > 0; visit--) {
    const run = state.runs[runKey(block, visit)]
    if (run && hasOutput(run)) return run
  }
  return undefined
}

function hasOutput(run: BlockRun): boolean {
  return run.status === 'completed' || run.status === 'failed' || run.status === 'timed_out'
}
