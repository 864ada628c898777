import { CircleAlert, CornerDownRight, MoreHorizontal, Plus, Trash2 } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { handleLabel } from '#components/graph/block-look.ts'
import { text } from '#components/messages/text.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { type Block, type Edge, type GraphIndex, indexGraph } from '#lib/engine/graph.ts'
import { useCanvasActions } from '../canvas/canvas-actions.ts'
import { type Face, facesOf } from '../canvas/face.ts'
import { useEditor } from '../editor-context.tsx'
import { ROW } from '../place.ts'

/** The draft in words, in the order in which blocks can run, with everything that can be done on the canvas. */
export function EditorOutline() {
  const { graph, readOnly } = useEditor()
  const { chooseAfter } = useCanvasActions()
  const walk = useWalk()
  const index = indexGraph(graph)
  const faces = facesOf(graph)
  const blocks = graph.blocks.toSorted((a, b) => index.rank(a.id) - index.rank(b.id))
  return (
    <div className="h-full overflow-y-auto bg-surface pt-13">
      <p className="border-b px-4 py-2 text-ink-soft text-sm">{text.editor.outlineHelp}</p>
      <ol aria-label={text.graph.outline} className="divide-y" onKeyDown={walk}>
        {blocks.map((block) => {
          const face = faces.get(block.id)
          return face && <Entry key={block.id} block={block} face={face} index={index} />
        })}
      </ol>
      {!readOnly && (
        <Button variant="quiet" className="m-3" onClick={() => chooseAfter()}>
          <Plus aria-hidden="true" />
          {text.editor.addBlock}
        </Button>
      )}
    </div>
  )
}

/** Up and down arrows go from block to block, and choose it. */
function useWalk() {
  const { select } = useEditor()
  return (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const from = event.target instanceof HTMLElement && event.target.dataset.block
    if (step === 0 || !from || event.altKey) return
    event.preventDefault()
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-block]')]
    const next = all[all.findIndex(({ dataset }) => dataset.block === from) + step]
    if (!next?.dataset.block) return
    next.focus()
    select({ blockIds: [next.dataset.block] })
  }
}

function Entry({ block, face, index }: { block: Block; face: Face; index: GraphIndex }) {
  const { selection, select, openPane, problems, overlay, readOnly } = useEditor()
  const selected = selection.blockIds.includes(block.id)
  const errors = problems.filter(({ blockId, severity }) => blockId === block.id && severity === 'error').length
  const mark = overlay?.marks.get(block.id)
  const edges = index.outgoing(block.id)
  return (
    <li className={cn('px-4 py-2', selected && 'bg-pen-wash')}>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <BlockIcon name={face.icon} className="size-4.5 shrink-0 text-ink-soft" strokeWidth={1.75} />
        <button
          type="button"
          id={`block-${block.id}`}
          data-block={block.id}
          aria-pressed={selected}
          onClick={() => {
            select({ blockIds: [block.id] })
            openPane('inspector')
          }}
          className="min-h-6 rounded-sm text-left font-medium hover:underline"
        >
          {block.name}
        </button>
        <span className="text-ink-soft text-sm">
          {block.enabled ? face.typeLabel : `${face.typeLabel}, ${text.graph.off}`}
        </span>
        {errors > 0 && (
          <span className="flex items-center gap-1 text-bad text-sm [&_svg]:size-4">
            <CircleAlert aria-hidden="true" />
            {text.editor.errors(errors)}
          </span>
        )}
        <span className="ml-auto flex items-center gap-1">
          {mark && <StatusBadge status={mark.status} />}
          {!readOnly && <BlockMenu block={block} />}
        </span>
      </div>
      <ul className="grid gap-0.5 pl-7 text-ink-soft text-sm">
        {edges.length === 0 && <li>{text.graph.end}</li>}
        {edges.map((edge) => (
          <Onward key={edge.id} edge={edge} target={index.blocks.get(edge.target)?.name ?? edge.target} />
        ))}
      </ul>
    </li>
  )
}

function Onward({ edge, target }: { edge: Edge; target: string }) {
  const { dispatch, readOnly, overlay } = useEditor()
  const { connect, insertOn } = useCanvasActions()
  const words = text.graph.leadsTo(handleLabel(edge.sourceHandle), target)
  return (
    <li className={cn('flex flex-wrap items-center gap-1', overlay?.takenEdges.has(edge.id) && 'font-medium text-ink')}>
      <span>{words}</span>
      {!readOnly && (
        <>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={`${text.editor.insertHere}: ${words}`}
            onClick={(event) => {
              const { left, bottom } = event.currentTarget.getBoundingClientRect()
              insertOn(edge.id, { x: left, y: bottom })
            }}
          >
            <Plus aria-hidden="true" />
          </Button>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={`${text.editor.reconnect}: ${words}`}
            onClick={() => connect(edge.source, edge.id)}
          >
            <CornerDownRight aria-hidden="true" />
          </Button>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={`${text.editor.removeEdge}: ${words}`}
            onClick={() => dispatch({ type: 'removeEdges', ids: [edge.id] })}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </>
      )}
    </li>
  )
}

const MOVES = [
  { key: 'ArrowUp', x: 0, y: -ROW },
  { key: 'ArrowDown', x: 0, y: ROW },
  { key: 'ArrowLeft', x: -ROW, y: 0 },
  { key: 'ArrowRight', x: ROW, y: 0 },
] as const

function BlockMenu({ block }: { block: Block }) {
  const { dispatch, select } = useEditor()
  const { chooseAfter, connect, removeSelected } = useCanvasActions()
  const ids = [block.id]
  const { x, y } = block.position
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" size="icon-sm" aria-label={text.editor.actionsFor(block.name)}>
          <MoreHorizontal aria-hidden="true" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => setTimeout(() => chooseAfter(block.id))}>
          {text.editor.addAfter(block.name)}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => connect(block.id)}>{text.editor.connectBlock}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => select({ blockIds: dispatch({ type: 'duplicateBlocks', ids }) })}>
          {text.editor.duplicate}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => dispatch({ type: 'setEnabled', ids, enabled: !block.enabled })}>
          {block.enabled ? text.editor.disable : text.editor.enable}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        {MOVES.map((move) => (
          <DropdownMenuItem
            key={move.key}
            onSelect={() =>
              dispatch({ type: 'moveBlocks', positions: new Map([[block.id, { x: x + move.x, y: y + move.y }]]) })
            }
          >
            {text.editor.nudge[move.key]}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem
          onSelect={() => {
            select({ blockIds: ids })
            removeSelected()
          }}
        >
          {text.editor.removeBlock}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
