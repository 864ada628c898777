import { type Block, type Graph, graphSchema } from '../graph.ts'

type BlockParts = Partial<Omit<Block, 'id'>>

/**
 * A graph from paths like `start > a > b; a:error > c`: `>` is an edge, `:name` the exit it leaves by.
 * Blocks stand in the order of their first mention; their type is their id for `start` and `end`, else `echo`.
 * Edges are named like they are written: `a:error>c`.
 */
export function buildGraph(
  paths: string,
  blocks: Record<string, BlockParts> = {},
  rest: Partial<Omit<Graph, 'blocks' | 'edges'>> = {},
): Graph {
  const edges = paths.split(';').flatMap((path) => edgesOf(path.split('>').map((step) => step.trim())))
  const named = paths.split(/[;>]/).map((step) => step.trim().split(':')[0] ?? '')
  const ids = [...new Set([...named, ...Object.keys(blocks)])].filter(Boolean)
  return graphSchema.parse({
    blocks: ids.map((id) => ({ id, type: id === 'start' || id === 'end' ? id : 'echo', name: id, ...blocks[id] })),
    edges: edges.map((edge, order) => ({ ...edge, order })),
    ...rest,
  })
}

function edgesOf(steps: string[]) {
  return steps.slice(1).map((step, at) => {
    const [source = '', sourceHandle = 'out'] = (steps[at] ?? '').split(':')
    const [target = ''] = step.split(':')
    const id = sourceHandle === 'out' ? `${source}>${target}` : `${source}:${sourceHandle}>${target}`
    return { id, source, sourceHandle, target }
  })
}
