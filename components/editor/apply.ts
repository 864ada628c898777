import { blockRegistry } from '#lib/blocks/index.ts'
import { draftHandlesOf, handlesOf } from '#lib/engine/config.ts'
import { refuseConnection } from '#lib/engine/connection.ts'
import { BLOCK_ID, type Block, blockSchema, type Edge, type Graph, indexGraph } from '#lib/engine/graph.ts'
import { renameBlocks } from '#lib/engine/rename.ts'
import { makeRoom } from './add-after.ts'
import type { BlockPatch, DraftAction } from './draft.ts'
import { fragmentOf, freeCorner } from './fragment.ts'
import { freeBlockId, freeEdgeId, freeName, nameOfType } from './names.ts'
import { paste } from './paste.ts'
import { arrange, placed } from './place.ts'

type Applied = { graph: Graph; added: readonly string[] }
type Of<Type extends DraftAction['type']> = Extract<DraftAction, { type: Type }>

/** The graph after an action; the same object when nothing changed. Connections that may not be are not made. */
export function applyAction(graph: Graph, action: DraftAction): Applied {
  switch (action.type) {
    case 'addBlock':
      return addBlock(graph, action)
    case 'paste':
      return paste(graph, action.fragment, action.at)
    case 'duplicateBlocks':
      return duplicate(graph, action.ids)
    default:
      return { graph: change(graph, action), added: [] }
  }
}

function change(graph: Graph, action: Exclude<DraftAction, Of<'addBlock' | 'paste' | 'duplicateBlocks'>>): Graph {
  switch (action.type) {
    case 'updateBlock':
      return updateBlock(graph, action.id, action.patch)
    case 'renameBlock':
      return renameBlock(graph, action.id, action.to)
    case 'removeBlocks':
      return removeBlocks(graph, new Set(action.ids))
    case 'setEnabled':
      return mapBlocks(graph, new Set(action.ids), (block) =>
        block.enabled === action.enabled ? block : { ...block, enabled: action.enabled },
      )
    case 'connect':
      return connect(graph, action)
    case 'reconnect':
      return reconnect(graph, action)
    case 'removeEdges': {
      const edges = graph.edges.filter(({ id }) => !action.ids.includes(id))
      return edges.length === graph.edges.length ? graph : { ...graph, edges }
    }
    case 'moveBlocks':
      return moveBlocks(graph, action.positions)
    case 'setVariables':
      return { ...graph, variables: action.variables }
    case 'setSettings':
      return { ...graph, settings: action.settings }
    case 'replaceGraph':
      return placed(action.graph)
    case 'layout':
      return moveBlocks(graph, new Map(arrange(graph).blocks.map(({ id, position }) => [id, position])))
    default:
      return action satisfies never
  }
}

function mapBlocks(graph: Graph, ids: ReadonlySet<string>, update: (block: Block) => Block): Graph {
  const blocks = graph.blocks.map((block) => (ids.has(block.id) ? update(block) : block))
  return blocks.every((block, at) => block === graph.blocks[at]) ? graph : { ...graph, blocks }
}

function moveBlocks(graph: Graph, positions: Of<'moveBlocks'>['positions']): Graph {
  return mapBlocks(graph, new Set(positions.keys()), (block) => {
    const { x, y } = positions.get(block.id) ?? block.position
    return block.position.x === x && block.position.y === y ? block : { ...block, position: { x, y } }
  })
}

function addBlock(graph: Graph, { block: wanted, position, from, onEdge }: Of<'addBlock'>): Applied {
  const taken = new Set(graph.blocks.map(({ id }) => id))
  const id = freeBlockId(taken, wanted.id ?? wanted.type)
  const name = freeName(graph.blocks, nameOfType(wanted.type))
  const block = blockSchema.parse({ id, type: wanted.type, name, position })
  const grown = { ...graph, blocks: [...graph.blocks, block] }
  const split = graph.edges.find((edge) => edge.id === onEdge)
  if (split) return { graph: splitEdge(grown, split, block), added: [id] }
  return {
    graph: from ? connect(grown, { source: from.source, sourceHandle: from.handle, target: id }) : grown,
    added: [id],
  }
}

/** The edge leads to the block, and the block's first exit to where the edge led. */
function splitEdge(graph: Graph, edge: Edge, block: Block): Graph {
  const definition = blockRegistry.get(block.type)
  if (definition?.role === 'entry') return graph
  const into = change(graph, { type: 'reconnect', edgeId: edge.id, target: block.id })
  const sourceHandle = (definition && draftHandlesOf(definition, block.config)[0]) ?? 'out'
  return makeRoom(connect(into, { source: block.id, sourceHandle, target: edge.target }), block.id)
}

function duplicate(graph: Graph, ids: readonly string[]): Applied {
  const fragment = fragmentOf(graph, ids)
  return fragment.blocks.length > 0 ? paste(graph, fragment, freeCorner(graph, fragment)) : { graph, added: [] }
}

function updateBlock(graph: Graph, id: string, patch: BlockPatch): Graph {
  const before = graph.blocks.find((block) => block.id === id)
  if (!before) return graph
  const kept = Object.entries({ ...before, ...patch, id }).filter(([, value]) => value !== undefined)
  const parsed = blockSchema.safeParse(Object.fromEntries(kept))
  if (!parsed.success) return graph
  const changed = mapBlocks(graph, new Set([id]), () => parsed.data)
  const renamed = renamedExit(before, parsed.data)
  if (!renamed) return changed
  const edges = changed.edges.map((edge) =>
    edge.source === id && edge.sourceHandle === renamed.from ? { ...edge, sourceHandle: renamed.to } : edge,
  )
  return { ...changed, edges }
}

/** The one exit that has another name than before, in the same place. */
function renamedExit(before: Block, after: Block): { from: string; to: string } | undefined {
  const definition = blockRegistry.get(after.type)
  if (!definition || before.type !== after.type || before.config === after.config) return undefined
  const old = handlesOf(definition, before.config)
  const now = handlesOf(definition, after.config)
  if (!old || !now || old.length !== now.length) return undefined
  const [at, second] = old.flatMap((handle, place) => (handle === now[place] ? [] : [place]))
  if (at === undefined || second !== undefined) return undefined
  const [from, to] = [old[at], now[at]]
  return from && to && !now.includes(from) && !old.includes(to) ? { from, to } : undefined
}

function renameBlock(graph: Graph, id: string, to: string): Graph {
  const taken = graph.blocks.some((block) => block.id === to)
  if (id === to || taken || !BLOCK_ID.test(to) || !graph.blocks.some((block) => block.id === id)) return graph
  return renameBlocks(graph, new Map([[id, to]]), blockRegistry)
}

function removeBlocks(graph: Graph, ids: ReadonlySet<string>): Graph {
  const blocks = graph.blocks.filter(({ id }) => !ids.has(id))
  if (blocks.length === graph.blocks.length) return graph
  return { ...graph, blocks, edges: graph.edges.filter(({ source, target }) => !ids.has(source) && !ids.has(target)) }
}

function connect(graph: Graph, connection: Pick<Edge, 'source' | 'sourceHandle' | 'target'>): Graph {
  const { source, sourceHandle, target } = connection
  const index = indexGraph(graph)
  if (refuseConnection(index, blockRegistry, { source, sourceHandle, target })) return graph
  const id = freeEdgeId(new Set(graph.edges.map((edge) => edge.id)), connection)
  const order = Math.max(-1, ...index.outgoing(source).map((edge) => edge.order)) + 1
  return { ...graph, edges: [...graph.edges, { id, source, sourceHandle, target, order }] }
}

function reconnect(graph: Graph, { edgeId, source, sourceHandle, target }: Of<'reconnect'>): Graph {
  const edge = graph.edges.find(({ id }) => id === edgeId)
  if (!edge) return graph
  const moved = {
    ...edge,
    source: source ?? edge.source,
    sourceHandle: sourceHandle ?? edge.sourceHandle,
    target: target ?? edge.target,
  }
  const same = moved.source === edge.source && moved.sourceHandle === edge.sourceHandle && moved.target === edge.target
  if (same || refuseConnection(indexGraph(graph), blockRegistry, moved, edgeId)) return graph
  return { ...graph, edges: graph.edges.map((other) => (other.id === edgeId ? moved : other)) }
}
