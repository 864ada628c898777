import { describe, expect, it } from 'vitest'
import { codesOf, distance } from './distance.ts'

function between(a: string, b: string, limit = 9): number {
  const [x, y] = [codesOf(a), codesOf(b)]
  return Number(distance(x, 0, x.length, y, 0, y.length, limit).toFixed(2))
}

describe('distance', () => {
  it.each([
    ['', '', 0],
    ['kovar', 'kovar', 0],
    ['kovar', 'kolar', 1],
    ['kovar', 'okvar', 0.8],
    ['maria', 'mario', 0.5],
    ['tomas', 'thomas', 0.5],
    ['hasan', 'hazan', 0.4],
    ['', 'bcd', 3],
  ])('from %s to %s is %d', (a, b, expected) => {
    expect(between(a, b)).toBe(expected)
    expect(between(b, a)).toBe(expected)
  })

  it('is infinite beyond the limit', () => {
    expect(between('kovar', 'zimin', 2)).toBe(Number.POSITIVE_INFINITY)
    expect(between('kovar', 'kolar', 1)).toBe(1)
  })
})
