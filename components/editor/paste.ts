import type { XYPosition } from '@xyflow/react'
import { blockRegistry } from '#lib/blocks/index.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { renameReferences } from '#lib/engine/rename.ts'
import { cornerOf, type Fragment } from './fragment.ts'
import { freeBlockId, freeEdgeId, freeName } from './names.ts'

/**
 * Puts a fragment into a graph with its upper left corner at a place. Ids that are taken are changed, and with them
 * what the fragment's own blocks say of each other; a second start is left out.
 */
export function paste(graph: Graph, fragment: Fragment, at: XYPosition): { graph: Graph; added: readonly string[] } {
  const started = graph.blocks.some(({ type }) => blockRegistry.get(type)?.role === 'entry')
  const blocks = fragment.blocks.filter(({ type }) => !started || blockRegistry.get(type)?.role !== 'entry')
  if (blocks.length === 0) return { graph, added: [] }
  const ids = newIds(graph, blocks)
  const renames = new Map([...ids].filter(([from, to]) => from !== to))
  const corner = cornerOf({ blocks, edges: [] })
  const pasted: Graph['blocks'] = []
  for (const block of renameReferences(graph, blocks, renames, blockRegistry)) {
    const { x, y } = block.position
    const position = { x: x - corner.x + at.x, y: y - corner.y + at.y }
    const name = freeName([...graph.blocks, ...pasted], block.name)
    pasted.push({ ...block, id: ids.get(block.id) ?? block.id, name, position })
  }
  const grown = { ...graph, blocks: [...graph.blocks, ...pasted], edges: withEdges(graph, fragment, ids) }
  return { graph: grown, added: [...ids.values()] }
}

function newIds(graph: Graph, blocks: Fragment['blocks']): Map<string, string> {
  const taken = new Set([...graph.blocks.map(({ id }) => id), ...blocks.map(({ id }) => id)])
  const own = new Set(graph.blocks.map(({ id }) => id))
  const ids = new Map<string, string>()
  for (const { id } of blocks) {
    const free = own.has(id) ? freeBlockId(taken, id) : id
    taken.add(free)
    ids.set(id, free)
  }
  return ids
}

function withEdges(graph: Graph, fragment: Fragment, ids: ReadonlyMap<string, string>): Graph['edges'] {
  const taken = new Set(graph.edges.map(({ id }) => id))
  const edges = fragment.edges.flatMap((edge) => {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)]
    if (source === undefined || target === undefined) return []
    const moved = { ...edge, source, target }
    const id = freeEdgeId(taken, moved)
    taken.add(id)
    return [{ ...moved, id }]
  })
  return [...graph.edges, ...edges]
}
