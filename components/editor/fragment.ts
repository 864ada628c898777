import type { XYPosition } from '@xyflow/react'
import type { Block, Edge, Graph } from '#lib/engine/graph.ts'

/** Blocks with the edges between them, on their way from one place to another. */
export type Fragment = { blocks: Block[]; edges: Edge[] }

/** The blocks named, with the edges among them. */
export function fragmentOf(graph: Graph, ids: readonly string[]): Fragment {
  const chosen = new Set(ids)
  return {
    blocks: graph.blocks.filter(({ id }) => chosen.has(id)),
    edges: graph.edges.filter(({ source, target }) => chosen.has(source) && chosen.has(target)),
  }
}

/** The upper left corner of a fragment. */
export function cornerOf({ blocks }: Fragment): XYPosition {
  return {
    x: Math.min(...blocks.map(({ position }) => position.x)),
    y: Math.min(...blocks.map(({ position }) => position.y)),
  }
}
