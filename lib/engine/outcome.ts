import type { AttemptResult } from './attempt.ts'
import type { BlockError, PauseRequest, Resolution } from './block.ts'
import type { FieldSpec } from './fields.ts'
import type { Block, EdgeId, GraphIndex } from './graph.ts'
import type { Json, JsonObject } from './json.ts'
import type { Clock, Ids } from './ports.ts'
import { recordable, redact } from './redact.ts'
import type { Secrets } from './secrets.ts'
import { type ExecutionEvent, type ExecutionState, type Pause, runKey } from './state.ts'

/** One visit of one block. */
export type Visit = { block: Block; visit: number }

type Failure = { error: BlockError; output?: JsonObject; timedOut?: true }
type Completion = { output: JsonObject; handle?: string; variables?: JsonObject; terminate?: boolean }

/** Turns what came of a visit into facts: exits and edges chosen, secrets masked, times put in. */
export function outcomesFor(context: { graph: GraphIndex; secrets: Secrets; clock: Clock; ids: Ids }) {
  const { graph, secrets, clock, ids } = context
  const masked = <Value>(value: Value) => redact(value, secrets.texts)

  function recordedVariables(variables: JsonObject): JsonObject {
    const sealed = secrets.sealed(variables)
    const kept = (name: string, value: Json) => (graph.secretNames.has(name) ? value : masked(value))
    return Object.fromEntries(Object.entries(sealed).map(([name, value]) => [name, kept(name, value)]))
  }

  function at({ block, visit }: Visit) {
    return { at: clock.now(), block: block.id, visit }
  }

  function emits(block: Block, handle: string): { edge: EdgeId; to: string }[] {
    return graph.outgoing(block.id, handle).map((edge) => ({ edge: edge.id, to: edge.target }))
  }

  function completed(
    visit: Visit,
    state: ExecutionState,
    outcome: Completion,
    input: JsonObject = {},
    ms = 0,
  ): ExecutionEvent {
    const handle = outcome.handle ?? 'out'
    return {
      t: 'block_completed',
      ...at(visit),
      ms,
      input,
      output: masked(outcome.output),
      handle,
      emits: emits(visit.block, handle),
      ...(outcome.variables && { variables: { ...state.variables, ...recordedVariables(outcome.variables) } }),
      ...(outcome.terminate && { terminates: true }),
    }
  }

  function failed(visit: Visit, { error, output, timedOut }: Failure, input: JsonObject = {}, ms = 0): ExecutionEvent {
    const handled = wayOnAfter(visit.block, timedOut)
    return {
      t: 'block_failed',
      ...at(visit),
      ms,
      input,
      error: maskedError(error),
      ...(output && { output: masked(output) }),
      ...(timedOut && { timedOut }),
      ...(handled !== undefined && { handled }),
      emits: handled === undefined ? [] : emits(visit.block, handled),
    }
  }

  /** The exit that the author drew for a failure, if any. */
  function wayOnAfter(block: Block, timedOut?: true): string | undefined {
    const wired = graph.wired(block.id)
    if (timedOut && wired.has('timeout')) return 'timeout'
    if (wired.has('error')) return 'error'
    return block.onError === 'continue' ? 'out' : undefined
  }

  function paused(visit: Visit, request: PauseRequest, input: JsonObject, ms: number): ExecutionEvent {
    const now = at(visit)
    const after = (seconds: number) => now.at + seconds * 1000
    const { title, reason, instructions, context, event, children } = request
    const { dueInSeconds, expiresInSeconds, wakeInSeconds } = request
    const pause: Pause = {
      ...request,
      title: masked(title),
      reason: masked(reason),
      context: masked(context),
      fields: request.fields.map(maskedField),
      decisions: request.decisions.map((decision) => ({ ...decision, label: masked(decision.label) })),
      ...(instructions !== undefined && { instructions: masked(instructions) }),
      ...(children && { children: { ...children, inputs: masked(children.inputs) } }),
      ...(event && { event: { name: masked(event.name), correlationKey: masked(event.correlationKey) } }),
      id: ids.pause(),
      blockId: visit.block.id,
      visit: visit.visit,
      openedAt: now.at,
      ...(dueInSeconds !== undefined && { dueAt: after(dueInSeconds) }),
      ...(expiresInSeconds !== undefined && { expiresAt: after(expiresInSeconds) }),
      ...(wakeInSeconds !== undefined && { wakeAt: after(wakeInSeconds) }),
    }
    return { t: 'block_paused', ...now, ms, input, pause }
  }

  function cancelled(visit: Visit, ms: number): ExecutionEvent {
    return { t: 'block_cancelled', ...at(visit), ms }
  }

  /** A field as it may be shown; its name and kind are the author's own words. */
  function maskedField({ label, help, options, ...field }: FieldSpec): FieldSpec {
    return {
      ...field,
      label: masked(label),
      ...(field.default !== undefined && { default: masked(field.default) }),
      ...(help !== undefined && { help: masked(help) }),
      ...(options && { options: options.map((option) => ({ ...option, label: masked(option.label) })) }),
    }
  }

  function maskedError(error: BlockError): BlockError {
    return { ...error, message: masked(error.message) }
  }

  return {
    cancelled,
    /** A block that is switched off lets the token through. */
    passed: (visit: Visit, state: ExecutionState) => completed(visit, state, { output: {} }),
    /** A visit that was cut off and must not be repeated. */
    interrupted: (visit: Visit) =>
      failed(visit, { error: { code: 'interrupted', message: 'The block was cut off; what it did is unknown' } }),
    attemptFailed(visit: Visit, attempt: number, error: BlockError, retryAt: number): ExecutionEvent {
      return { t: 'attempt_failed', ...at(visit), attempt, error: maskedError(error), retryAt }
    },
    concluded(visit: Visit, state: ExecutionState, result: AttemptResult): ExecutionEvent {
      if ('cancelled' in result) return cancelled(visit, result.ms)
      const { outcome, ms, timedOut } = result
      if (outcome.type === 'completed' && outcome.variables) secrets.note(outcome.variables)
      const input = recordable(result.input, secrets.texts)
      if (outcome.type === 'completed') return completed(visit, state, outcome, input, ms)
      if (outcome.type === 'paused') return paused(visit, outcome.pause, input, ms)
      return failed(visit, { ...outcome, ...(timedOut && { timedOut }) }, input, ms)
    },
    /** What a cancelled or expired pause comes to; `undefined` where the block itself decides. */
    turnedAway(visit: Visit, state: ExecutionState, resolution: Resolution): ExecutionEvent[] | undefined {
      if (resolution.action === 'complete') return undefined
      const handle = resolution.action === 'expire' ? 'expired' : 'cancelled'
      if (graph.wired(visit.block.id).has(handle)) {
        return [completed(visit, state, { output: { ...resolution.data, [handle]: true }, handle })]
      }
      if (resolution.action === 'expire') {
        return [failed(visit, { error: { code: 'expired', message: 'Nobody answered in time' } })]
      }
      if (state.runs[runKey(visit.block.id, visit.visit)]?.pause?.onCancel === 'continue') return undefined
      const reason = 'The waiting block was cancelled'
      return [cancelled(visit, 0), { t: 'cancel_requested', at: clock.now(), by: resolution.by, reason }]
    },
  }
}
