'use client'

import { useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { cn } from '#components/ui/cn.ts'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { type Graph, indexGraph } from '#lib/engine/graph.ts'
import { BlockIcon } from './block-icon.tsx'
import { handleLabel, lookOf } from './block-look.ts'
import type { Overlay } from './to-flow.ts'

/** The graph in words: every block in the order they can run, with where each exit leads. */
export function Outline({
  graph,
  overlay,
  selected,
  onSelect,
}: {
  graph: Graph
  overlay?: Overlay | undefined
  selected: string | undefined
  onSelect(blockId: string): void
}) {
  const index = useMemo(() => indexGraph(graph), [graph])
  const blocks = graph.blocks.toSorted((a, b) => index.rank(a.id) - index.rank(b.id))
  return (
    <ol className="divide-y">
      {blocks.map((block) => {
        const look = lookOf(block, index)
        const mark = overlay?.marks.get(block.id)
        const edges = index.outgoing(block.id)
        return (
          <li
            key={block.id}
            className={cn('relative px-4 py-2.5 hover:bg-hover/60', selected === block.id && 'bg-pen-wash')}
          >
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <BlockIcon name={look.icon} className="size-4.5 shrink-0 text-ink-soft" strokeWidth={1.75} />
              <button
                type="button"
                aria-pressed={selected === block.id}
                onClick={() => onSelect(block.id)}
                className="rounded-sm text-left font-medium after:absolute after:inset-0"
              >
                {block.name}
              </button>
              <span className="text-ink-soft text-sm">
                {block.enabled ? look.typeLabel : `${look.typeLabel}, ${text.graph.off}`}
              </span>
              {mark && <StatusBadge status={mark.status} className="ml-auto" />}
            </div>
            <ul className="mt-0.5 pl-7 text-ink-soft text-sm">
              {edges.length === 0 && <li>{text.graph.end}</li>}
              {edges.map((edge) => (
                <li key={edge.id} className={cn(overlay?.takenEdges.has(edge.id) && 'text-ink')}>
                  {text.graph.leadsTo(
                    handleLabel(edge.sourceHandle),
                    index.blocks.get(edge.target)?.name ?? edge.target,
                  )}
                  {overlay?.takenEdges.has(edge.id) && ` (${text.graph.taken})`}
                </li>
              ))}
            </ul>
          </li>
        )
      })}
    </ol>
  )
}
