import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffGraphs, type GraphDiff, isEmptyDiff } from './diff.ts'
import { type Graph, graphSchema, hashGraph } from './graph.ts'
import { arbitraryGraph } from './testing/arbitrary-graph.ts'
import { buildGraph } from './testing/build-graph.ts'

const CASES = [
  { handle: 'clear', when: 'a.ok' },
  { handle: 'hit', when: 'a.bad' },
]
const BASE = buildGraph('start > a > route > end; route:clear > end', {
  a: { config: { value: '{input.name}', deep: { list: [1, 2] } } },
  route: { type: 'route', config: { cases: CASES } },
})

const NONE: GraphDiff = {
  blocks: { added: [], removed: [], changed: [], reordered: false },
  edges: { added: [], removed: [], changed: [] },
  variables: { added: [], removed: [], changed: [] },
  settings: [],
}

function edit(graph: Graph, change: (draft: Graph) => void): Graph {
  const copy = structuredClone(graph)
  change(copy)
  return graphSchema.parse(copy)
}

function block(graph: Graph, id: string) {
  const found = graph.blocks.find((one) => one.id === id)
  if (!found) throw new Error(`No block ${id}`)
  return found
}

/** Ids of added, removed and changed blocks, with the paths that changed. */
function told({ blocks }: GraphDiff) {
  return {
    added: blocks.added.map(({ id }) => id),
    removed: blocks.removed.map(({ id }) => id),
    changed: Object.fromEntries(blocks.changed.map(({ id, changes }) => [id, changes])),
    reordered: blocks.reordered,
  }
}

describe('the difference between two graphs', () => {
  it('is none where blocks were moved, renamed or noted, and edges got other ids or another order', () => {
    const after = edit(BASE, (draft) => {
      for (const one of draft.blocks) Object.assign(one, { position: { x: 9, y: 9 }, name: 'New name', notes: 'Look' })
      for (const one of draft.edges) one.id = `x${one.id}`
      draft.edges.reverse()
    })
    expect(diffGraphs(BASE, after)).toEqual(NONE)
  })

  it('names blocks added and removed, with their edges', () => {
    const after = edit(BASE, (draft) => {
      draft.blocks.push({ ...block(draft, 'a'), id: 'b', type: 'count', name: 'b' })
      draft.blocks = draft.blocks.filter(({ id }) => id !== 'end')
      draft.edges = [
        ...draft.edges.filter(({ target }) => target !== 'end'),
        { id: 'new', source: 'start', sourceHandle: 'out', target: 'b', order: 9 },
      ]
    })
    const diff = diffGraphs(BASE, after)
    expect(told(diff)).toEqual({ added: ['b'], removed: ['end'], changed: {}, reordered: false })
    expect(diff.edges.added.map(({ target }) => target)).toEqual(['b'])
    expect(diff.edges.removed.map(({ id }) => id)).toEqual(['route>end', 'route:clear>end'])
  })

  it.each<[string, (draft: Graph) => void, object]>([
    [
      'a value deep inside',
      (draft) => Object.assign(block(draft, 'a').config, { deep: { list: [1, 3] } }),
      { a: [{ path: 'config.deep.list.1', before: 2, after: 3 }] },
    ],
    [
      'a value that was not there',
      (draft) => Object.assign(block(draft, 'a').config, { more: true }),
      { a: [{ path: 'config.more', after: true }] },
    ],
    [
      'a value that is gone',
      (draft) => Reflect.deleteProperty(block(draft, 'a').config, 'value'),
      { a: [{ path: 'config.value', before: '{input.name}' }] },
    ],
    [
      'an item of a list by its name',
      (draft) => Object.assign(block(draft, 'route').config, { cases: [CASES[0], { handle: 'hit', when: 'true' }] }),
      { route: [{ path: 'config.cases.hit.when', before: 'a.bad', after: 'true' }] },
    ],
    [
      'one item fewer, and no other',
      (draft) => Object.assign(block(draft, 'route').config, { cases: [CASES[1]] }),
      { route: [{ path: 'config.cases.clear', before: CASES[0] }] },
    ],
    [
      'the order of items',
      (draft) => Object.assign(block(draft, 'route').config, { cases: CASES.toReversed() }),
      { route: [{ path: 'config.cases', before: ['clear', 'hit'], after: ['hit', 'clear'] }] },
    ],
    [
      'what every block has',
      (draft) => Object.assign(block(draft, 'a'), { enabled: false, join: 'any', onError: 'continue', timeoutMs: 9 }),
      {
        a: [
          { path: 'enabled', before: true, after: false },
          { path: 'join', before: 'all', after: 'any' },
          { path: 'onError', before: 'fail', after: 'continue' },
          { path: 'timeoutMs', after: 9 },
        ],
      },
    ],
  ])('tells %s', (_name, change, changed) => {
    expect(told(diffGraphs(BASE, edit(BASE, change)))).toEqual({ added: [], removed: [], changed, reordered: false })
  })

  it('tells an edge that leads elsewhere as one edge changed', () => {
    const after = edit(BASE, (draft) => {
      for (const edge of draft.edges) if (edge.sourceHandle === 'clear') edge.target = 'a'
    })
    const { edges } = diffGraphs(BASE, after)
    expect(edges).toMatchObject({ added: [], removed: [] })
    expect(edges.changed.map(({ before, changes }) => [before.id, changes])).toEqual([
      ['route:clear>end', [{ path: 'target', before: 'end', after: 'a' }]],
    ])
  })

  it('tells that blocks stand in another order, which decides who goes first', () => {
    const after = edit(BASE, (draft) => draft.blocks.reverse())
    expect(diffGraphs(BASE, after)).toEqual({ ...NONE, blocks: { ...NONE.blocks, reordered: true } })
  })

  it('knows a block under a new id again, and what refers to it', () => {
    const after = edit(BASE, (draft) => {
      block(draft, 'a').id = 'applicant'
      Object.assign(block(draft, 'end').config, { output: '{applicant.value}' })
      for (const edge of draft.edges) {
        if (edge.source === 'a') edge.source = 'applicant'
        if (edge.target === 'a') edge.target = 'applicant'
      }
    })
    const before = edit(BASE, (draft) => Object.assign(block(draft, 'end').config, { output: '{a.value}' }))
    const diff = diffGraphs(before, after)
    expect(told(diff)).toEqual({
      added: [],
      removed: [],
      changed: { applicant: [{ path: 'id', before: 'a', after: 'applicant' }] },
      reordered: false,
    })
    expect(diff.edges).toEqual(NONE.edges)
  })

  it('takes blocks for others where several could be meant', () => {
    const twins = buildGraph('start > a; start > b', { a: { name: 'Twin' }, b: { name: 'Twin' } })
    const others = buildGraph('start > c; start > d', { c: { name: 'Twin' }, d: { name: 'Twin' } })
    expect(told(diffGraphs(twins, others))).toMatchObject({ added: ['c', 'd'], removed: ['a', 'b'], changed: {} })
  })

  it('tells variables and settings', () => {
    const before = edit(BASE, (draft) => {
      draft.variables = [
        { name: 'kept', type: 'string' },
        { name: 'gone', type: 'string' },
      ]
      draft.settings = { deadlineSeconds: 10 }
    })
    const after = edit(BASE, (draft) => {
      draft.variables = [
        { name: 'fresh', type: 'number' },
        { name: 'kept', type: 'string', default: 'x' },
      ]
      draft.settings = { deadlineSeconds: 20 }
    })
    expect(diffGraphs(before, after)).toEqual({
      ...NONE,
      variables: {
        added: [{ name: 'fresh', type: 'number' }],
        removed: [{ name: 'gone', type: 'string' }],
        changed: [{ name: 'kept', changes: [{ path: 'default', after: 'x' }] }],
      },
      settings: [{ path: 'deadlineSeconds', before: 10, after: 20 }],
    })
  })
})

/** One small edit of a graph, some of which change nothing that counts. */
const edits: readonly ((draft: Graph, pick: number) => void)[] = [
  () => {},
  (draft, pick) => Object.assign(draft.blocks[pick % draft.blocks.length] ?? {}, { name: 'Other', notes: 'n' }),
  (draft, pick) => Object.assign(draft.blocks[pick % draft.blocks.length] ?? {}, { position: { x: pick, y: 1 } }),
  (draft) => draft.edges.reverse(),
  (draft, pick) => Object.assign(draft.blocks[pick % draft.blocks.length] ?? {}, { enabled: pick % 2 === 0 }),
  (draft, pick) => Object.assign(draft.blocks[pick % draft.blocks.length]?.config ?? {}, { x: pick % 3 }),
  (draft, pick) => draft.blocks.splice(pick % draft.blocks.length, 1),
  (draft, pick) => draft.edges.splice(pick % Math.max(1, draft.edges.length), 1),
  (draft, pick) => Object.assign(draft.edges[pick % Math.max(1, draft.edges.length)] ?? {}, { order: pick % 4 }),
  (draft, pick) => Object.assign(draft.edges[pick % Math.max(1, draft.edges.length)] ?? {}, { target: 'end' }),
  (draft) => draft.blocks.reverse(),
  (draft, pick) => draft.variables.push({ name: `v${pick}`, type: 'string' }),
  (draft, pick) => Object.assign(draft.settings, { maxParallelNodes: 1 + (pick % 3) }),
  (draft, pick) => Object.assign(draft.blocks[pick % draft.blocks.length] ?? {}, { id: `r${pick}` }),
]

describe('a difference', () => {
  it('is empty exactly when the hashes are equal', async () => {
    const change = fc.record({ edit: fc.constantFrom(...edits), pick: fc.nat(60) })
    await fc.assert(
      fc.asyncProperty(arbitraryGraph, fc.array(change, { maxLength: 4 }), async (before, changes) => {
        const after = edit(before, (draft) => {
          for (const one of changes) one.edit(draft, one.pick)
        })
        const same = (await hashGraph(before)) === (await hashGraph(after))
        expect(isEmptyDiff(diffGraphs(before, after))).toBe(same)
        expect(isEmptyDiff(diffGraphs(after, before))).toBe(same)
      }),
      { numRuns: 300 },
    )
  })
})
