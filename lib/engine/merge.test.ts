import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Graph } from './graph.ts'
import { conflictKey, mergeGraphs, type Side } from './merge.ts'
import { arbitraryGraph } from './testing/arbitrary-graph.ts'
import { testBlocks } from './testing/blocks.ts'
import { buildGraph } from './testing/build-graph.ts'

const merge = (base: Graph, mine: Graph, theirs: Graph, choices: [string, Side][] = []) =>
  mergeGraphs(base, mine, theirs, testBlocks, new Map(choices))

type Change = (graph: Graph) => Graph
const set =
  (id: string, patch: Partial<Graph['blocks'][number]>): Change =>
  (graph) => ({ ...graph, blocks: graph.blocks.map((block) => (block.id === id ? { ...block, ...patch } : block)) })
const remove =
  (id: string): Change =>
  (graph) => ({
    ...graph,
    blocks: graph.blocks.filter((block) => block.id !== id),
    edges: graph.edges.filter(({ source, target }) => source !== id && target !== id),
  })
const link =
  (source: string, target: string, sourceHandle = 'out'): Change =>
  (graph) => ({
    ...graph,
    edges: [...graph.edges, { id: `${source}:${sourceHandle}>${target}`, source, sourceHandle, target, order: 0 }],
  })
const add =
  (id: string, config = {}): Change =>
  (graph) => ({ ...graph, blocks: [...graph.blocks, ...buildGraph(id, { [id]: { config } }).blocks] })

const BASE = buildGraph('start > a > b > end', {
  a: { config: { value: { one: 1, two: 2 }, cases: [{ name: 'x', when: '1' }] } },
})
const all = (...changes: Change[]) => apply(changes, BASE)

describe('changes of both sides', () => {
  it.each<[string, Change, Change]>([
    ['in different blocks', set('a', { name: 'A' }), set('b', { name: 'B' })],
    ['in different fields of a block', set('a', { name: 'A' }), set('a', { enabled: false })],
    ['of different blocks added', add('c'), add('d')],
    ['of a block and an edge', remove('b'), link('a', 'end')],
    [
      'of settings and variables',
      (g) => ({ ...g, settings: { maxParallelNodes: 2 } }),
      (g) => ({ ...g, variables: [{ name: 'v', type: 'string' as const }] }),
    ],
    ['alike', set('a', { name: 'A' }), set('a', { name: 'A' })],
  ])('%s both survive', (_name, mine, theirs) => {
    const merged = merge(BASE, mine(BASE), theirs(BASE))
    expect(merged.conflicts).toEqual([])
    expect(sorted(merged.graph)).toEqual(sorted(theirs(mine(BASE))))
  })

  it('deep in one setting both survive', () => {
    const value = (one: number, two: number) => set('a', { config: { value: { one, two } } })
    const base = value(1, 2)(BASE)
    expect(merge(base, value(5, 2)(base), value(1, 6)(base)).graph.blocks[1]?.config).toEqual({
      value: { one: 5, two: 6 },
    })
  })

  it('of different items of a list both survive, and items added by both', () => {
    const items = (...list: [string, string][]) =>
      set('a', { config: { cases: list.map(([name, when]) => ({ name, when })) } })
    const base = items(['x', '1'], ['y', '1'])(BASE)
    const mine = items(['x', '2'], ['mine', '1'], ['y', '1'])(base)
    const theirs = items(['x', '1'], ['y', '3'], ['theirs', '1'])(base)
    const merged = merge(base, mine, theirs)
    expect(merged.conflicts).toEqual([])
    expect(merged.graph.blocks[1]?.config).toEqual({
      cases: [
        { name: 'x', when: '2' },
        { name: 'mine', when: '1' },
        { name: 'y', when: '3' },
        { name: 'theirs', when: '1' },
      ],
    })
  })

  it('of two blocks added under one id both survive, with what refers to mine', () => {
    const mine = all(add('c', { value: 1 }), add('d', { value: '{c.value}' }), link('b', 'c'))
    const theirs = all(add('c', { value: 2 }), link('a', 'c'))
    const { graph, renamed, conflicts } = merge(BASE, mine, theirs)
    expect([[...renamed], conflicts]).toEqual([[['c', 'c_2']], []])
    expect(graph.blocks.slice(4).map(({ id, config }) => [id, config])).toEqual(
      expect.arrayContaining([
        ['c', { value: 2 }],
        ['c_2', { value: 1 }],
        ['d', { value: '{c_2.value}' }],
      ]),
    )
    expect(
      graph.edges
        .slice(3)
        .map(({ source, target }) => `${source}>${target}`)
        .sort(),
    ).toEqual(['a>c', 'b>c_2'])
  })

  it('that only move a block are no conflict', () => {
    const moved = (x: number) => set('a', { position: { x, y: 0 } })
    expect(merge(BASE, moved(1)(BASE), moved(2)(BASE)).conflicts).toEqual([])
    expect(merge(BASE, moved(1)(BASE), remove('a')(BASE))).toMatchObject({ conflicts: [], graph: remove('a')(BASE) })
  })
})

describe('conflicts', () => {
  it('are told with both sides, and settled as chosen', () => {
    const [mine, theirs] = [set('a', { name: 'Mine' })(BASE), set('a', { name: 'Theirs' })(BASE)]
    const path = ['blocks', 'a', 'name']
    expect(merge(BASE, mine, theirs)).toMatchObject({
      graph: mine,
      conflicts: [{ path, base: 'a', mine: 'Mine', theirs: 'Theirs' }],
    })
    expect(merge(BASE, mine, theirs, [[conflictKey(path), 'theirs']]).graph).toEqual(theirs)
  })

  it.each<[string, Change]>([
    ['changed', set('b', { name: 'B' })],
    ['connected', link('b', 'a')],
  ])(
    'a block that one removed and the other %s stays, with its edges, unless its removal is chosen',
    (_name, change) => {
      const [kept, removed] = [change(BASE), remove('b')(BASE)]
      for (const [mine, theirs, remover] of [
        [kept, removed, 'theirs'],
        [removed, kept, 'mine'],
      ] as const) {
        const merged = merge(BASE, mine, theirs)
        expect(merged.conflicts.map(({ path }) => path)).toEqual([['blocks', 'b']])
        expect(sorted(merged.graph)).toEqual(sorted(kept))
        expect(merge(BASE, mine, theirs, [['blocks/b', remover]]).graph).toEqual(removed)
      }
    },
  )
})

function sorted(graph: Graph): Graph {
  const by = <Item extends { id: string }>(items: readonly Item[]) => items.toSorted((a, b) => a.id.localeCompare(b.id))
  return { ...graph, blocks: by(graph.blocks), edges: by(graph.edges) }
}

describe('for every graph', () => {
  /** Changes of a graph that touch the blocks of one half only, by their place in the list. */
  const changes = (half: 0 | 1) => {
    const what = fc.constantFrom('name', 'config', 'enabled', 'move', 'edge', 'add')
    return fc
      .array(fc.record({ at: fc.nat(30), what }), { maxLength: 8 })
      .map((list) => (base: Graph) => list.map((change, step) => toChange(base, half, step, change)))
  }

  it('changes that do not overlap both survive, whoever merges', () => {
    fc.assert(
      fc.property(arbitraryGraph, changes(0), changes(1), (base, one, other) => {
        const [mine, theirs] = [apply(one(base), base), apply(other(base), base)]
        const [there, back] = [merge(base, mine, theirs), merge(base, theirs, mine)]
        expect([there.conflicts, back.conflicts]).toEqual([[], []])
        expect(sorted(there.graph)).toEqual(sorted(back.graph))
        expect(sorted(there.graph)).toEqual(sorted(tidy(apply(other(base), mine))))
      }),
      { numRuns: 150 },
    )
  })

  it('merging with no change gives the other side', () => {
    fc.assert(
      fc.property(arbitraryGraph, changes(0), (base, change) => {
        const changed = tidy(apply(change(base), base))
        expect(merge(base, base, changed).graph).toEqual(changed)
        expect(merge(base, changed, base).graph).toEqual(changed)
        expect(merge(base, changed, changed)).toMatchObject({ graph: changed, conflicts: [] })
      }),
      { numRuns: 100 },
    )
  })

  it('no edge is left hanging in the air, whatever was removed', () => {
    fc.assert(
      fc.property(arbitraryGraph, fc.nat(30), changes(0), (base, at, change) => {
        const victim = base.blocks[at % base.blocks.length]?.id ?? ''
        const { graph } = merge(base, apply(change(base), base), remove(victim)(base))
        const ids = new Set(graph.blocks.map(({ id }) => id))
        expect(graph.edges.filter(({ source, target }) => !ids.has(source) || !ids.has(target))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

/** Random graphs may draw one edge twice, or into the air; merging leaves one, or none. */
function tidy(graph: Graph): Graph {
  const drawn = new Set<string>()
  const ids = new Set(graph.blocks.map(({ id }) => id))
  return {
    ...graph,
    edges: graph.edges.filter(({ source, sourceHandle, target }) => {
      const key = `${source} ${sourceHandle} ${target}`
      return ids.has(source) && ids.has(target) && !drawn.has(key) && drawn.add(key)
    }),
  }
}

function apply(changes: readonly Change[], graph: Graph): Graph {
  return changes.reduce((changed, change) => change(changed), graph)
}

function toChange(base: Graph, half: number, step: number, { at, what }: { at: number; what: string }): Change {
  const block = base.blocks[(at * 2 + half) % (base.blocks.length - (base.blocks.length % 2))]
  const id = block?.id ?? ''
  switch (what) {
    case 'add':
      return add(`new_${half}_${step}`)
    case 'edge':
      return link(id, id, `n${half}${step}`)
    case 'name':
      return set(id, { name: `name ${half}` })
    case 'config':
      return set(id, { config: { value: half + 1 } })
    case 'move':
      return set(id, { position: { x: half, y: step } })
    default:
      return set(id, { enabled: !block?.enabled })
  }
}
