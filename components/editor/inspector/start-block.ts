import { blockTypes } from '#lib/blocks/index.ts'
import { type Graph, indexGraph } from '#lib/engine/graph.ts'
import type { DraftAction } from '../draft.ts'

const ABOVE = 140

/** Adds a start above everything that nothing leads to yet. */
export function startAction(graph: Graph): DraftAction {
  const entry = blockTypes.find((definition) => 'role' in definition && definition.role === 'entry')
  const index = indexGraph(graph)
  const loose = graph.blocks.filter(({ id }) => index.incoming(id).length === 0)
  const [first] = (loose.length > 0 ? loose : graph.blocks).toSorted((a, b) => a.position.y - b.position.y)
  const position = first ? { x: first.position.x, y: first.position.y - ABOVE } : { x: 0, y: 0 }
  return { type: 'addBlock', block: { type: entry?.type ?? 'start' }, position }
}
