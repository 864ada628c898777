import { describe, expect, it } from 'vitest'
import { layout } from './layout.ts'

const box = (id: string) => ({ id, width: 200, height: 60 })
const edge = (source: string, target: string) => ({ source, target })

function overlaps(places: Map<string, { x: number; y: number }>): boolean {
  const corners = [...places.values()]
  return corners.some((a, i) => corners.some((b, j) => i < j && Math.abs(a.x - b.x) < 200 && Math.abs(a.y - b.y) < 60))
}

describe('layout', () => {
  it('puts each block of a chain straight below the one before', () => {
    const places = layout([box('a'), box('b'), box('c')], [edge('a', 'b'), edge('b', 'c')])
    expect(Object.fromEntries(places)).toEqual({ a: { x: 0, y: 0 }, b: { x: 0, y: 104 }, c: { x: 0, y: 208 } })
  })

  it('puts branches side by side, without overlap', () => {
    const places = layout([box('a'), box('b'), box('c')], [edge('a', 'b'), edge('a', 'c')])
    expect(places.get('b')?.y).toBe(places.get('c')?.y)
    expect(overlaps(places)).toBe(false)
  })

  it('places cycles and blocks without edges', () => {
    const places = layout([box('a'), box('b'), box('alone')], [edge('a', 'b'), edge('b', 'a')])
    expect([...places.keys()]).toEqual(['a', 'b', 'alone'])
    expect(overlaps(places)).toBe(false)
  })
})
