import { Handle, type NodeProps, Position } from '@xyflow/react'
import { text } from '#components/messages/text.ts'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { STATUS_LOOKS } from '#components/ui/status-badge.tsx'
import { BlockIcon } from './block-icon.tsx'
import { CHANGE_LOOKS, ChangeBadge } from './change-badge.tsx'
import { useInteraction } from './interaction.ts'
import { type BlockFlowNode, type BlockMark, showsExits } from './to-flow.ts'
import { isWalkKey } from './walk.ts'

/** The border of a block by what has become of it. */
export const FRAME: Record<NonNullable<BlockMark>['status'], string> = {
  running: 'border-busy',
  paused: 'border-wait',
  completed: 'border-good/60',
  failed: 'border-bad',
  timed_out: 'border-bad',
  cancelled: 'border-line-strong',
  skipped: 'border-line border-dashed',
}

/** One block on the canvas: a button with its exits beneath. */
export function BlockNode({ id, data }: NodeProps<BlockFlowNode>) {
  const { block, look, mark, change, takenExits } = data
  const { idPrefix, selected, tabStop, select, walk } = useInteraction()
  const isSelected = selected === id
  const faded = !block.enabled || mark?.status === 'skipped'
  return (
    <div
      className={cn(
        'pointer-events-auto relative flex h-full flex-col rounded-lg border bg-raised',
        mark ? FRAME[mark.status] : 'border-line-strong/60',
        change && CHANGE_LOOKS[change].frame,
        isSelected && 'ring-2 ring-pen ring-offset-2 ring-offset-sunken',
      )}
    >
      {!data.entry && <Handle type="target" position={Position.Top} isConnectable={false} />}
      <button
        type="button"
        id={`${idPrefix}block-${id}`}
        aria-pressed={isSelected}
        aria-label={nameOf(data)}
        tabIndex={tabStop === id ? 0 : -1}
        onClick={() => select(id)}
        onKeyDown={(event) => {
          if (!isWalkKey(event.key)) return
          event.preventDefault()
          walk(id, event.key)
        }}
        className="nodrag flex min-h-0 flex-1 items-center gap-2.5 rounded-lg px-2.5 text-left hover:bg-hover/60"
      >
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-sunken text-ink-soft">
          <BlockIcon name={look.icon} className="size-4.5" strokeWidth={1.75} />
        </span>
        <span className={cn('grid min-w-0 flex-1 leading-tight', faded && 'text-ink-faint')}>
          <span className="truncate font-medium">{block.name}</span>
          <span className="truncate text-ink-soft text-xs">
            {block.enabled ? look.typeLabel : `${look.typeLabel}, ${text.graph.off}`}
          </span>
        </span>
        {mark && <Mark mark={mark} />}
      </button>
      {change && <ChangeBadge change={change} />}
      <Exits data={data} taken={takenExits} />
    </div>
  )
}

function nameOf({ block, look, mark, change }: BlockFlowNode['data']): string {
  const off = block.enabled ? '' : text.graph.off
  const became = [mark && text.status[mark.status], change && text.graph.changes[change]]
  return [block.name, look.typeLabel, off, ...became].filter(Boolean).join(', ')
}

/** The sign of what has become of a block, and how often. */
export function Mark({ mark }: { mark: BlockMark }) {
  const { tone, icon: Icon, spin } = STATUS_LOOKS[mark.status]
  return (
    <Badge tone={tone} className="h-7 px-1.5">
      <span className="flex items-center gap-1" title={text.status[mark.status]}>
        <Icon aria-hidden="true" className={cn('size-4!', spin && 'animate-spin')} />
        {mark.visits > 1 && <span className="tabular">×{mark.visits}</span>}
      </span>
    </Badge>
  )
}

function Exits({ data, taken }: { data: BlockFlowNode['data']; taken: readonly string[] }) {
  const { exits } = data.look
  if (!showsExits(data.look)) {
    return exits.map(({ handle }) => (
      <Handle key={handle} type="source" id={handle} position={Position.Bottom} isConnectable={false} />
    ))
  }
  return (
    <div aria-hidden="true" className="flex h-6.5 shrink-0 divide-x border-t text-xs">
      {exits.map(({ handle, label }) => (
        <span
          key={handle}
          className={cn(
            'relative grid min-w-0 flex-1 place-items-center px-1 text-ink-soft',
            taken.includes(handle) && 'font-medium text-pen',
          )}
        >
          <span className="max-w-full truncate">{label}</span>
          <Handle type="source" id={handle} position={Position.Bottom} isConnectable={false} />
        </span>
      ))}
    </div>
  )
}
