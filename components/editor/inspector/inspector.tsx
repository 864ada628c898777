import { MousePointerClick, SquareStack } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { useEditor } from '../editor-context.tsx'
import { BlockInspector } from './block-inspector.tsx'
import { EdgeInspector } from './edge-inspector.tsx'

/** How the chosen block or edge is set up, to be changed in place. */
export function Inspector() {
  const { graph, selection } = useEditor()
  const chosen = graph.blocks.filter(({ id }) => selection.blockIds.includes(id))
  const edge = graph.edges.find(({ id }) => selection.edgeIds.includes(id))
  const [block] = chosen
  if (chosen.length > 1) {
    return (
      <EmptyState icon={SquareStack} title={text.inspector.several(chosen.length)}>
        {text.inspector.severalBody}
      </EmptyState>
    )
  }
  if (block) return <BlockInspector key={block.id} block={block} />
  if (edge) return <EdgeInspector key={edge.id} edge={edge} />
  return (
    <EmptyState icon={MousePointerClick} title={text.inspector.none}>
      {text.inspector.noneBody}
    </EmptyState>
  )
}
