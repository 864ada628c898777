import { describe, expect, it } from 'vitest'
import { formatDuration, relativeTime } from './format-time.ts'

const NOW = Date.UTC(2026, 4, 15, 12)
const MINUTE = 60_000

describe('relativeTime', () => {
  it('speaks of the near past and future in the largest fitting unit', () => {
    const said = [-5_000, -3 * MINUTE, -90 * MINUTE, -50 * 60 * MINUTE, 45 * MINUTE, 30_000].map((distance) =>
      relativeTime(NOW + distance, NOW),
    )
    expect(said).toEqual(['just now', '3m ago', '1h ago', '2d ago', 'in 45m', 'in under a minute'])
  })

  it('gives the date beyond a week', () => {
    expect(relativeTime(NOW - 8 * 24 * 60 * MINUTE, NOW)).toBe('7 May 2026')
  })
})

describe('formatDuration', () => {
  it('keeps two units at most', () => {
    const said = [0, 840, 3_240, 250_000, 7_500_000, 277_200_000, 120_000].map(formatDuration)
    expect(said).toEqual(['0 ms', '840 ms', '3.2 s', '4 min 10 s', '2 h 5 min', '3 d 5 h', '2 min'])
  })
})
