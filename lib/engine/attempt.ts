import {
  type BlockDefinition,
  type BlockError,
  BlockFailure,
  type BlockOutcome,
  type ExecutionInfo,
  type PauseRequest,
  pauseRequestSchema,
  type Resolution,
} from './block.ts'
import { evaluateCondition } from './conditions.ts'
import { defaultsOf } from './config.ts'
import type { Block, GraphIndex } from './graph.ts'
import type { JsonObject } from './json.ts'
import type { BlockRegistry, Clock } from './ports.ts'
import { resolveReferences, rootValue, type Scope } from './references.ts'
import { scopeOf } from './scope.ts'
import { type BlockRun, type ExecutionState, runKey } from './state.ts'
import { TimeLimit } from './time-limit.ts'

const MAX_OUTPUT_CHARACTERS = 10 * 1024 * 1024
const LONGEST_TIMEOUT_MS = 300_000
const DEFAULT_TIMEOUT_MS = 30_000

/** An outcome with the pause's defaults put in. */
export type SettledOutcome = Exclude<BlockOutcome, { type: 'paused' }> | { type: 'paused'; pause: PauseRequest }

/** What an attempt came to, besides the outcomes a block can tell itself. */
export type AttemptResult =
  | { outcome: SettledOutcome; input: JsonObject; ms: number; timedOut?: true }
  | { cancelled: true; ms: number }

export type AttemptDeps<Services> = {
  blocks: BlockRegistry<Services>
  clock: Clock
  graph: GraphIndex
  info: ExecutionInfo
  environment: Record<string, string>
  services: Services
  /** The attempts at work, to be asked to stop. */
  underway: Set<TimeLimit>
  /** Told of faults that are not the author's, once each. */
  report(error: unknown, block: Block): void
}

/** One attempt of one block run: config resolved, time limited, stopped when `stop` aborts. Never rejects. */
export async function attemptBlock<Services>(
  deps: AttemptDeps<Services>,
  state: ExecutionState,
  run: { block: Block; visit: number; resumed?: Resolution },
  stop: AbortSignal,
): Promise<AttemptResult> {
  const startedAt = deps.clock.now()
  const elapsed = () => deps.clock.now() - startedAt
  const { block } = run
  if (stop.aborted) return { cancelled: true, ms: 0 }
  const definition = deps.blocks.get(block.type)
  const failed = (error: BlockError, input: JsonObject = {}) => ({
    outcome: { type: 'failed' as const, error },
    input,
    ms: elapsed(),
  })
  if (!definition) return failed({ code: 'unknown_block_type', message: `There is no block type ${block.type}` })

  const scope = scopeOf(deps.graph, state, deps.environment)
  const prepared = prepareConfig(definition, block, scope)
  if ('error' in prepared) return failed(prepared.error)

  const ownLimit = definition.limitMs?.(prepared.config) ?? definition.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const timeoutMs = Math.min(block.timeoutMs ?? ownLimit, LONGEST_TIMEOUT_MS)
  const limit = new TimeLimit(deps.clock, timeoutMs)
  deps.underway.add(limit)
  try {
    const working = execute(definition, deps, block, run, prepared.config, scope, state, limit)
    const first = await Promise.race([working, limit.reached])
    if (first === 'stopped' || (stop.aborted && !isSuccess(first))) return { cancelled: true, ms: elapsed() }
    if (first === 'timeout') {
      const message = `The block took longer than ${timeoutMs / 1000} s`
      return { ...failed({ code: 'timeout', message, retryable: true }, prepared.resolved), timedOut: true }
    }
    if ('outcome' in first) return { outcome: first.outcome, input: prepared.resolved, ms: elapsed() }
    if (first.fault instanceof BlockFailure) return failed(first.fault.error, prepared.resolved)
    deps.report(first.fault, block)
    return failed(
      { code: 'internal_error', message: 'The block failed unexpectedly', retryable: true },
      prepared.resolved,
    )
  } finally {
    deps.underway.delete(limit)
    limit.end()
  }
}

type Work = { outcome: SettledOutcome } | { fault: unknown }

function isSuccess(work: Work | 'timeout'): boolean {
  return work !== 'timeout' && 'outcome' in work && work.outcome.type !== 'failed'
}

function prepareConfig(
  definition: BlockDefinition,
  block: Block,
  scope: Scope,
): { config: Record<string, unknown>; resolved: JsonObject } | { error: BlockError } {
  try {
    const resolved = resolveConfig(definition, block.config, scope)
    const parsed = definition.config.safeParse(resolved)
    if (parsed.success) return { config: parsed.data, resolved }
    const issue = parsed.error.issues[0]
    const path = issue?.path.join('.') ?? ''
    return { error: { code: 'invalid_config', message: `Setting ${path}: ${issue?.message ?? 'invalid'}` } }
  } catch (error) {
    if (error instanceof BlockFailure) return { error: error.error }
    throw error
  }
}

/** A block's settings with defaults put in and references replaced; conditions and literal settings stay as written. */
function resolveConfig(definition: BlockDefinition, config: JsonObject, scope: Scope): JsonObject {
  const asWritten = new Set([
    ...(definition.literal ?? []),
    ...(definition.expressions ?? []).map((path) => path.split('.')[0]),
  ])
  return Object.fromEntries(
    Object.entries({ ...defaultsOf(definition.config), ...config }).map(([key, value]) => [
      key,
      asWritten.has(key) ? value : resolveReferences(value, scope),
    ]),
  )
}

async function execute<Services>(
  definition: BlockDefinition<BlockDefinition['config'], BlockDefinition['output'], Services>,
  deps: AttemptDeps<Services>,
  block: Block,
  run: { visit: number; resumed?: Resolution },
  config: Record<string, unknown>,
  scope: Scope,
  state: ExecutionState,
  limit: TimeLimit,
): Promise<Work> {
  try {
    const outcome = await definition.execute({
      config,
      input: state.input,
      blockId: block.id,
      visit: run.visit,
      execution: deps.info,
      wired: deps.graph.wired(block.id),
      evaluate: (expression) => evaluateCondition(expression, (name) => rootValue(name, scope)),
      services: deps.services,
      idempotencyKey: `${deps.info.executionId}:${block.id}:${run.visit}`,
      get signal() {
        return limit.signal
      },
      ...(run.resumed && {
        resumed: run.resumed,
        pausedAt: state.runs[runKey(block.id, run.visit)]?.pause?.openedAt,
        answers: answersTaken(state.runs[runKey(block.id, run.visit)]),
      }),
    })
    return { outcome: settle(outcome) }
  } catch (fault) {
    return { fault }
  }
}

/** Every attempt but the last ended in an answered pause, or was to be tried again. */
function answersTaken(run: BlockRun | undefined): number {
  const ended = (run?.attempts ?? []).slice(0, -1)
  return ended.filter(({ retryAt }) => retryAt === undefined).length
}

/** Throws for a pause that is malformed, and for an output that is no JSON. */
function settle(outcome: BlockOutcome): SettledOutcome {
  if (outcome.type === 'paused') return { type: 'paused', pause: pauseRequestSchema.parse(outcome.pause) }
  const { output } = outcome
  if (output === undefined || JSON.stringify(output).length <= MAX_OUTPUT_CHARACTERS) return outcome
  return {
    type: 'failed',
    error: { code: 'output_too_large', message: 'The output of the block is larger than 10 MiB' },
  }
}
