import { describe, expect, it } from 'vitest'
import { layout, type Point } from './layout.ts'

const box = (id: string) => ({ id, width: 200, height: 60 })
const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target })

function overlaps(places: Map<string, Point>): boolean {
  const corners = [...places.values()]
  return corners.some((a, i) => corners.some((b, j) => i < j && Math.abs(a.x - b.x) < 200 && Math.abs(a.y - b.y) < 60))
}

describe('layout', () => {
  it('puts each block of a chain straight below the one before', () => {
    const { places } = layout([box('a'), box('b'), box('c')], [edge('a', 'b'), edge('b', 'c')])
    expect(Object.fromEntries(places)).toEqual({ a: { x: 0, y: 0 }, b: { x: 0, y: 108 }, c: { x: 0, y: 216 } })
  })

  it('puts branches side by side, without overlap', () => {
    const { places } = layout([box('a'), box('b'), box('c')], [edge('a', 'b'), edge('a', 'c')])
    expect(places.get('b')?.y).toBe(places.get('c')?.y)
    expect(overlaps(places)).toBe(false)
  })

  it('leads an edge around the blocks of the rows it passes', () => {
    const { places, routes } = layout([box('a'), box('b'), box('c')], [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')])
    const passed = places.get('b')
    const passing = routes.get('a-c')?.[0]
    expect(routes.get('a-c')).toHaveLength(2)
    expect(passed && passing && (passing.x < passed.x || passing.x > passed.x + 200)).toBe(true)
  })

  it('turns edges in the gaps between rows', () => {
    const { routes } = layout([box('a'), box('b'), box('c')], [edge('a', 'b'), edge('a', 'c')])
    const turns = ['a-b', 'a-c'].map((id) => routes.get(id)?.map(({ y }) => y > 60 && y < 108))
    expect(turns).toEqual([[true], [true]])
  })

  it('places cycles and blocks without edges', () => {
    const { places, routes } = layout([box('a'), box('b'), box('alone')], [edge('a', 'b'), edge('b', 'a')])
    expect([...places.keys()]).toEqual(['a', 'b', 'alone'])
    expect(overlaps(places)).toBe(false)
    expect([...routes.keys()]).toEqual(['a-b'])
  })
})
