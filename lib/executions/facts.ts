import type { ExecutionFact } from '#lib/contracts/executions.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { ExecutionEvent, ExecutionState } from '#lib/engine/state.ts'
import { placeOf } from './stream-view.ts'

const MOST_FACTS = 2_000

/** What happened in an execution, for people; of very long histories the newest 2,000. */
export function toFacts(graph: Graph, events: readonly ExecutionEvent[], state: ExecutionState): ExecutionFact[] {
  const names = new Map(graph.blocks.map(({ id, name }) => [id, name]))
  return events.slice(-MOST_FACTS).map((event) => {
    const place = placeOf(event, state)
    return {
      type: event.t,
      at: new Date(event.at).toISOString(),
      blockId: place?.block ?? null,
      blockName: place ? (names.get(place.block) ?? place.block) : null,
      visit: place?.visit ?? null,
      note: noteOf(event),
    }
  })
}

function noteOf(event: ExecutionEvent): string | null {
  switch (event.t) {
    case 'attempt_failed':
    case 'block_failed':
      return event.error.message
    case 'block_completed':
      return event.handle === 'out' ? null : event.handle
    case 'block_paused':
      return event.pause.title
    case 'pause_resolved':
      return `${event.resolution.decision ?? event.resolution.action} · ${event.resolution.by.name}`
    case 'cancel_requested':
      return event.reason === undefined ? event.by.name : `${event.by.name} · ${event.reason}`
    case 'warned':
      return event.message
    case 'ended':
      return event.error?.message ?? event.status
    default:
      return null
  }
}
