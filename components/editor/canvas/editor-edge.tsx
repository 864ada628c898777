import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { Plus, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { useCanvasActions } from './canvas-actions.ts'
import type { EditorEdge } from './project.ts'

/** An edge; a chosen one offers what can be done with it. */
export const EditorConnection = memo(function EditorConnection(props: EdgeProps<EditorEdge>) {
  const [path, x, y] = getSmoothStepPath({ ...props, borderRadius: 8, offset: 18 })
  return (
    <>
      <BaseEdge id={props.id} path={path} interactionWidth={16} />
      {props.selected && <Tools id={props.id} x={x} y={y} />}
    </>
  )
})

function Tools({ id, x, y }: { id: string; x: number; y: number }) {
  const { readOnly, insertOn, removeEdge } = useCanvasActions()
  if (readOnly) return null
  return (
    <EdgeLabelRenderer>
      <div
        className="nodrag nopan pointer-events-auto absolute z-10 flex rounded-md border bg-raised"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label={text.editor.insertHere}
          onClick={(event) => insertOn(id, { x: event.clientX, y: event.clientY })}
        >
          <Plus aria-hidden="true" />
        </Button>
        <Button variant="quiet" size="icon-sm" aria-label={text.editor.removeEdge} onClick={() => removeEdge(id)}>
          <Trash2 aria-hidden="true" />
        </Button>
      </div>
    </EdgeLabelRenderer>
  )
}
