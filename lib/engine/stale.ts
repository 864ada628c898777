import { type BlockId, type Edge, type Graph, indexGraph } from './graph.ts'
import { canonicalJson } from './json.ts'

/**
 * Blocks of which a run's output no longer says what they would do now: those whose settings, or whose edges in, differ
 * from the graph that ran, and all that come after them. Names, notes and places change nothing.
 */
export function staleBlocks(ran: Graph, now: Graph): ReadonlySet<BlockId> {
  const before = traitsOf(ran)
  const index = indexGraph(now)
  const changed = [...traitsOf(now)].filter(([id, text]) => before.get(id) !== text).map(([id]) => id)
  return new Set(changed.flatMap((id) => [id, ...index.reach(id)]))
}

/** All that decides what a block does, as text by block id. */
function traitsOf(graph: Graph): Map<BlockId, string> {
  const into = Map.groupBy(graph.edges, ({ target }) => target)
  const variables = graph.variables.map(({ default: value, ...variable }) =>
    variable.secret ? variable : { ...variable, default: value },
  )
  return new Map(
    graph.blocks.map(({ position: _position, name: _name, notes: _notes, ...block }) => [
      block.id,
      canonicalJson({ block, into: (into.get(block.id) ?? []).map(edgeText).toSorted(), variables }),
    ]),
  )
}

function edgeText({ source, sourceHandle }: Edge): string {
  return `${source} ${sourceHandle}`
}
