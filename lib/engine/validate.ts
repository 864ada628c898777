import { checkReferences } from './check-references.ts'
import { checkConfig } from './config.ts'
import { checkConnection } from './connection.ts'
import { type Block, type Graph, type GraphIndex, indexGraph } from './graph.ts'
import { checkPolicy } from './policy.ts'
import type { BlockCatalogue, Problem, ProblemCode } from './problem.ts'

export type { BlockCatalogue, Problem } from './problem.ts'

const RESERVED_IDS: ReadonlySet<string> = new Set(['input', 'vars', 'env'])

/** What keeps a graph from being stored even as a draft: ids that are not unique, edges that hang in the air. */
export function checkDraft(graph: Graph): Problem[] {
  return [...checkIds(graph), ...checkEnds(graph)]
}

/** Everything there is to say about a graph before it runs or is deployed, at once. */
export function checkDeployable(graph: Graph, blocks: BlockCatalogue): Problem[] {
  const index = indexGraph(graph)
  return [
    ...checkDraft(graph),
    ...checkStart(graph, blocks),
    ...graph.blocks.flatMap((block) => checkBlock(block, blocks)),
    ...checkEdges(index, blocks),
    ...checkReach(index, blocks),
    ...checkReferences(index, blocks),
    ...checkCycles(index, blocks),
    ...checkPolicy(index, blocks),
  ]
}

function checkIds(graph: Graph): Problem[] {
  const ids = graph.blocks.map(({ id }) => id)
  return [
    ...repeated(ids).map((blockId) => error('duplicate_block_id', `Two blocks have the id ${blockId}`, { blockId })),
    ...repeated(graph.edges.map(({ id }) => id)).map((edgeId) =>
      error('duplicate_edge_id', `Two edges have the id ${edgeId}`, { edgeId }),
    ),
    ...ids
      .filter((id) => RESERVED_IDS.has(id))
      .map((blockId) => error('reserved_block_id', `References read ${blockId} as something else`, { blockId })),
  ]
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
}

function checkEnds(graph: Graph): Problem[] {
  const ids = new Set(graph.blocks.map(({ id }) => id))
  return graph.edges.flatMap(({ id: edgeId, source, target }) => [
    ...(ids.has(source) ? [] : [error('missing_source', `An edge leaves ${source}, which does not exist`, { edgeId })]),
    ...(ids.has(target)
      ? []
      : [error('missing_target', `An edge leads to ${target}, which does not exist`, { edgeId })]),
  ])
}

function checkStart(graph: Graph, blocks: BlockCatalogue): Problem[] {
  const [first, ...others] = graph.blocks.filter((block) => isEntry(block, blocks))
  if (!first) return [error('no_start', 'The workflow has no start')]
  return others.map(({ id }) => error('several_starts', `The workflow already starts at ${first.id}`, { blockId: id }))
}

function isEntry(block: Block, blocks: BlockCatalogue): boolean {
  return blocks.get(block.type)?.role === 'entry'
}

function checkBlock(block: Block, blocks: BlockCatalogue): Problem[] {
  const definition = blocks.get(block.type)
  const blockId = block.id
  if (!definition) return [error('unknown_block_type', `There is no block type ${block.type}`, { blockId })]
  return checkConfig(definition.config, block.config, definition.literal).map(({ path, message }) =>
    error('invalid_config', `${path.join('.') || 'Settings'}: ${message}`, {
      blockId,
      path: ['config', ...path].join('.'),
    }),
  )
}

function checkEdges(index: GraphIndex, blocks: BlockCatalogue): Problem[] {
  return [...index.edges.values()].flatMap((edge) =>
    checkConnection(index, blocks, edge).map((problem) => ({ ...problem, edgeId: edge.id })),
  )
}

function checkReach(index: GraphIndex, blocks: BlockCatalogue): Problem[] {
  const entries = index.graph.blocks.filter((block) => isEntry(block, blocks))
  if (entries.length === 0) return []
  const reached = new Set(entries.flatMap(({ id }) => [id, ...index.reach(id)]))
  return index.graph.blocks
    .filter(({ id }) => !reached.has(id))
    .map(({ id, name }) => error('unreachable_block', `No path leads from the start to ${name}`, { blockId: id }))
}

/** One warning for each cycle in which nothing waits; limits that the author chose count as his answer. */
function checkCycles(index: GraphIndex, blocks: BlockCatalogue): Problem[] {
  if (index.graph.settings.loopLimits) return []
  const waits = (block: Block) => block.enabled && blocks.get(block.type)?.pauses === true
  const spinning = new Set(index.graph.blocks.filter((block) => !waits(block)).map(({ id }) => id))
  const inside = indexGraph({
    ...index.graph,
    blocks: index.graph.blocks.filter(({ id }) => spinning.has(id)),
  })
  const told = new Set<string>()
  return inside.graph.blocks.flatMap(({ id, name }) => {
    const reach = inside.reach(id)
    if (told.has(id) || !reach.has(id)) return []
    for (const other of reach) if (inside.reach(other).has(id)) told.add(other)
    const message = `${name} is on a cycle that waits for nothing; it is stopped by the limits on loops`
    return [{ code: 'endless_cycle', severity: 'warning' as const, blockId: id, message }]
  })
}

function error(code: ProblemCode, message: string, at: Pick<Problem, 'blockId' | 'edgeId' | 'path'> = {}): Problem {
  return { code, severity: 'error', ...at, message }
}
