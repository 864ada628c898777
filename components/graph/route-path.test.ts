import { describe, expect, it } from 'vitest'
import { routePath } from './route-path.ts'

describe('routePath', () => {
  it('goes down, across in the gap, and down into the target', () => {
    expect(routePath({ x: 0, y: 0 }, [{ x: 90, y: 20 }], { x: 100, y: 40 })).toBe(
      'M0 0 L0 14 Q0 20 6 20 L94 20 Q100 20 100 26 L100 40',
    )
  })

  it('needs no corners where it goes straight on', () => {
    expect(routePath({ x: 5, y: 0 }, [{ x: 5, y: 20 }], { x: 5, y: 40 })).toBe(
      'M5 0 L5 20 Q5 20 5 20 L5 20 Q5 20 5 20 L5 40',
    )
  })
})
