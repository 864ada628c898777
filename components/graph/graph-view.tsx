'use client'

// With the page rather than with the canvas, which measures itself as soon as it is there.
import '@xyflow/react/dist/base.css'
import { Workflow } from 'lucide-react'
import dynamic from 'next/dynamic'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { text } from '#components/messages/text.ts'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { ToggleGroup } from '#components/ui/toggle-group.tsx'
import type { Graph } from '#lib/engine/graph.ts'
import { Outline } from './outline.tsx'
import type { Overlay } from './to-flow.ts'

const FlowCanvas = dynamic(() => import('./flow-canvas.tsx').then((module) => module.FlowCanvas), {
  ssr: false,
  loading: () => <GraphSkeleton />,
})

const VIEWS = ['diagram', 'outline'] as const
const HEIGHT = 'h-[26rem] lg:h-[38rem]'

/** A graph to choose blocks from, as a diagram or as an outline; the address remembers which. */
export function GraphView({
  title,
  graph,
  overlay,
  selected,
  onSelect,
  actions,
}: {
  title: string
  graph: Graph
  overlay?: Overlay
  selected: string | undefined
  onSelect(blockId: string): void
  actions?: ReactNode
}) {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('diagram'))
  return (
    <Card className="overflow-hidden">
      <CardHeader title={title}>
        <div className="flex flex-wrap items-center gap-2">
          {actions}
          <ToggleGroup
            label={text.graph.view}
            value={view}
            onChange={(chosen) => void setView(chosen)}
            options={VIEWS.map((value) => ({ value, label: text.graph[value] }))}
          />
        </div>
      </CardHeader>
      {graph.blocks.length === 0 && <EmptyState icon={Workflow} title={text.graph.empty} />}
      {graph.blocks.length > 0 && view === 'diagram' && (
        <div className={`${HEIGHT} bg-sunken`}>
          <FlowCanvas graph={graph} overlay={overlay} selected={selected} onSelect={onSelect} />
        </div>
      )}
      {graph.blocks.length > 0 && view === 'outline' && (
        <div className="lg:h-[38rem] lg:overflow-y-auto">
          <p className="border-b px-4 py-2 text-ink-soft text-sm">{text.graph.outlineHelp}</p>
          <Outline graph={graph} overlay={overlay} selected={selected} onSelect={onSelect} />
        </div>
      )}
    </Card>
  )
}

/** The shape of a diagram that is on its way. */
export function GraphSkeleton() {
  return (
    <Loading
      label={text.common.loading}
      className={`${HEIGHT} grid content-center justify-items-center gap-8 bg-sunken`}
    >
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} className="h-15 w-59 rounded-lg" />
      ))}
    </Loading>
  )
}
