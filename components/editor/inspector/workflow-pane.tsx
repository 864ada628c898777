import { useEditor } from '../editor-context.tsx'

/** What belongs to the workflow as a whole. */
export function WorkflowPane() {
  const { workflow } = useEditor()
  return <p className="p-4">{workflow.name}</p>
}
