import { describe, expect, it } from 'vitest'
import { walk } from './walk.ts'

const places = new Map([
  ['start', { x: 100, y: 0 }],
  ['left', { x: 0, y: 100 }],
  ['right', { x: 240, y: 100 }],
  ['end', { x: 100, y: 200 }],
])

describe('walk', () => {
  it('goes to the nearest block of the next row, or along the row', () => {
    expect([
      walk(places, 'start', 'ArrowDown'),
      walk(places, 'left', 'ArrowRight'),
      walk(places, 'right', 'ArrowLeft'),
      walk(places, 'end', 'ArrowUp'),
    ]).toEqual(['left', 'right', 'left', 'left'])
  })

  it('stays where nothing lies ahead', () => {
    expect([walk(places, 'start', 'ArrowUp'), walk(places, 'right', 'ArrowRight')]).toEqual([undefined, undefined])
  })

  it('knows nothing of blocks that are not there', () => {
    expect(walk(places, 'gone', 'ArrowDown')).toBeUndefined()
  })
})
