import { text } from '#components/messages/text.ts'
import { useEditor } from '../editor-context.tsx'

/** How the chosen block is set up. */
export function Inspector() {
  const { graph, selection } = useEditor()
  const block = graph.blocks.find(({ id }) => id === selection.blockIds[0])
  return <p className="p-4 text-ink-soft">{block?.name ?? text.workflows.chooseBlockBody}</p>
}
