import { useMemo } from 'react'
import { useWorkflowOptions } from '#components/data/workflow-options.ts'
import type { SettingsContext } from '#components/fields/settings-context.tsx'
import { blockRegistry } from '#lib/blocks/index.ts'
import { suggestReferences } from '#lib/engine/suggest.ts'
import { useEditor } from '../editor-context.tsx'

/** What the fields of a block (or of the workflow) need to know: what is wrong, what can be referred to, what can be chosen. */
export function useSettingsContext(
  blockId: string | undefined,
  errors: ReadonlyMap<string, string>,
  revealed: string | undefined,
): SettingsContext {
  const { graph, environment, readOnly } = useEditor()
  const workflows = useWorkflowOptions(environment)
  const suggestions = useMemo(() => suggestReferences(graph, blockRegistry, blockId), [graph, blockId])
  return useMemo(
    () => ({
      errors,
      suggestions,
      readOnly,
      revealed,
      choices: {
        workflow: workflows.map(({ publicId, name }) => ({ value: publicId, label: name })),
        variable: graph.variables.map(({ name }) => ({ value: name, label: name })),
      },
    }),
    [errors, suggestions, readOnly, revealed, workflows, graph.variables],
  )
}
