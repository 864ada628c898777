import { describe, expect, it } from 'vitest'
import { renameBlocks, renameInCondition } from './rename.ts'
import { testBlocks } from './testing/blocks.ts'
import { buildGraph } from './testing/build-graph.ts'
import { checkDeployable } from './validate.ts'

const renames = new Map([['a', 'check']])

describe('renaming a block', () => {
  it('rewrites its edges, and every text and condition that names it', () => {
    const blocks = {
      b: { config: { value: ['{a.value} and {{ a.value? }}', { deep: '{a.a}' }, '{input.a} \\{a.value}'] } },
      d: { type: 'decide', config: { when: 'a.value == "a" && input.a > 1' } },
    }
    const renamed = renameBlocks(buildGraph('start > a > b > d; d:yes > a', blocks), renames, testBlocks)
    expect(renamed.blocks.map(({ id, config }) => [id, config])).toEqual([
      ['start', {}],
      ['check', {}],
      ['b', { value: ['{check.value} and {{ check.value? }}', { deep: '{check.a}' }, '{input.a} \\{a.value}'] }],
      ['d', { when: 'check.value == "a" && input.a > 1' }],
    ])
    expect(renamed.edges.map(({ source, target }) => `${source}>${target}`)).toEqual([
      'start>check',
      'check>b',
      'b>d',
      'd>check',
    ])
    expect(checkDeployable(renamed, testBlocks).filter(({ code }) => code.startsWith('reference'))).toEqual([])
  })

  it('leaves names alone that mean a variable or a key of the input', () => {
    const b = { config: { value: '{a}' } }
    const variable = buildGraph('start > a > b', { b }, { variables: [{ name: 'a', type: 'string' }] })
    const start = { config: { fields: [{ name: 'a', label: 'A' }] } }
    for (const graph of [variable, buildGraph('start > a > b', { b, start })]) {
      expect(renameBlocks(graph, renames, testBlocks).blocks[2]).toEqual(graph.blocks[2])
    }
  })

  it('swaps two names at once', () => {
    const swapped = new Map([
      ['a', 'b'],
      ['b', 'a'],
    ])
    const graph = buildGraph('start > a > b > c', { c: { config: { value: '{a.value} {b.value}' } } })
    expect(renameBlocks(graph, swapped, testBlocks).blocks.at(-1)?.config).toEqual({ value: '{b.value} {a.value}' })
  })
})

describe('renaming in a condition', () => {
  it.each([
    ['a.x > 1', 'check.x > 1'],
    ['b.a > 1 && has(a.a)', 'b.a > 1 && has(check.a)'],
    ['b . a == a', 'b . a == check'],
    [`b == "a" || b == 'a' || a == r"a"`, `b == "a" || b == 'a' || check == r"a"`],
    ['a[a.b]', 'check[check.b]'],
    ['items.all(a, a > 1)', 'items.all(a, a > 1)'],
    ['a(1) == a', 'a(1) == check'],
    ['a == ', 'a == '],
    ['ab + a_b > 1', 'ab + a_b > 1'],
  ])('%s', (text, expected) => {
    expect(renameInCondition(text, renames)).toBe(expected)
  })
})
