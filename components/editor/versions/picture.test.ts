import { describe, expect, it } from 'vitest'
import { diffGraphs } from '#lib/engine/diff.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { pictureOf } from './picture.ts'

describe('the picture of two graphs', () => {
  it('holds both, and says what became of each block and edge', () => {
    const before = buildGraph('start > a > old; a:error > b; b > end')
    const after = buildGraph('start > a > fresh; a:error > end; b > end; start:out > b', { b: { join: 'any' } })
    const { graph, changes } = pictureOf(after, diffGraphs(before, after))
    expect(graph.blocks.map(({ id }) => id)).toEqual(['start', 'a', 'fresh', 'end', 'b', 'old'])
    expect(Object.fromEntries(changes.blocks)).toEqual({ fresh: 'added', old: 'removed', b: 'changed' })
    expect(Object.fromEntries(changes.edges)).toEqual({
      'start>b': 'added',
      'a>fresh': 'changed',
      'a:error>end': 'changed',
      'removed a>old': 'removed',
      'removed a:error>b': 'removed',
    })
    expect(new Set(graph.edges.map(({ id }) => id)).size).toBe(graph.edges.length)
  })
})
