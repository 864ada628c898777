import { describe, expect, it } from 'vitest'
import { coverageOf } from './coverage.ts'
import { buildGraph } from './testing/build-graph.ts'

const graph = buildGraph('start > check; check:yes > a > end; check:no > b > end')
const YES = { blocks: ['start', 'check', 'a', 'end'], edges: ['start>check', 'check:yes>a', 'a>end'] }
const NO = { blocks: ['start', 'check', 'b', 'end'], edges: ['start>check', 'check:no>b', 'b>end'] }

const shown = (runs: (typeof YES)[], of = graph) => {
  const { blocks, edges, percent } = coverageOf(of, runs)
  return { blocks: blocks.size, edges: edges.size, percent }
}

describe('what runs went through', () => {
  it('is nothing without runs, and of nothing', () => {
    expect(shown([])).toEqual({ blocks: 0, edges: 0, percent: 0 })
    expect(shown([YES], buildGraph(''))).toEqual({ blocks: 0, edges: 0, percent: 0 })
  })

  it('is a share of all blocks and edges', () => {
    expect(shown([YES])).toEqual({ blocks: 4, edges: 3, percent: 70 })
    expect(shown([YES, NO])).toEqual({ blocks: 5, edges: 5, percent: 100 })
  })

  it('counts nothing that is no longer there, and misses what is new', () => {
    const edited = buildGraph('start > check; check:yes > c > end')
    expect(shown([YES, NO], edited)).toEqual({ blocks: 3, edges: 1, percent: 57 })
  })
})
