import type { Ink } from './glyphs.ts'

type Point = { x: number; y: number }

/** The border of the ink as an SVG path of polygons (to be filled by the even-odd rule), no point off by more than `tolerance`. */
export function outline({ data, width }: Ink, tolerance: number): string {
  const height = data.length / width
  const dark = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && (data[y * width + x] ?? 0) > 127
  return loops(borders(dark, width, height))
    .map((loop) => simplify(loop, tolerance))
    .map((loop) => `M${loop.map(({ x, y }) => `${x} ${y}`).join('L')}Z`)
    .join('')
}

/** Sides of dark pixels with light on the other side, each from its start, the ink to their right. */
function borders(dark: (x: number, y: number) => boolean, width: number, height: number): Map<string, Point[]> {
  const sides = new Map<string, Point[]>()
  const add = (x: number, y: number, end: Point) => sides.set(`${x},${y}`, [...(sides.get(`${x},${y}`) ?? []), end])
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!dark(x, y)) continue
      if (!dark(x, y - 1)) add(x, y, { x: x + 1, y })
      if (!dark(x + 1, y)) add(x + 1, y, { x: x + 1, y: y + 1 })
      if (!dark(x, y + 1)) add(x + 1, y + 1, { x, y: y + 1 })
      if (!dark(x - 1, y)) add(x, y + 1, { x, y })
    }
  }
  return sides
}

function loops(sides: Map<string, Point[]>): Point[][] {
  const found: Point[][] = []
  for (const [start] of sides) {
    let point = sides.get(start)?.pop()
    const loop: Point[] = []
    while (point) {
      loop.push(point)
      point = sides.get(`${point.x},${point.y}`)?.pop()
    }
    if (loop.length > 0) found.push(loop)
  }
  return found
}

/** Douglas and Peucker's algorithm on a closed line. */
function simplify(loop: readonly Point[], tolerance: number): Point[] {
  const middle = Math.floor(loop.length / 2)
  const first = loop.slice(0, middle + 1)
  const second = [...loop.slice(middle), ...loop.slice(0, 1)]
  return [...thin(first, tolerance).slice(0, -1), ...thin(second, tolerance).slice(0, -1)]
}

function thin(line: readonly Point[], tolerance: number): Point[] {
  const [start, end] = [line[0], line[line.length - 1]]
  if (!start || !end || line.length < 3) return [...line]
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1
  const distances = line.map(
    ({ x, y }) => Math.abs((end.x - start.x) * (start.y - y) - (start.x - x) * (end.y - start.y)) / length,
  )
  const farthest = distances.indexOf(Math.max(...distances))
  if ((distances[farthest] ?? 0) <= tolerance) return [start, end]
  return [...thin(line.slice(0, farthest + 1), tolerance).slice(0, -1), ...thin(line.slice(farthest), tolerance)]
}
