import type { Point } from '#components/graph/layout.ts'

export type Rect = Point & { width: number; height: number }

/** An edge to be led: where it leaves, to which side, and where it arrives, always from above. */
export type Way = { from: Point; side: 'bottom' | 'right'; to: Point; source: string; target: string }

/** The bends of an edge between its ends. */
export type Bends = readonly Point[]

const MARGIN = 18
const LANES = 3
const LANE_GAP = 7
const CORNER = 8

/**
 * Leads an edge around the blocks between its ends: out of its exit, along the nearest column that is free, and into
 * its target from above. `place` counts the exits of a block, so that their edges do not lie on one another.
 */
export function route(way: Way, blocks: ReadonlyMap<string, Rect>, place = 0): Bends {
  const shift = (place % LANES) * LANE_GAP
  const above = way.to.y - MARGIN
  const start = way.side === 'right' ? way.from.y : way.from.y + MARGIN - LANE_GAP + shift
  const column = freeColumn(way, blocks, Math.min(start, above), Math.max(start, above), shift)
  const out = way.side === 'right' ? [] : [{ x: way.from.x, y: start }]
  const bends = [...out, { x: column, y: start }, { x: column, y: above }, { x: way.to.x, y: above }]
  return turns([way.from, ...bends, way.to]).slice(1, -1)
}

/** The column nearest to both ends in which nothing lies between two heights. */
function freeColumn(way: Way, blocks: ReadonlyMap<string, Rect>, top: number, bottom: number, shift: number): number {
  const least = way.side === 'right' ? way.from.x + MARGIN + shift : Number.NEGATIVE_INFINITY
  const between = [...blocks.values()].filter(({ y, height }) => y < bottom + 1 && y + height > top - 1)
  const beside = between.flatMap(({ x, width }) => [x - MARGIN - shift, x + width + MARGIN + shift])
  const candidates = [...(way.side === 'right' ? [least] : [way.from.x]), way.to.x, ...beside].filter((x) => x >= least)
  const isFree = (column: number) =>
    between.every(({ x, width }) => column <= x - LANE_GAP || column >= x + width + LANE_GAP)
  const length = (column: number) => Math.abs(column - way.from.x) + Math.abs(column - way.to.x)
  const free = candidates.filter(isFree).sort((a, b) => length(a) - length(b))
  return free[0] ?? Math.max(least, way.from.x)
}

/** Only the points at which a line turns, and its ends. */
function turns(points: readonly Point[]): Point[] {
  const apart = points.filter((point, at) => at === 0 || distance(point, points[at - 1] ?? point) > 0)
  return apart.filter((point, at) => {
    const [before, after] = [apart[at - 1], apart[at + 1]]
    if (!before || !after) return true
    return !(before.x === point.x && point.x === after.x) && !(before.y === point.y && point.y === after.y)
  })
}

/** An SVG path through points, with rounded corners. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  return rest.reduce((path, point, at) => {
    const before = points[at]
    const after = points[at + 2]
    if (!before || !after) return `${path} L${point.x} ${point.y}`
    const radius = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2)
    const enter = towards(point, before, radius)
    const leave = towards(point, after, radius)
    return `${path} L${enter.x} ${enter.y} Q${point.x} ${point.y} ${leave.x} ${leave.y}`
  }, `M${first.x} ${first.y}`)
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
}

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by }
}

/** The point halfway along the longest stretch, where tools of an edge stand. */
export function middleOf(points: readonly Point[]): Point {
  const stretches = points.slice(1).map((to, at) => ({ from: points[at] ?? to, to }))
  const longest = stretches.toSorted((a, b) => distance(b.from, b.to) - distance(a.from, a.to))[0]
  if (!longest) return points[0] ?? { x: 0, y: 0 }
  return { x: (longest.from.x + longest.to.x) / 2, y: (longest.from.y + longest.to.y) / 2 }
}
