import { describe, expect, it } from 'vitest'
import { inUnit, unitOf } from './duration.ts'

describe('unitOf', () => {
  it.each([
    [undefined, 'seconds'],
    [0, 'seconds'],
    [45, 'seconds'],
    [90, 'seconds'],
    [120, 'minutes'],
    [7_200, 'hours'],
    [259_200, 'days'],
    [0.5, 'seconds'],
  ])('shows %s seconds in %s', (seconds, unit) => {
    expect(unitOf(seconds)).toBe(unit)
  })
})

describe('inUnit', () => {
  it('counts fractions too', () => {
    expect([inUnit(5_400, 'hours'), inUnit(1, 'minutes'), inUnit(86_400, 'days')]).toEqual([1.5, 0.0166666666667, 1])
  })
})
