import { type Block, type Edge, type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { JsonObject } from '#lib/engine/json.ts'

/** A workflow to begin with. */
export type Template = {
  /** The workflow's id is `wf_<slug>`. */
  slug: string
  name: string
  description: string
  graph: Graph
  /** Workflows that this one runs under their ids. */
  runs?: readonly Template[]
}

type BlockShape = { id: string; type: string; name: string; config?: JsonObject } & Partial<
  Pick<Block, 'join' | 'notes'>
>

/** A graph from blocks and edges written `source -> target` or `source.handle -> target`; laid out from left to right. */
export function drawGraph(
  blocks: readonly BlockShape[],
  edges: readonly string[],
  rest: Partial<Pick<Graph, 'variables' | 'settings'>> = {},
): Graph {
  return graphSchema.parse({
    blocks: blocks.map((block, column) => ({ ...block, position: { x: column * 280, y: 0 } })),
    edges: edges.map(toEdge),
    ...rest,
  })
}

function toEdge(text: string): Pick<Edge, 'id' | 'source' | 'sourceHandle' | 'target'> {
  const [from = '', target = ''] = text.split(' -> ')
  const [source = '', sourceHandle = 'out'] = from.split('.')
  return { id: `${source}_${sourceHandle}_${target}`, source, sourceHandle, target }
}
