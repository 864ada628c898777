import { describe, expect, it } from 'vitest'
import { blockRegistry } from '#lib/blocks/index.ts'
import { hasControl, toForm } from '#lib/engine/form.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { PROBLEM_CODES, type ProblemCode } from '#lib/engine/problem.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { checkDeployable } from '#lib/engine/validate.ts'
import { applyAction } from '../apply.ts'
import type { FieldTarget } from '../editor-context.tsx'
import { fixesFor } from './fixes.ts'
import { BLOCK_FIELDS, locate, placeText, WORKFLOW_FIELDS } from './locate.ts'

const message = (content: string) => ({ type: 'message', config: { content } })
const choice = (when: string) => ({ type: 'condition', config: { cases: [{ handle: 'yes', when }] } })
const document = { type: 'document_verification' }
const screening = { type: 'sanctions_screening' }
const credential = { type: 'credential_issue' }
const edge = (graph: Graph, change: Partial<Graph['edges'][number]>): Graph => ({
  ...graph,
  edges: graph.edges.map((one, at) => (at === 0 ? { ...one, ...change } : one)),
})
const plain = buildGraph('start > a', { a: message('Hello') })
const twice = <Item>(items: readonly Item[]) => [...items, ...items.slice(-1)]
const kyc = (paths: string) =>
  buildGraph(paths, { doc: document, screen: screening, issue: credential, look: { type: 'manual_review' } })

/** One graph for everything that validation can find; a new code does not compile without one. */
const GRAPHS: Record<ProblemCode, Graph> = {
  duplicate_block_id: { ...plain, blocks: twice(plain.blocks) },
  duplicate_edge_id: { ...plain, edges: twice(plain.edges) },
  reserved_block_id: buildGraph('start > input', { input: message('Hello') }),
  missing_source: edge(plain, { source: 'gone' }),
  missing_target: edge(plain, { target: 'gone' }),
  no_start: buildGraph('a', { a: message('Hello') }),
  several_starts: buildGraph('start > a; other > a', { a: message('Hello'), other: { type: 'start' } }),
  unknown_block_type: buildGraph('start > a', { a: { type: 'gone' } }),
  invalid_config: buildGraph('start > a', {
    a: { type: 'manual_review', config: { fields: [{ name: 'x y', label: 'X' }] } },
  }),
  edge_into_start: buildGraph('start > a > start', { a: message('Hello') }),
  edge_from_end: buildGraph('start > end > a', { a: message('Hello') }),
  unknown_handle: buildGraph('start > a:gone > b', { a: message('Hello'), b: message('Hello') }),
  unreachable_block: buildGraph('start > a; b', { a: message('Hello'), b: message('Hello') }),
  reference_unknown: buildGraph('start > a', { a: message('Hello {vars.name}') }),
  reference_never_before: buildGraph('start > a > b', { a: message('Hello {b.content}'), b: message('Hello') }),
  condition_syntax: buildGraph('start > a', { a: choice('1 +') }),
  condition_reference: buildGraph('start > a > b', { a: choice('b.content == "x"'), b: message('Hello') }),
  endless_cycle: buildGraph('start > a > b > a', { a: message('Hello'), b: message('Hello') }),
  credential_without_screening: kyc('start > doc > issue'),
  credential_without_document_check: kyc('start > screen > issue'),
  review_can_be_skipped: kyc('start > doc > screen:hit > look:approved > issue; screen > issue'),
  credential_despite_doubt: kyc('start > doc > screen > issue; screen:hit > issue'),
}

function exists(graph: Graph, { blockId, edgeId, path = '' }: FieldTarget): boolean {
  if (edgeId !== undefined)
    return graph.edges.some(({ id }) => id === edgeId) && ['sourceHandle', 'target'].includes(path)
  if (blockId === undefined) return WORKFLOW_FIELDS.some((field) => field === path)
  const block = graph.blocks.find(({ id }) => id === blockId)
  const definition = blockRegistry.get(block?.type ?? '')
  if (!path.startsWith('config')) return block !== undefined && BLOCK_FIELDS.some((field) => field === path)
  return definition !== undefined && hasControl(toForm(definition), path.split('.').slice(1))
}

describe('locate', () => {
  it.each(PROBLEM_CODES)('leads from %s to a field that the inspector has', (code) => {
    const graph = GRAPHS[code]
    const found = checkDeployable(graph, blockRegistry).filter((problem) => problem.code === code)
    expect(found).not.toEqual([])
    for (const problem of found) {
      const target = locate(problem, graph)
      expect({ target, exists: exists(graph, target) }).toEqual({ target, exists: true })
      expect(placeText(problem, graph)).not.toBe('')
    }
  })

  it('leads to the innermost field', () => {
    const graph = GRAPHS.invalid_config
    const [problem] = checkDeployable(graph, blockRegistry)
    expect(problem && [locate(problem, graph), placeText(problem, graph)]).toEqual([
      { blockId: 'a', path: 'config.fields.0.name' },
      'a › Fields › 1 › Name',
    ])
  })

  it('leads to what holds a setting that no form has', () => {
    const graph = buildGraph('start > a', { a: { type: 'message', config: { content: 'Hello', colour: 'red' } } })
    const [problem] = checkDeployable(graph, blockRegistry)
    expect(problem && locate(problem, graph)).toEqual({ blockId: 'a', path: 'config' })
  })
})

describe('fixesFor', () => {
  it.each(PROBLEM_CODES)('offers for %s only what mends it', (code) => {
    const graph = GRAPHS[code]
    const [problem] = checkDeployable(graph, blockRegistry).filter((one) => one.code === code)
    for (const { action } of problem ? fixesFor(problem, graph) : []) {
      const mended = checkDeployable(applyAction(graph, action).graph, blockRegistry)
      expect(mended.filter((one) => one.code === code)).toEqual([])
    }
  })

  it('declares a variable that is read', () => {
    const graph = GRAPHS.reference_unknown
    const [problem] = checkDeployable(graph, blockRegistry)
    expect(problem && fixesFor(problem, graph).map(({ label }) => label)).toEqual(['Add the variable name'])
  })
})
