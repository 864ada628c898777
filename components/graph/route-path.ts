import type { Point, Route } from './layout.ts'

const RADIUS = 6

/** An SVG path that leaves `from` downwards, follows the bends with rounded corners, and enters `to` from above. */
export function routePath(from: Point, route: Route, to: Point): string {
  const bends = route.map((bend, i) => (i === route.length - 1 ? { x: to.x, y: bend.y } : bend))
  let at = from
  let path = `M${from.x} ${from.y}`
  for (const [i, bend] of bends.entries()) {
    const across = bend.x - at.x
    const nextY = bends[i + 1]?.y ?? to.y
    const radius = Math.max(0, Math.min(RADIUS, Math.abs(across) / 2, bend.y - at.y, nextY - bend.y))
    const turn = Math.sign(across) * radius
    path += ` L${at.x} ${bend.y - radius} Q${at.x} ${bend.y} ${at.x + turn} ${bend.y}`
    path += ` L${bend.x - turn} ${bend.y} Q${bend.x} ${bend.y} ${bend.x} ${bend.y + radius}`
    at = { x: bend.x, y: bend.y + radius }
  }
  return `${path} L${to.x} ${to.y}`
}
