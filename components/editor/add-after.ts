import type { XYPosition } from '@xyflow/react'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { facesOf } from './canvas/face.ts'
import type { DraftAction } from './draft.ts'
import { COLUMN, ROW, snapped } from './place.ts'

type AddBlock = Extract<DraftAction, { type: 'addBlock' }>

/**
 * Where a new block goes that follows another: from the first exit that leads nowhere yet, else onto the first edge
 * out. Without a block to follow it stands at `elsewhere`, connected to nothing.
 */
export function addAfter(graph: Graph, type: string, after: string | undefined, elsewhere: XYPosition): AddBlock {
  const block = graph.blocks.find(({ id }) => id === after)
  const face = block && facesOf(graph).get(block.id)
  const follows = blockRegistry.get(type)?.role !== 'entry'
  if (!block || !face || face.exits.length === 0 || !follows) {
    return { type: 'addBlock', block: { type }, position: freeSpot(graph, elsewhere) }
  }
  const below = { x: block.position.x, y: block.position.y + ROW }
  const open = face.exits.find(({ wired }) => !wired)
  if (open) {
    const from = { source: block.id, handle: open.handle }
    return { type: 'addBlock', block: { type }, position: freeSpot(graph, below), from }
  }
  const onEdge = graph.edges.find(
    ({ source, sourceHandle }) => source === after && sourceHandle === face.exits[0]?.handle,
  )
  if (!onEdge) return { type: 'addBlock', block: { type }, position: freeSpot(graph, below) }
  return { type: 'addBlock', block: { type }, position: edgeSpot(graph, onEdge.id), onEdge: onEdge.id }
}

/** Where a block goes that is put on an edge: between its ends where there is room, else where the edge led, which makes room. */
export function edgeSpot(graph: Graph, edgeId: string): XYPosition {
  const edge = graph.edges.find(({ id }) => id === edgeId)
  const source = graph.blocks.find(({ id }) => id === edge?.source)?.position ?? { x: 0, y: 0 }
  const target = graph.blocks.find(({ id }) => id === edge?.target)?.position ?? source
  const gap = target.y - source.y
  if (gap >= 2 * ROW - 20) return snapped({ x: target.x, y: source.y + gap / 2 })
  return gap > 0 ? target : snapped({ x: source.x, y: source.y + ROW })
}

/** The wanted place, or the first beside it where no block lies. */
export function freeSpot(graph: Graph, wanted: XYPosition): XYPosition {
  const spot = snapped(wanted)
  const taken = ({ x, y }: XYPosition) =>
    graph.blocks.some(({ position }) => Math.abs(position.x - x) < COLUMN - 40 && Math.abs(position.y - y) < ROW - 30)
  while (taken(spot)) spot.x += COLUMN
  return spot
}

/** Moves what lies at or below a new block down by a row, when it would cover something. */
export function makeRoom(graph: Graph, added: string): Graph {
  const block = graph.blocks.find(({ id }) => id === added)
  if (!block) return graph
  const { x, y } = block.position
  const covers = graph.blocks.some(
    ({ id, position }) =>
      id !== added && Math.abs(position.x - x) < COLUMN - 40 && position.y - y > -30 && position.y - y < ROW - 30,
  )
  if (!covers) return graph
  const blocks = graph.blocks.map((other) =>
    other.id === added || other.position.y < y - 30
      ? other
      : { ...other, position: { x: other.position.x, y: other.position.y + ROW } },
  )
  return { ...graph, blocks }
}
