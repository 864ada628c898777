import { useEditor } from '../editor-context.tsx'

/** The graph as text. */
export function CodePane() {
  const { graph } = useEditor()
  return <pre className="overflow-auto p-4 font-mono text-sm">{JSON.stringify(graph, null, 2)}</pre>
}
