import { useMutation } from '@tanstack/react-query'
import { toast } from '#components/ui/toast.tsx'
import type { KeepReason } from '#lib/contracts/workflows.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'
import { useKeepDraft } from './queries.ts'

/** Loads another graph over the draft, as one step to undo; what stood there is saved and kept first. */
export function useLoad() {
  const { workflow, flush, dispatch } = useEditor()
  const keep = useKeepDraft(workflow.id)
  return useMutation({
    mutationFn: async ({ graph, reason }: { graph: () => Promise<Graph>; reason: KeepReason; done: string }) => {
      const loaded = await graph()
      await flush()
      await keep.mutateAsync(reason)
      dispatch({ type: 'replaceGraph', graph: loaded })
      await flush()
    },
    onSuccess: (_nothing, { done }) => void toast.success(done),
  })
}
