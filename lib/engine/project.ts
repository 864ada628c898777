import type { Resolution } from './block.ts'
import type { JsonObject } from './json.ts'
import {
  type ExecutionError,
  type ExecutionEvent,
  type ExecutionState,
  type ExecutionStatus,
  isTerminal,
  outputsOf,
  type Pause,
} from './state.ts'

/** What a checkpoint changes in the tables beside the event log. */
export type Projection = {
  /** Present when the checkpoint begins or ends a segment. */
  status?: ExecutionStatus
  /** Present at rest: every executed block's latest output, by block id. */
  output?: JsonObject
  error?: ExecutionError
  endedAt?: number
  /** The earliest moment at which a pause wakes or expires by itself, present when the execution pauses. */
  wakeAt?: number | null
  opened: Pause[]
  closed: { id: string; status: 'resolved' | 'expired' | 'cancelled'; at: number; resolution?: Resolution }[]
}

/** What the tables beside the log must show once the given facts, which led to `state`, are recorded. */
export function project(events: readonly ExecutionEvent[], state: ExecutionState): Projection {
  const opened = events.flatMap((event) => (event.t === 'block_paused' ? [event.pause] : []))
  const closed = events.flatMap((event): Projection['closed'] => {
    if (event.t === 'pause_cancelled') return [{ id: event.pause, status: 'cancelled', at: event.at }]
    if (event.t !== 'pause_resolved') return []
    const status = event.resolution.action === 'expire' ? 'expired' : 'resolved'
    return [{ id: event.pause, status, at: event.at, resolution: event.resolution }]
  })
  const turned = events.some((event) => TURNING.has(event.t))
  return { opened, closed, ...(turned && atTurn(state)) }
}

const TURNING: ReadonlySet<ExecutionEvent['t']> = new Set(['created', 'resumed', 'cancel_requested', 'paused', 'ended'])

function atTurn(state: ExecutionState): Partial<Projection> {
  const atRest = state.status === 'paused' || isTerminal(state.status)
  if (!atRest) return { status: state.status }
  const wakes = Object.values(state.pauses).flatMap((pause) => [pause.wakeAt ?? [], pause.expiresAt ?? []].flat())
  return {
    status: state.status,
    output: outputsOf(state),
    wakeAt: wakes.length > 0 ? Math.min(...wakes) : null,
    ...(state.error && { error: state.error }),
    ...(state.endedAt !== undefined && { endedAt: state.endedAt }),
  }
}
