import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react'
import { CircleAlert, History, StickyNote } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { BlockIcon } from '#components/graph/block-icon.tsx'
import { FRAME, Mark } from '#components/graph/block-node.tsx'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { type Face, SIDE_HEIGHTS } from './face.ts'
import type { EditorNode, EditorNodeData } from './project.ts'

/** One block that can be dragged, chosen and connected; keys are heard by the canvas around it. */
export const EditorBlock = memo(function EditorBlock({ id, data, selected }: NodeProps<EditorNode>) {
  const { block, face, mark } = data
  useMeasuredExits(id, face)
  const faded = !block.enabled || mark?.status === 'skipped'
  return (
    <div
      className={cn(
        'group/block pointer-events-auto flex h-full flex-col rounded-lg border bg-raised',
        mark ? FRAME[mark.status] : 'border-line-strong/60',
        !mark && data.errors > 0 && 'border-bad/70',
        !block.enabled && 'border-dashed',
        selected && 'ring-2 ring-pen ring-offset-2 ring-offset-sunken',
      )}
    >
      <Entrance shown={!face.entry} />
      <button
        type="button"
        id={`block-${id}`}
        data-block={id}
        aria-pressed={selected}
        aria-label={nameOf(data)}
        tabIndex={data.tabStop ? 0 : -1}
        className="flex min-h-0 flex-1 cursor-grab items-center gap-2.5 rounded-lg px-2.5 text-left hover:bg-hover/60 active:cursor-grabbing"
      >
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-sunken text-ink-soft">
          <BlockIcon name={face.icon} className="size-4.5" strokeWidth={1.75} />
        </span>
        <span className={cn('grid min-w-0 flex-1 leading-tight', faded && 'text-ink-faint')}>
          <span className="truncate font-medium">{block.name}</span>
          <span className="truncate text-ink-soft text-xs">
            {block.enabled ? face.typeLabel : `${face.typeLabel}, ${text.graph.off}`}
          </span>
        </span>
        <Signs data={data} />
        {mark && <Mark mark={mark} />}
      </button>
      <Exits face={face} />
      <Sides face={face} selected={selected} />
    </div>
  )
})

/** The canvas measures the exits of a block when it appears; told of other exits, it measures them anew. */
function useMeasuredExits(id: string, { exits, named }: Face): void {
  const measure = useUpdateNodeInternals()
  const now = `${named} ${exits.map(({ handle }) => handle).join(' ')}`
  const measured = useRef(now)
  useEffect(() => {
    if (measured.current === now) return
    measured.current = now
    measure(id)
  }, [measure, id, now])
}

/** What a screen reader says of a block. */
export function nameOf({ block, face, mark, errors, stale }: EditorNodeData): string {
  const parts = [
    block.name,
    face.typeLabel,
    block.enabled ? '' : text.graph.off,
    mark ? text.status[mark.status] : '',
    errors > 0 ? text.editor.errors(errors) : '',
    stale ? text.editor.stale : '',
  ]
  return parts.filter(Boolean).join(', ')
}

function Signs({ data: { block, errors, stale } }: { data: EditorNodeData }) {
  return (
    <span aria-hidden="true" className="flex items-center gap-1 [&_svg]:size-4">
      {block.notes && <StickyNote className="text-ink-faint" />}
      {stale && <History className="text-wait" />}
      {errors > 0 && <CircleAlert className="text-bad" />}
    </span>
  )
}

/**
 * Small until an edge is being drawn, when it takes the whole block, so that dropping anywhere on it connects.
 * A block that nothing may lead to has one too, out of sight, so that it can be said why not.
 */
function Entrance({ shown }: { shown: boolean }) {
  return (
    <Handle
      type="target"
      position={Position.Top}
      isConnectableStart={false}
      className={cn(
        'group-data-connecting/canvas:inset-0! group-data-connecting/canvas:h-full! group-data-connecting/canvas:w-full! group-data-connecting/canvas:transform-none! group-data-connecting/canvas:rounded-lg! group-data-connecting/canvas:opacity-0',
        !shown && 'opacity-0',
      )}
    />
  )
}

function Exits({ face }: { face: Face }) {
  if (!face.named) {
    return face.exits.map(({ handle }) => (
      <Handle key={handle} type="source" id={handle} position={Position.Bottom} isConnectableEnd={false} />
    ))
  }
  return (
    <div aria-hidden="true" className="flex h-6.5 shrink-0 divide-x border-t text-xs">
      {face.exits.map(({ handle, label, wired }) => (
        <span
          key={handle}
          title={label}
          className={cn(
            'relative grid min-w-0 flex-1 place-items-center px-1 text-ink-soft',
            !wired && 'text-ink-faint italic',
          )}
        >
          <span className="max-w-full truncate">{label}</span>
          <Handle type="source" id={handle} position={Position.Bottom} isConnectableEnd={false} />
        </span>
      ))}
    </div>
  )
}

function Sides({ face, selected }: { face: Face; selected: boolean }) {
  return face.sides.map(({ handle, label, wired }, place) => (
    <Handle
      key={handle}
      type="source"
      id={handle}
      position={Position.Right}
      isConnectableEnd={false}
      style={{ top: `${(SIDE_HEIGHTS[place] ?? 0.5) * 100}%` }}
      title={label}
      className={cn('group-hover/block:opacity-100', !wired && !selected && 'opacity-0')}
    >
      <span
        aria-hidden="true"
        className={cn(
          'pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 whitespace-nowrap rounded-sm bg-sunken/90 px-1 text-ink-soft text-xs group-hover/block:opacity-100',
          !selected && 'opacity-0',
        )}
      >
        {label}
      </span>
    </Handle>
  ))
}
