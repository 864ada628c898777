import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { Plus, Trash2 } from 'lucide-react'
import { memo } from 'react'
import type { Point } from '#components/graph/layout.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { useCanvasActions } from './canvas-actions.ts'
import type { EditorEdge, EditorEdgeData } from './project.ts'
import { type Bends, middleOf, pathThrough } from './route.ts'

const NEAR = 6

/** An edge; a chosen one offers what can be done with it. While its ends are being moved it finds its own way. */
export const EditorConnection = memo(function EditorConnection(props: EdgeProps<EditorEdge>) {
  const { path, middle } = pathOf(props)
  return (
    <>
      <BaseEdge id={props.id} path={path} interactionWidth={16} />
      {props.selected && <Tools id={props.id} x={middle.x} y={middle.y} />}
    </>
  )
})

function pathOf(props: EdgeProps<EditorEdge>): { path: string; middle: Point } {
  const { data, sourceX, sourceY, targetX, targetY } = props
  const [from, to] = [
    { x: sourceX, y: sourceY },
    { x: targetX, y: targetY },
  ]
  if (data && isNear(data.from, from) && isNear(data.to, to)) {
    const points = [from, ...fitted(data, from, to), to]
    return { path: pathThrough(points), middle: middleOf(points) }
  }
  const [path, x, y] = getSmoothStepPath({ ...props, borderRadius: 8, offset: 18 })
  return { path, middle: { x, y } }
}

/** The bends, in line with where the ends really are. */
function fitted({ bends, ...meant }: EditorEdgeData, from: Point, to: Point): Bends {
  return bends.map(({ x, y }) => ({
    x: x === meant.from.x ? from.x : x === meant.to.x ? to.x : x,
    y: y === meant.from.y ? from.y : y,
  }))
}

function isNear(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) <= NEAR && Math.abs(a.y - b.y) <= NEAR
}

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
