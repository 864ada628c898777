import type { BlockId, EdgeId, Graph } from './graph.ts'

/** Which parts of a graph some runs went through. */
export type Coverage = {
  blocks: ReadonlySet<BlockId>
  edges: ReadonlySet<EdgeId>
  /** Blocks and edges reached, of all there are: 0 to 100, never rounded up to 100. */
  percent: number
}

/** What runs of a graph, or of one like it, went through; parts that are no longer there do not count. */
export function coverageOf(
  graph: Graph,
  runs: readonly { blocks: readonly BlockId[]; edges: readonly EdgeId[] }[],
): Coverage {
  const ran = new Set(runs.flatMap(({ blocks }) => blocks))
  const taken = new Set(runs.flatMap(({ edges }) => edges))
  const enabled = graph.blocks.filter((block) => block.enabled)
  const blocks = new Set(graph.blocks.map(({ id }) => id).filter((id) => ran.has(id)))
  const edges = new Set(graph.edges.map(({ id }) => id).filter((id) => taken.has(id)))
  const all = enabled.length + graph.edges.length
  const reached = enabled.filter(({ id }) => blocks.has(id)).length + edges.size
  return { blocks, edges, percent: all === 0 ? 0 : Math.floor((100 * reached) / all) }
}
