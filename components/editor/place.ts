import { layout } from '#components/graph/layout.ts'
import { type Graph, indexGraph } from '#lib/engine/graph.ts'
import { facesOf } from './canvas/face.ts'

/** Distance of the points that blocks snap to, in pixels. */
export const GRID = 20

/** Distance of blocks that follow one another, and of those beside one another, in pixels. */
export const ROW = 120
export const COLUMN = 280

/** The graph with its blocks placed from top to bottom along its edges. */
export function arrange(graph: Graph): Graph {
  const index = indexGraph(graph)
  const boxes = [...facesOf(graph)].map(([id, { width, height }]) => ({ id, width, height }))
  const { places } = layout(boxes, [...index.edges.values()])
  return {
    ...graph,
    blocks: graph.blocks.map((block) => ({ ...block, position: snapped(places.get(block.id) ?? block.position) })),
  }
}

/** The graph as it is where somebody has placed its blocks; arranged where they lie on one another, or all in one row. */
export function placed(graph: Graph): Graph {
  const spots = new Set(graph.blocks.map(({ position }) => `${position.x} ${position.y}`))
  const rows = new Set(graph.blocks.map(({ position }) => position.y))
  const isPlaced = spots.size === graph.blocks.length && (rows.size > 1 || graph.blocks.length < 2)
  return isPlaced ? graph : arrange(graph)
}

/** The nearest point of the grid. */
export function snapped({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
}
