import { describe, expect, it } from 'vitest'
import type { Graph } from './graph.ts'
import { staleBlocks } from './stale.ts'
import { buildGraph } from './testing/build-graph.ts'

const PATHS = 'start > a > b > end; start > c > end'
const ran = buildGraph(PATHS, { a: { config: { n: 1 } } }, { variables: [{ name: 'v', type: 'string', default: 'x' }] })
const with_ = (change: Partial<Graph>): Graph => ({ ...ran, ...change })
const changed = (id: string, part: object): Graph =>
  with_({ blocks: ran.blocks.map((block) => (block.id === id ? { ...block, ...part } : block)) })

const cases: { name: string; now: Graph; stale: string }[] = [
  { name: 'nothing where nothing changed', now: ran, stale: '' },
  {
    name: 'nothing where blocks were only renamed, moved or noted',
    now: changed('a', { name: 'Another', position: { x: 9, y: 9 }, notes: 'New' }),
    stale: '',
  },
  {
    name: 'a block with other settings and what comes after',
    now: changed('a', { config: { n: 2 } }),
    stale: 'a b end',
  },
  { name: 'a block that was switched off', now: changed('b', { enabled: false }), stale: 'b end' },
  { name: 'a block with another way in', now: with_({ edges: buildGraph(`${PATHS}; c > b`).edges }), stale: 'b end' },
  {
    name: 'a block that lost a way in',
    now: with_({ edges: ran.edges.filter(({ id }) => id !== 'c>end') }),
    stale: 'end',
  },
  {
    name: 'a block that is new, and what it now leads to',
    now: buildGraph(
      'start > a > b > end; start > c > d > end',
      { a: { config: { n: 1 } } },
      { variables: ran.variables },
    ),
    stale: 'd end',
  },
  {
    name: 'everything where a variable begins otherwise',
    now: with_({ variables: [{ name: 'v', type: 'string', default: 'y' }] }),
    stale: 'a b c end start',
  },
  { name: 'nothing for other limits', now: with_({ settings: { deadlineSeconds: 5 } }), stale: '' },
]

describe('blocks whose output is out of date', () => {
  it.each(cases)('are $name', ({ now, stale }) => {
    expect([...staleBlocks(ran, now)].toSorted().join(' ')).toBe(stale)
  })

  it('do not follow from the value of a secret variable, which is never shown', () => {
    const secret = (value: string) =>
      with_({ variables: [{ name: 'v', type: 'string', default: value, secret: true }] })
    expect([...staleBlocks(secret('***'), secret('sealed'))]).toEqual([])
  })

  it('go round a cycle', () => {
    const cycle = buildGraph('start > a > b; b:again > a; b:done > end')
    const now = { ...cycle, blocks: cycle.blocks.map((one) => (one.id === 'b' ? { ...one, config: { n: 1 } } : one)) }
    expect([...staleBlocks(cycle, now)].toSorted().join(' ')).toBe('a b end')
  })
})
