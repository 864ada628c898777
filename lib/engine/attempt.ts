import {
  type BlockDefinition,
  type BlockError,
  BlockFailure,
  type BlockOutcome,
  type ExecutionInfo,
  type Resolution,
} from './block.ts'
import { evaluateCondition } from './conditions.ts'
import { defaultsOf } from './config.ts'
import type { Block, GraphIndex } from './graph.ts'
import type { JsonObject } from './json.ts'
import type { BlockRegistry, Clock } from './ports.ts'
import { resolveReferences, rootValue, type Scope } from './references.ts'
import { scopeOf } from './scope.ts'
import type { ExecutionState } from './state.ts'

const MAX_OUTPUT_CHARACTERS = 10 * 1024 * 1024
const LONGEST_TIMEOUT_MS = 300_000
const DEFAULT_TIMEOUT_MS = 30_000
/** How long a block may take to stop once it is asked to. */
const GRACE_MS = 10_000

/** What an attempt came to, besides the outcomes a block can tell itself. */
export type AttemptResult =
  | { outcome: BlockOutcome; input: JsonObject; ms: number; timedOut?: true }
  | { cancelled: true; ms: number }

export type AttemptDeps<Services> = {
  blocks: BlockRegistry<Services>
  clock: Clock
  graph: GraphIndex
  info: ExecutionInfo
  environment: Record<string, string>
  services: Services
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
  const definition = deps.blocks.get(block.type)
  const failed = (error: BlockError, input: JsonObject = {}): AttemptResult => ({
    outcome: { type: 'failed', error },
    input,
    ms: elapsed(),
  })
  if (!definition) return failed({ code: 'unknown_block_type', message: `There is no block type ${block.type}` })

  const scope = scopeOf(deps.graph, state, deps.environment)
  const prepared = prepareConfig(definition, block, scope)
  if ('error' in prepared) return failed(prepared.error)

  const timeoutMs = Math.min(block.timeoutMs ?? definition.timeoutMs ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS)
  const controller = new AbortController()
  const timer = new AbortController()
  const forward = () => controller.abort(stop.reason)
  stop.addEventListener('abort', forward, { once: true })
  if (stop.aborted) forward()
  try {
    const working = execute(definition, deps, block, run, prepared.config, scope, state, controller.signal)
    const timeout = deps.clock.sleep(timeoutMs, timer.signal).then(() => 'timeout' as const)
    const stopped = aborted(stop)
      .then(() => deps.clock.sleep(GRACE_MS, timer.signal))
      .then(() => 'stopped' as const)
    const first = await Promise.race([working, timeout, stopped])
    if (first === 'stopped') return { cancelled: true, ms: elapsed() }
    if (first === 'timeout') {
      controller.abort(new Error('The block took too long'))
      const message = `The block took longer than ${timeoutMs / 1000} s`
      const error: BlockError = { code: 'timeout', message, retryable: true }
      return { outcome: { type: 'failed', error }, input: prepared.resolved, ms: elapsed(), timedOut: true }
    }
    if ('fault' in first) {
      if (stop.aborted) return { cancelled: true, ms: elapsed() }
      if (first.fault instanceof BlockFailure) return failed(first.fault.error, prepared.resolved)
      deps.report(first.fault, block)
      return failed(
        { code: 'internal_error', message: 'The block failed unexpectedly', retryable: true },
        prepared.resolved,
      )
    }
    return { outcome: first.outcome, input: prepared.resolved, ms: elapsed() }
  } finally {
    timer.abort()
    stop.removeEventListener('abort', forward)
  }
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
  signal: AbortSignal,
): Promise<{ outcome: BlockOutcome } | { fault: unknown }> {
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
      signal,
      ...(run.resumed && { resumed: run.resumed }),
    })
    return { outcome: checkSize(outcome) }
  } catch (fault) {
    return { fault }
  }
}

function checkSize(outcome: BlockOutcome): BlockOutcome {
  const output = outcome.type === 'paused' ? undefined : outcome.output
  if (output === undefined || JSON.stringify(output).length <= MAX_OUTPUT_CHARACTERS) return outcome
  return {
    type: 'failed',
    error: { code: 'output_too_large', message: 'The output of the block is larger than 10 MiB' },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
