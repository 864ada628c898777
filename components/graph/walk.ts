import type { Point } from './layout.ts'

const WALK_KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const
export type WalkKey = (typeof WALK_KEYS)[number]

/** The block an arrow key leads to from another: up and down to the next row's nearest, left and right along the row. */
export function walk(places: ReadonlyMap<string, Point>, from: string, key: WalkKey): string | undefined {
  const start = places.get(from)
  if (!start) return undefined
  const vertical = key === 'ArrowUp' || key === 'ArrowDown'
  const reachable = [...places]
    .map(([id, place]) => ({ id, ...ahead(start, place, key) }))
    .filter(({ distance, straying }) => distance > 0 && (vertical || straying < distance))
    .sort((a, b) =>
      vertical
        ? a.distance - b.distance || a.straying - b.straying
        : a.straying - b.straying || a.distance - b.distance,
    )
  return reachable[0]?.id
}

function ahead(from: Point, to: Point, key: WalkKey): { distance: number; straying: number } {
  const dx = to.x - from.x
  const dy = to.y - from.y
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    return { distance: key === 'ArrowDown' ? dy : -dy, straying: Math.abs(dx) }
  }
  return { distance: key === 'ArrowRight' ? dx : -dx, straying: Math.abs(dy) }
}

/** Whether a key walks between blocks. */
export function isWalkKey(key: string): key is WalkKey {
  return WALK_KEYS.some((walkKey) => walkKey === key)
}
