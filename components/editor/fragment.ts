import type { XYPosition } from '@xyflow/react'
import type { Block, Edge, Graph } from '#lib/engine/graph.ts'
import { COLUMN, ROW } from './place.ts'

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

/** A corner at which a fragment covers no block of a graph: its own, or the first beside it. */
export function freeCorner(graph: Graph, fragment: Fragment): XYPosition {
  const corner = cornerOf(fragment)
  const right = Math.max(...fragment.blocks.map(({ position }) => position.x))
  const step = right - corner.x + COLUMN
  const covers = (shift: number) =>
    fragment.blocks.some(({ position: { x, y } }) =>
      graph.blocks.some(
        ({ position }) => Math.abs(position.x - x - shift) < COLUMN - 40 && Math.abs(position.y - y) < ROW - 30,
      ),
    )
  let shift = 0
  while (covers(shift)) shift += step
  return { x: corner.x + shift, y: corner.y }
}
