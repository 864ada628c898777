import { z } from 'zod'
import type { GraphIndex } from '#lib/engine/graph.ts'
import type { ExecutionEvent } from '#lib/engine/state.ts'
import type { Change } from '#lib/executions/stream.ts'
import { placeOf } from '#lib/executions/stream-view.ts'
import { executionSummarySchema, logEntrySchema, pausePointSchema } from './contract.ts'
import { errorOf, logsOf, statusToWire, toPausePoint } from './to-wire.ts'

/** Names of the events of `GET /v1/workflows/executions/{executionId}/events`. */
export const EVENT_NAMES = [
  'execution.started',
  'execution.resumed',
  'execution.cancelling',
  'execution.warning',
  'execution.paused',
  'execution.completed',
  'execution.failed',
  'execution.cancelled',
  'block.started',
  'block.retrying',
  'block.paused',
  'block.resumed',
  'block.completed',
  'block.failed',
  'block.cancelled',
] as const
export type EventName = (typeof EVENT_NAMES)[number]

/** Data of one event: the execution's status after it, and what it is about. */
export const eventDataSchema = z.strictObject({
  executionId: z.string(),
  at: z.iso.datetime(),
  status: executionSummarySchema.shape.status,
  /** The visit of a block that the event is about. */
  block: logEntrySchema.optional(),
  /** What the execution now waits for. */
  pausePoint: pausePointSchema.optional(),
  warning: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  error: z.string().optional(),
})
export type EventData = z.infer<typeof eventDataSchema>

export type EventContext = { executionId: string; graph: GraphIndex }

const NAMES = {
  created: 'execution.started',
  block_started: 'block.started',
  attempt_failed: 'block.retrying',
  block_completed: 'block.completed',
  block_failed: 'block.failed',
  block_cancelled: 'block.cancelled',
  block_paused: 'block.paused',
  pause_resolved: 'block.resumed',
  pause_cancelled: 'block.cancelled',
  resumed: 'execution.resumed',
  claimed: undefined,
  cancel_requested: 'execution.cancelling',
  warned: 'execution.warning',
  paused: 'execution.paused',
} as const satisfies Record<Exclude<ExecutionEvent['t'], 'ended'>, EventName | undefined>

const ENDS = {
  completed: 'execution.completed',
  failed: 'execution.failed',
  aborted_looping_risk: 'execution.failed',
  cancelled: 'execution.cancelled',
} as const

/** v1's name for a fact; nothing for those that only concern ourselves. */
export function eventName(event: ExecutionEvent): EventName | undefined {
  return event.t === 'ended' ? ENDS[event.status] : NAMES[event.t]
}

/** A fact as v1 tells it. */
export function toEvent({ executionId, graph }: EventContext, { event, state }: Change): EventData {
  const place = placeOf(event, state)
  const block =
    place &&
    logsOf(state, graph, executionId).find((entry) => entry.blockId === place.block && entry.visit === place.visit)
  const error = errorOf(state, graph)
  return eventDataSchema.parse({
    executionId,
    at: new Date(event.at).toISOString(),
    status: statusToWire(state.status),
    ...(block && { block }),
    ...(event.t === 'block_paused' && { pausePoint: toPausePoint(event.pause, block?.blockName ?? event.block) }),
    ...(event.t === 'warned' && { warning: { code: event.code, message: event.message } }),
    ...(error !== undefined && { error }),
  })
}
