import { text } from '#components/messages/text.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { Json } from '#lib/engine/json.ts'
import type { Problem } from '#lib/engine/problem.ts'
import { referencesIn } from '#lib/engine/references.ts'
import type { DraftAction } from '../draft.ts'
import { startAction } from '../inspector/start-block.ts'

export type Fix = { label: string; action: DraftAction }

/** What mends a problem without a question; nothing where only the author can know. */
export function fixesFor(problem: Problem, graph: Graph): Fix[] {
  const { blockId, edgeId, path } = problem
  const { fixes } = text.inspector
  switch (problem.code) {
    case 'missing_source':
    case 'missing_target':
    case 'edge_into_start':
    case 'edge_from_end':
    case 'unknown_handle':
      return edgeId === undefined ? [] : [{ label: fixes.removeEdge, action: { type: 'removeEdges', ids: [edgeId] } }]
    case 'no_start':
      return [{ label: fixes.addStart, action: startAction(graph) }]
    case 'several_starts':
    case 'unknown_block_type':
      return blockId === undefined
        ? []
        : [{ label: fixes.removeBlock, action: { type: 'removeBlocks', ids: [blockId] } }]
    case 'reference_unknown':
      return missingVariables(graph, blockId, path).map((name) => ({
        label: fixes.addVariable(name),
        action: { type: 'setVariables', variables: [...graph.variables, { name, type: 'string' }] },
      }))
    default:
      return []
  }
}

/** Variables that the text at a path reads by `vars` and nobody declared. */
function missingVariables(graph: Graph, blockId: string | undefined, path = ''): string[] {
  const block = graph.blocks.find(({ id }) => id === blockId)
  const value = path.split('.').slice(1).reduce<Json | undefined>(member, block?.config)
  if (typeof value !== 'string') return []
  const declared = new Set(graph.variables.map(({ name }) => name))
  const names = referencesIn(value).flatMap(({ path: [head, next] }) => (head === 'vars' && next ? [next] : []))
  return [...new Set(names)].filter((name) => !declared.has(name))
}

function member(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)]
  return typeof value === 'object' && value !== null ? value[step] : undefined
}
