import { describe, expect, it } from 'vitest'
import { createThrottle } from './throttle.ts'

function setUp() {
  let now = 0
  const throttle = createThrottle({ tries: 2, windowMs: 60_000, now: () => now })
  return { throttle, pass: (ms: number) => (now += ms) }
}

describe('createThrottle', () => {
  it('makes an account wait after too many tries, until the window of the first has passed', () => {
    const { throttle, pass } = setUp()
    throttle.tried('a')
    pass(10_000)
    expect(throttle.waitSeconds('a')).toBe(0)
    throttle.tried('a')
    expect([throttle.waitSeconds('a'), throttle.waitSeconds('b')]).toEqual([50, 0])
    pass(50_000)
    expect(throttle.waitSeconds('a')).toBe(0)
    throttle.tried('a')
    expect(throttle.waitSeconds('a')).toBe(0)
  })

  it('forgets tries once somebody has signed in', () => {
    const { throttle } = setUp()
    throttle.tried('a')
    throttle.succeeded('a')
    throttle.tried('a')
    expect(throttle.waitSeconds('a')).toBe(0)
  })
})
