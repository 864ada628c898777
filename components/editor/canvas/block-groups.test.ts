import { describe, expect, it } from 'vitest'
import { blockGroups } from './block-groups.ts'

const firstOf = (typed: string) => blockGroups(typed, true)[0]?.choices[0]?.type

describe('choosing a block by typing', () => {
  it.each([
    ['ask', 'ask'],
    ['end', 'end'],
    ['review', 'manual_review'],
    ['cond', 'condition'],
    ['HTTP req', 'http_request'],
  ])('%s', (typed, type) => {
    expect(firstOf(typed)).toBe(type)
  })

  it('offers no start where an edge leads', () => {
    const types = (follows: boolean) =>
      blockGroups('', follows).flatMap(({ choices }) => choices.map(({ type }) => type))
    expect(types(false).filter((type) => !types(true).includes(type))).toEqual(['start'])
  })

  it('offers nothing where nothing fits', () => {
    expect(blockGroups('no such block', false)).toEqual([])
  })
})
