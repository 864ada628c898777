import { useState } from 'react'
import type { Graph } from '#lib/engine/graph.ts'

/** What was written and not applied yet, and the graph it began from. */
export type Written = { text: string; from: Graph; note?: string }

const kept = new Map<string, Written>()

/** Text that is not applied yet; it outlives the pane, so that looking elsewhere loses nothing. */
export function useWritten(workflowId: string) {
  const [written, setWritten] = useState(() => kept.get(workflowId))
  const keep = (next: Written | undefined) => {
    if (next) kept.set(workflowId, next)
    else kept.delete(workflowId)
    setWritten(next)
  }
  return [written, keep] as const
}
