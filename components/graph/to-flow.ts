import type { Edge, Node } from '@xyflow/react'
import type { Block, Graph, GraphIndex } from '#lib/engine/graph.ts'
import { indexGraph } from '#lib/engine/graph.ts'
import type { BlockLook } from './block-look.ts'
import { type Layout, layout, type Point, type Route } from './layout.ts'

const BLOCK_WIDTH = 236
const BLOCK_HEIGHT = 60
const EXITS_HEIGHT = 26

/** What has become of a block in an execution. */
export type BlockMark = {
  status: 'running' | 'paused' | 'completed' | 'failed' | 'timed_out' | 'cancelled' | 'skipped'
  visits: number
}

/** An execution painted over a graph. */
export type Overlay = { marks: ReadonlyMap<string, BlockMark>; takenEdges: ReadonlySet<string> }

/** What became of a block or an edge between two graphs. */
export type Change = 'added' | 'removed' | 'changed'

/** A comparison painted over a graph that holds what was removed too. */
export type Changes = { blocks: ReadonlyMap<string, Change>; edges: ReadonlyMap<string, Change> }

type BlockNodeData = {
  block: Block
  look: BlockLook
  /** No edge leads here. */
  entry: boolean
  mark: BlockMark | undefined
  change: Change | undefined
  /** Exits through which the execution went on. */
  takenExits: readonly string[]
}
export type BlockFlowNode = Node<BlockNodeData, 'block'>

export type FlowEdge = Edge<{ route: Route | undefined }, 'routed'>
export type Flow = { nodes: BlockFlowNode[]; edges: FlowEdge[]; places: Map<string, Point> }

/** The picture of a graph: nodes and edges as the canvas wants them. The graph stays the truth. */
export function toFlow(
  graph: Graph,
  lookOf: (block: Block, index: GraphIndex) => BlockLook,
  overlay?: Overlay,
  changes?: Changes,
): Flow {
  const index = indexGraph(graph)
  const looks = new Map(graph.blocks.map((block) => [block.id, lookOf(block, index)]))
  const sizes = graph.blocks.map((block) => ({ id: block.id, ...sizeOf(looks.get(block.id)) }))
  const edges = [...index.edges.values()]
  const { places, routes } = arranged(graph) ?? layout(sizes, edges)

  return {
    places,
    nodes: graph.blocks.flatMap((block, i) => {
      const look = looks.get(block.id)
      const position = places.get(block.id)
      if (!look || !position) return []
      const taken = index.outgoing(block.id).filter((edge) => overlay?.takenEdges.has(edge.id))
      const takenExits = [...new Set(taken.map((edge) => edge.sourceHandle))]
      const entry = index.incoming(block.id).length === 0
      const [mark, change] = [overlay?.marks.get(block.id), changes?.blocks.get(block.id)]
      const data = { block, look, entry, mark, change, takenExits }
      const size = sizes[i] ?? sizeOf(look)
      return [{ id: block.id, type: 'block' as const, position, width: size.width, height: size.height, data }]
    }),
    edges: edges.map((edge) => ({
      id: edge.id,
      source: edge.source,
      target: edge.target,
      sourceHandle: edge.sourceHandle,
      type: 'routed' as const,
      data: { route: routes.get(edge.id) },
      className: changes?.edges.get(edge.id) ?? edgeLook(edge.id, overlay),
      zIndex: overlay?.takenEdges.has(edge.id) ? 1 : 0,
    })),
  }
}

function edgeLook(id: string, overlay: Overlay | undefined): string {
  if (!overlay) return 'plain'
  return overlay.takenEdges.has(id) ? 'taken' : 'untaken'
}

/** Where the author put the blocks; `null` when nobody arranged them, or not from top to bottom as edges are drawn. */
function arranged(graph: Graph): Layout | null {
  const places = new Map(graph.blocks.map((block) => [block.id, block.position]))
  const downwards = graph.edges.filter(({ source, target }) => {
    const [from, to] = [places.get(source), places.get(target)]
    return from !== undefined && to !== undefined && to.y >= from.y + BLOCK_HEIGHT
  })
  return downwards.length > graph.edges.length / 2 ? { places, routes: new Map() } : null
}

function sizeOf(look: BlockLook | undefined): { width: number; height: number } {
  const labelled = look !== undefined && showsExits(look)
  return { width: BLOCK_WIDTH, height: BLOCK_HEIGHT + (labelled ? EXITS_HEIGHT : 0) }
}

/** Whether a block has exits worth naming: more than one, or one that is not simply "next". */
export function showsExits(look: BlockLook): boolean {
  return look.exits.length > 1 || (look.exits.length === 1 && look.exits[0]?.handle !== 'out')
}
