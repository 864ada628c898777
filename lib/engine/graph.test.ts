import { describe, expect, it } from 'vitest'
import { type Graph, graphSchema, hashGraph, indexGraph } from './graph.ts'
import { buildGraph } from './testing/build-graph.ts'

describe('an indexed graph', () => {
  const index = indexGraph(buildGraph('start > a > j; start > b > j; j > r; r:again > a; r:done > end'))

  it('knows the edges into and out of a block, in their order', () => {
    expect(index.incoming('j').map(({ id }) => id)).toEqual(['a>j', 'b>j'])
    expect(index.outgoing('r').map(({ id }) => id)).toEqual(['r:again>a', 'r:done>end'])
    expect(index.outgoing('r', 'done').map(({ target }) => target)).toEqual(['end'])
    expect([...index.wired('r')]).toEqual(['again', 'done'])
    expect(index.incoming('nobody')).toEqual([])
  })

  it('knows what a block can reach, itself only through a cycle', () => {
    expect([...index.reach('b')].toSorted()).toEqual(['a', 'end', 'j', 'r'])
    expect([...index.reach('a')].toSorted()).toEqual(['a', 'end', 'j', 'r'])
    expect([...index.reach('end')]).toEqual([])
  })

  it('knows whose work may still bring a token to an edge', () => {
    const feeders = (id: string) => {
      const edge = index.edges.get(id)
      return edge && [...index.feeders(edge)].toSorted()
    }
    expect(feeders('a>j')).toEqual(['a', 'r', 'start'])
    expect(feeders('b>j')).toEqual(['b', 'start'])
    expect(feeders('r:again>a')).toEqual(['b', 'j', 'r', 'start'])
  })

  it('orders blocks so that what comes first has the lower rank', () => {
    const ranked = ['start', 'a', 'b', 'j', 'r', 'end'].toSorted((x, y) => index.rank(x) - index.rank(y))
    expect(ranked).toEqual(['start', 'b', 'a', 'j', 'r', 'end'])
  })

  it('leaves out edges that hang in the air', () => {
    const graph = graphSchema.parse({
      blocks: [{ id: 'a', type: 'x', name: 'A' }],
      edges: [{ id: 'e', source: 'a', target: 'ghost' }],
    })
    expect(indexGraph(graph).outgoing('a')).toEqual([])
  })
})

describe('the hash of a graph', () => {
  const graph = buildGraph('start > a > end', { a: { config: { value: 1 } } })
  const change = (parts: Partial<Graph>): Graph => ({ ...graph, ...parts })
  const first = (parts: Partial<Graph['blocks'][number]>) =>
    change({ blocks: graph.blocks.map((block, at) => (at === 1 ? { ...block, ...parts } : block)) })

  it.each<[string, Graph]>([
    ['moving a block', first({ position: { x: 5, y: 5 } })],
    ['renaming a block', first({ name: 'Another' })],
    ['a note', first({ notes: 'Why' })],
    ['naming an edge anew', change({ edges: graph.edges.map((edge) => ({ ...edge, id: `x-${edge.id}` })) })],
    ['writing edges in another order', change({ edges: graph.edges.toReversed() })],
    ['the order of settings', first({ config: { value: 1 } })],
  ])('stays with %s', async (_name, changed) => {
    expect(await hashGraph(changed)).toBe(await hashGraph(graph))
  })

  it.each<[string, Graph]>([
    ['a setting', first({ config: { value: 2 } })],
    ['switching a block off', first({ enabled: false })],
    ['another type', first({ type: 'slow' })],
    ['another join', first({ join: 'any' })],
    ['the order of blocks', change({ blocks: graph.blocks.toReversed() })],
    ['an edge', change({ edges: graph.edges.slice(1) })],
    ['an exit', change({ edges: graph.edges.map((edge) => ({ ...edge, sourceHandle: 'error' })) })],
    ['a variable', change({ variables: [{ name: 'x', type: 'string' }] })],
    ['a limit', change({ settings: { deadlineSeconds: 5 } })],
  ])('changes with %s', async (_name, changed) => {
    expect(await hashGraph(changed)).not.toBe(await hashGraph(graph))
  })
})
