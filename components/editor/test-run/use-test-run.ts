import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLiveExecution } from '#components/data/use-live-execution.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { staleBlocks } from '#lib/engine/stale.ts'
import { useEditor } from '../editor-context.tsx'
import { useTestMemory } from './memory.ts'
import { postTestRun } from './queries.ts'

/** Which part of the draft to run. */
export type RunPart = { from?: string; until?: string }

/** The test run on show, as it happens, and which of its outputs an edit has put out of date. */
export function useTestRun() {
  const { workflow, graph } = useEditor()
  const [{ executionId }] = useTestMemory(workflow.id)
  const { detail, error, connection, refetch } = useLiveExecution(executionId ?? undefined)
  const stale = useMemo(() => {
    if (!detail) return NONE
    const ran = new Set(detail.blockRuns.filter(({ status }) => status !== 'skipped').map(({ blockId }) => blockId))
    return new Set([...staleBlocks(detail.graph, graph)].filter((id) => ran.has(id)))
  }, [detail, graph])
  return { executionId, detail, error, connection, refetch, stale }
}

const NONE: ReadonlySet<string> = new Set()

/** Saves the draft and runs it, or a part of it, with an input; the run is then the one on show. */
export function useStartTestRun() {
  const { workflow, flush } = useEditor()
  const [{ executionId }, remember] = useTestMemory(workflow.id)
  return useMutation({
    mutationFn: async ({ input, part = {} }: { input: JsonObject; part?: RunPart }) => {
      const revision = await flush()
      const { from, until } = part
      return postTestRun(workflow.id, {
        input,
        revision,
        ...(from !== undefined && executionId !== null && { from: { executionId, blockId: from } }),
        ...(until !== undefined && { until }),
      })
    },
    onSuccess: (started) => remember({ executionId: started.executionId, shows: 'run', view: 'run', inputOpen: false }),
  })
}
