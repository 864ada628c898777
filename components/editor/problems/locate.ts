import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { hasControl, labelsAt, toForm } from '#lib/engine/form.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { Problem, ProblemCode } from '#lib/engine/problem.ts'
import type { FieldTarget } from '../editor-context.tsx'

/** Fields of the inspector that belong to no settings. */
export const BLOCK_FIELDS = ['name', 'id', 'type', 'actions', 'enabled', 'incoming', 'outgoing'] as const
/** Fields of the workflow's own pane. */
export const WORKFLOW_FIELDS = ['start', 'variables', 'settings.loopLimits'] as const

type Home =
  | { of: 'problem' }
  | { of: 'edge'; path: 'sourceHandle' | 'target' }
  | { of: 'block'; path: (typeof BLOCK_FIELDS)[number] }
  | { of: 'workflow'; path: (typeof WORKFLOW_FIELDS)[number] }

/** Where each finding is mended; `problem` where its own path says it. */
const HOMES: Record<ProblemCode, Home> = {
  duplicate_block_id: { of: 'block', path: 'id' },
  reserved_block_id: { of: 'block', path: 'id' },
  duplicate_edge_id: { of: 'edge', path: 'target' },
  missing_source: { of: 'edge', path: 'sourceHandle' },
  missing_target: { of: 'edge', path: 'target' },
  edge_into_start: { of: 'edge', path: 'target' },
  edge_from_end: { of: 'edge', path: 'sourceHandle' },
  unknown_handle: { of: 'edge', path: 'sourceHandle' },
  no_start: { of: 'workflow', path: 'start' },
  several_starts: { of: 'block', path: 'actions' },
  unknown_block_type: { of: 'block', path: 'type' },
  unreachable_block: { of: 'block', path: 'incoming' },
  endless_cycle: { of: 'workflow', path: 'settings.loopLimits' },
  invalid_config: { of: 'problem' },
  reference_unknown: { of: 'problem' },
  reference_never_before: { of: 'problem' },
  condition_syntax: { of: 'problem' },
  condition_reference: { of: 'problem' },
  credential_without_screening: { of: 'block', path: 'incoming' },
  credential_without_document_check: { of: 'block', path: 'incoming' },
  review_can_be_skipped: { of: 'block', path: 'incoming' },
  credential_despite_doubt: { of: 'block', path: 'incoming' },
}

/** The field that mends a problem. */
export function locate(problem: Problem, graph: Graph): FieldTarget {
  const { blockId, edgeId, path } = problem
  const home = HOMES[problem.code]
  switch (home.of) {
    case 'edge':
      return edgeId === undefined ? { path: 'start' } : { edgeId, path: home.path }
    case 'workflow':
      return { path: home.path }
    case 'block':
      return blockId === undefined ? { path: 'start' } : { blockId, path: home.path }
    case 'problem':
      return blockId === undefined ? { path: 'start' } : { blockId, path: drawnPath(graph, blockId, path ?? 'name') }
    default:
      return home satisfies never
  }
}

/** A path as far as the form has controls for it. */
function drawnPath(graph: Graph, blockId: string, path: string): string {
  const form = formAt(graph, blockId)
  const [root, ...steps] = path.split('.')
  for (let length = steps.length; length > 0; length--) {
    const inner = steps.slice(0, length)
    if (hasControl(form, inner)) return [root, ...inner].join('.')
  }
  return root === 'config' ? 'config' : 'name'
}

/** Where a problem is, in words: the block, and the labels on the way to the field. */
export function placeText(problem: Problem, graph: Graph): string {
  const { blockId, edgeId, path } = problem
  const name = (id: string) => graph.blocks.find((block) => block.id === id)?.name ?? id
  const edge = graph.edges.find(({ id }) => id === edgeId)
  if (edge) return `${name(edge.source)} → ${name(edge.target)}`
  if (blockId === undefined) return text.inspector.problems.workflow
  const steps = path?.split('.').slice(1) ?? []
  return [name(blockId), ...labelsAt(formAt(graph, blockId), steps)].join(' › ')
}

function formAt(graph: Graph, blockId: string) {
  const definition = blockRegistry.get(graph.blocks.find(({ id }) => id === blockId)?.type ?? '')
  return definition ? toForm(definition) : []
}
