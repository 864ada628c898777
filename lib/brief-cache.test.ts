import { describe, expect, it } from 'vitest'
import { createBriefCache } from './brief-cache.ts'

function setUp(size = 10) {
  let now = 0
  let loads = 0
  const cache = createBriefCache<number>({ ttlMs: 1_000, size, now: () => now })
  return {
    cache,
    pass: (ms: number) => (now += ms),
    load: async () => ++loads,
  }
}

describe('createBriefCache', () => {
  it('shares one load among callers, and loads again when the time has passed', async () => {
    const { cache, load, pass } = setUp()
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1])
    pass(999)
    expect(await cache.get('a', load)).toBe(1)
    pass(1)
    expect(await cache.get('a', load)).toBe(2)
  })

  it('does not remember a load that failed', async () => {
    const { cache, load } = setUp()
    const broken = () => Promise.reject(new Error('down'))
    await expect(cache.get('a', broken)).rejects.toThrow('down')
    expect(await cache.get('a', load)).toBe(1)
  })

  it('loads again what it was told to forget, also while a load is underway', async () => {
    const { cache, load } = setUp()
    const underway = cache.get('a', load)
    cache.forget('a')
    expect([await underway, await cache.get('a', load)]).toEqual([1, 2])
    cache.clear()
    expect(await cache.get('a', load)).toBe(3)
  })

  it('drops the oldest answer when it is full', async () => {
    const { cache, load } = setUp(2)
    for (const key of ['a', 'b', 'c']) await cache.get(key, load)
    expect([await cache.get('c', load), await cache.get('b', load), await cache.get('a', load)]).toEqual([3, 2, 4])
  })
})
