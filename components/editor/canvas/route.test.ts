import { describe, expect, it } from 'vitest'
import { pathThrough, type Rect, route, type Way } from './route.ts'

const block = (x: number, y: number): Rect => ({ x, y, width: 240, height: 60 })
const way = (from: [number, number], to: [number, number], side: Way['side'] = 'bottom'): Way => ({
  from: { x: from[0], y: from[1] },
  to: { x: to[0], y: to[1] },
  side,
  source: 'a',
  target: 'b',
})

/** Blocks that the line through the points crosses. */
function crossed(points: readonly { x: number; y: number }[], blocks: ReadonlyMap<string, Rect>): string[] {
  return [...blocks].flatMap(([id, { x, y, width, height }]) =>
    points.slice(1).some((to, at) => {
      const from = points[at] ?? to
      return (
        Math.max(from.x, to.x) > x &&
        Math.min(from.x, to.x) < x + width &&
        Math.max(from.y, to.y) > y &&
        Math.min(from.y, to.y) < y + height
      )
    })
      ? [id]
      : [],
  )
}

describe('leading an edge', () => {
  const blocks = new Map([
    ['a', block(0, 0)],
    ['between', block(0, 120)],
    ['beside', block(280, 120)],
    ['b', block(0, 240)],
  ])

  it('goes straight where nothing lies between', () => {
    expect(route(way([120, 60], [120, 120]), blocks)).toEqual([])
  })

  it.each<[string, Way]>([
    ['around a block between', way([120, 60], [120, 240])],
    ['from a side exit', way([240, 30], [120, 240], 'right')],
    ['back up', way([120, 300], [120, 0])],
  ])('%s', (_name, edge) => {
    const points = [edge.from, ...route(edge, blocks), edge.to]
    expect(crossed(points, blocks)).toEqual([])
    expect(points.slice(1).every((to, at) => to.x === points[at]?.x || to.y === points[at]?.y)).toBe(true)
  })

  it('keeps edges of different exits apart', () => {
    const [first, second] = [0, 1].map((place) => route(way([120, 60], [400, 240]), blocks, place))
    expect(first?.[0]?.y).not.toBe(second?.[0]?.y)
  })
})

it('draws rounded corners', () => {
  expect(
    pathThrough([
      { x: 0, y: 0 },
      { x: 0, y: 100 },
      { x: 50, y: 100 },
    ]),
  ).toBe('M0 0 L0 92 Q0 100 8 100 L50 100')
})
