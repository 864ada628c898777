import { useDeferredValue, useMemo } from 'react'
import type { WorkflowBadge } from '#lib/contracts/workflows.ts'
import { canonicalGraph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'

/** How the draft, as it is drawn now, stands to what is live in the environment: by what the hash is made of. */
export function useBadge(): WorkflowBadge {
  const { workflow, graph } = useEditor()
  const shown = useDeferredValue(graph)
  const { active } = workflow
  return useMemo(() => {
    if (!active) return { state: 'not_deployed' }
    const same = canonicalGraph(active.graph) === canonicalGraph(shown)
    return { state: same ? 'live' : 'draft_ahead', version: active.number }
  }, [active, shown])
}
