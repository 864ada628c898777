import { useId, useMemo } from 'react'
import { text } from '#components/messages/text.ts'
import { type Graph, indexGraph } from '#lib/engine/graph.ts'
import { BlockIcon } from './block-icon.tsx'
import { lookOf } from './block-look.ts'
import type { Point } from './layout.ts'
import { routePath } from './route-path.ts'
import { type BlockFlowNode, type FlowEdge, toFlow } from './to-flow.ts'

const MARGIN = 16
/** Small graphs are not drawn larger than this leaves them. */
const LEAST = { width: 640, height: 420 }
/** How far an edge back to an earlier block stays away from the blocks. */
const AROUND = 24

/** A graph as a small picture that cannot be walked; its blocks are named in order for those who do not see it. */
export function Thumbnail({ graph, className }: { graph: Graph; className?: string }) {
  const title = useId()
  const { nodes, edges } = useMemo(() => toFlow(graph, lookOf), [graph])
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const index = indexGraph(graph)
  const names = graph.blocks.toSorted((a, b) => index.rank(a.id) - index.rank(b.id)).map(({ name }) => name)
  return (
    <svg role="img" aria-labelledby={title} viewBox={boxAround(nodes)} className={className}>
      <title id={title}>{text.graph.thumbnail(names.join(', '))}</title>
      {edges.map((edge) => (
        <path key={edge.id} d={pathOf(edge, byId)} fill="none" stroke="var(--line-strong)" strokeWidth={2} />
      ))}
      {nodes.map((node) => (
        <Box key={node.id} node={node} />
      ))}
    </svg>
  )
}

function Box({ node: { position, width = 0, height = 0, data } }: { node: BlockFlowNode }) {
  return (
    <g transform={`translate(${position.x} ${position.y})`}>
      <rect width={width} height={height} rx={10} fill="var(--raised)" stroke="var(--line-strong)" strokeWidth={1.5} />
      <BlockIcon name={data.look.icon} x={14} y={height / 2 - 13} width={26} height={26} color="var(--ink-soft)" />
      <foreignObject x={50} y={0} width={width - 58} height={height}>
        <div className="grid h-full content-center text-[19px] text-ink leading-tight">
          <span className="truncate">{data.block.name}</span>
        </div>
      </foreignObject>
    </g>
  )
}

function boxAround(nodes: readonly BlockFlowNode[]): string {
  const left = Math.min(...nodes.map(({ position }) => position.x))
  const top = Math.min(...nodes.map(({ position }) => position.y))
  const right = Math.max(...nodes.map(({ position, width = 0 }) => position.x + width))
  const bottom = Math.max(...nodes.map(({ position, height = 0 }) => position.y + height))
  const width = Math.max(LEAST.width, right - left + AROUND + 2 * MARGIN)
  const height = Math.max(LEAST.height, bottom - top + AROUND + 2 * MARGIN)
  return [(left + right - width) / 2, (top + bottom - height) / 2, width, height].join(' ')
}

/** From the exit, spread along the lower border, to the middle of the target's upper one. */
function pathOf({ source, sourceHandle, target, data }: FlowEdge, nodes: ReadonlyMap<string, BlockFlowNode>): string {
  const from = nodes.get(source)
  const to = nodes.get(target)
  if (!from || !to) return ''
  const { exits } = from.data.look
  const exit = exits.findIndex(({ handle }) => handle === sourceHandle)
  const along = (exit < 0 ? 0.5 : (exit + 0.5) / exits.length) * (from.width ?? 0)
  const start: Point = { x: from.position.x + along, y: from.position.y + (from.height ?? 0) }
  const end: Point = { x: to.position.x + (to.width ?? 0) / 2, y: to.position.y }
  if (end.y < start.y) {
    const right = Math.max(...Array.from(nodes.values(), ({ position, width = 0 }) => position.x + width)) + AROUND
    return `M${start.x} ${start.y} v10 H${right} V${end.y - 10} H${end.x} v10`
  }
  if (data?.route) return routePath(start, data.route, end)
  const bend = (end.y - start.y) / 2
  return `M${start.x} ${start.y} C${start.x} ${start.y + bend} ${end.x} ${end.y - bend} ${end.x} ${end.y}`
}
