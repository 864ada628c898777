import { Panel, useConnection } from '@xyflow/react'
import { Ban } from 'lucide-react'
import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { refuseConnection } from '#lib/engine/connection.ts'
import { type Graph, indexGraph } from '#lib/engine/graph.ts'
import { useEditor } from '../editor-context.tsx'
import type { EditorNode } from './project.ts'

type Drawn = { inProgress: boolean; source: string | undefined; sourceHandle: string; target: string | undefined }

function refusalOf(graph: Graph, { source, sourceHandle, target }: Drawn, moving: string | undefined) {
  if (source === undefined || target === undefined) return undefined
  return refuseConnection(indexGraph(graph), blockRegistry, { source, sourceHandle, target }, moving)
}

/** Says, while an edge is being drawn, why it may not lead to the block under the pointer. */
export function ConnectionHint({ moving }: { moving: string | undefined }) {
  const { graph } = useEditor()
  const drawn = useConnection<EditorNode, Drawn>(({ inProgress, fromNode, fromHandle, toNode, toHandle }) => {
    const [near, far] = [
      { block: fromNode?.id, handle: fromHandle?.id },
      { block: toNode?.id, handle: toHandle?.id },
    ]
    const [from, into] = fromHandle?.type === 'target' ? [far, near] : [near, far]
    return { inProgress, source: from.block, sourceHandle: from.handle ?? 'out', target: into.block }
  })
  if (!drawn.inProgress) return null
  const refusal = refusalOf(graph, drawn, moving)
  return (
    <Panel position="top-center" className="pointer-events-none m-3!">
      <p
        role="status"
        className="flex items-center gap-2 rounded-md border bg-raised px-3 py-1.5 text-sm shadow-float [&_svg]:size-4"
      >
        {refusal ? (
          <>
            <Ban aria-hidden="true" className="text-bad" />
            {refusal.message}
          </>
        ) : (
          text.editor.connectHint
        )}
      </p>
    </Panel>
  )
}
