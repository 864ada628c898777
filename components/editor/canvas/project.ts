import type { Edge as FlowEdge, Node } from '@xyflow/react'
import type { Point } from '#components/graph/layout.ts'
import type { BlockMark } from '#components/graph/to-flow.ts'
import type { Block, Graph } from '#lib/engine/graph.ts'
import type { Problem } from '#lib/engine/validate.ts'
import type { EditorOverlay, Selection } from '../editor-context.tsx'
import { type Face, facesOf } from './face.ts'
import type { Bends } from './route.ts'
import { waysOf } from './ways.ts'

export type EditorNodeData = {
  block: Block
  face: Face
  /** The one block that Tab reaches. */
  tabStop: boolean
  errors: number
  mark: BlockMark | undefined
  stale: boolean
}
export type EditorNode = Node<EditorNodeData, 'block'>
/** The bends of an edge, and the ends they were made for; where these have moved, the bends no longer hold. */
export type EditorEdgeData = { from: Point; to: Point; bends: Bends }
export type EditorEdge = FlowEdge<EditorEdgeData, 'edge'>

/** What is drawn besides the graph itself. */
export type Shown = {
  graph: Graph
  selection: Selection
  problems: readonly Problem[]
  overlay: EditorOverlay | undefined
}

/** The blocks as nodes; those that look as before stay the same objects, and all keep what the canvas measured of them. */
export function projectNodes(
  { graph, selection, problems, overlay }: Shown,
  before: readonly EditorNode[],
): EditorNode[] {
  const faces = facesOf(graph)
  const old = new Map(before.map((node) => [node.id, node]))
  const chosen = new Set(selection.blockIds)
  const errors = Map.groupBy(
    problems.filter(({ severity }) => severity === 'error'),
    ({ blockId }) => blockId,
  )
  const tabStop = graph.blocks.some(({ id }) => id === selection.blockIds.at(-1))
    ? selection.blockIds.at(-1)
    : graph.blocks[0]?.id
  return graph.blocks.flatMap((block) => {
    const face = faces.get(block.id)
    if (!face) return []
    const data: EditorNodeData = {
      block,
      face,
      tabStop: block.id === tabStop,
      errors: errors.get(block.id)?.length ?? 0,
      mark: overlay?.marks.get(block.id),
      stale: overlay?.stale?.has(block.id) ?? false,
    }
    return toNode(block, data, chosen.has(block.id), old.get(block.id))
  })
}

function toNode(block: Block, data: EditorNodeData, selected: boolean, old: EditorNode | undefined): EditorNode {
  const { width, height } = data.face
  const kept = old && isSame(old.data, data) ? old.data : data
  const { x, y } = block.position
  if (
    old &&
    old.data === kept &&
    (old.selected ?? false) === selected &&
    old.position.x === x &&
    old.position.y === y
  ) {
    return old
  }
  return { ...old, id: block.id, type: 'block', position: { x, y }, width, height, selected, data: kept }
}

function isSame(a: EditorNodeData, b: EditorNodeData): boolean {
  return (
    a.block === b.block &&
    a.face === b.face &&
    a.tabStop === b.tabStop &&
    a.errors === b.errors &&
    a.stale === b.stale &&
    a.mark?.status === b.mark?.status &&
    a.mark?.visits === b.mark?.visits
  )
}

/** The edges; those that look as before stay the same objects. */
export function projectEdges({ graph, selection, overlay }: Shown, before: readonly EditorEdge[]): EditorEdge[] {
  const old = new Map(before.map((edge) => [edge.id, edge]))
  const chosen = new Set(selection.edgeIds)
  const ways = waysOf(graph)
  return graph.edges.flatMap(({ id, source, sourceHandle, target }) => {
    const data = ways.get(id)
    if (!data) return []
    const className = overlay ? (overlay.takenEdges.has(id) ? 'taken' : 'untaken') : 'plain'
    const selected = chosen.has(id)
    const zIndex = selected || className === 'taken' ? 1 : 0
    const edge = { id, source, sourceHandle, target, type: 'edge' as const, className, selected, zIndex, data }
    const known = old.get(id)
    return known && looksSame(known, edge) ? known : edge
  })
}

function looksSame(a: EditorEdge, b: EditorEdge): boolean {
  return (
    a.source === b.source &&
    a.sourceHandle === b.sourceHandle &&
    a.target === b.target &&
    a.className === b.className &&
    (a.selected ?? false) === b.selected &&
    JSON.stringify(a.data) === JSON.stringify(b.data)
  )
}
