import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { GraphSkeleton } from '#components/graph/graph-view.tsx'
import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { diffGraphs, type GraphDiff } from '#lib/engine/diff.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { DiffList } from './diff-list.tsx'
import { pictureOf } from './picture.ts'

const FlowCanvas = dynamic(() => import('#components/graph/flow-canvas.tsx').then((module) => module.FlowCanvas), {
  ssr: false,
  loading: () => <GraphSkeleton />,
})

/** By what two graphs run differently, with the names of the blocks of both. */
export function useDiff(before: Graph, after: Graph): { diff: GraphDiff; names: ReadonlyMap<string, string> } {
  return useMemo(
    () => ({
      diff: diffGraphs(before, after, blockRegistry),
      names: new Map([...before.blocks, ...after.blocks].map(({ id, name }) => [id, name])),
    }),
    [before, after],
  )
}

/** Two graphs in one picture, with the list of what differs beside it. */
export function Comparison({ before, after }: { before: Graph; after: Graph }) {
  const { diff, names } = useDiff(before, after)
  const { graph, changes } = useMemo(() => pictureOf(after, diff), [after, diff])
  const [selected, select] = useState<string>()
  return (
    <div className="grid min-h-0 flex-1 gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <section
        aria-label={text.versions.picture}
        className="h-[45dvh] overflow-hidden rounded-md border bg-sunken lg:h-auto lg:min-h-96"
      >
        <FlowCanvas graph={graph} changes={changes} idPrefix="comparison-" selected={selected} onSelect={select} />
      </section>
      <section
        aria-label={text.versions.changes}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 lg:overflow-y-auto lg:pr-1"
      >
        <DiffList diff={diff} names={names} />
      </section>
    </div>
  )
}
