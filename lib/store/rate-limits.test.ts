import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '#lib/auth/principal.ts'
import { createRateLimiter, type RateWindow } from '#lib/http/rate-limit.ts'
import { createDatabase, type Database } from './database.ts'
import { createRateWindows } from './rate-limits.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

const START = Date.parse('2026-11-22T10:30:00Z')

let testDatabase: TestDatabase
let processes: Database[]
let now: number

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  processes = [createDatabase(testDatabase.url), createDatabase(testDatabase.url)]
})
afterAll(async () => {
  await Promise.all(processes.map((database) => database.close()))
  await testDatabase.drop()
})

function testProcess(): Database {
  const [first] = processes
  if (!first) throw new Error('No process is open')
  return first
}

function key(id: string, perMinute: number | null, perHour: number | null = null): Principal {
  return {
    actor: { type: 'key', id, name: id },
    organizationId: null,
    environment: 'PRODUCTION',
    permissions: new Set(),
    roles: [],
    limits: { perMinute, perHour },
  }
}

/** A limiter in each of two processes; `asked` holds every question to the database. */
function limiters() {
  now = START
  const asked: RateWindow[] = []
  const made = processes.map(({ pool }) => {
    const windows = createRateWindows(pool)
    const lend = (window: RateWindow) => {
      asked.push(window)
      return windows.lend(window)
    }
    return createRateLimiter({ windows: { ...windows, lend }, now: () => now })
  })
  const tryOnce = (process: number, caller: Principal) =>
    made[process]?.count(caller).then(
      () => 'passed',
      (error: unknown) => error,
    )
  return { asked, tryOnce }
}

async function passed(tries: (Promise<unknown> | undefined)[]): Promise<number> {
  return (await Promise.all(tries)).filter((result) => result === 'passed').length
}

describe('limits of keys over two processes', () => {
  it.each([1, 7, 40, 1000])('lets through exactly %i of many calls at once', async (limit) => {
    const { tryOnce } = limiters()
    const caller = key(`burst${limit}`, limit)
    const burst = await passed(Array.from({ length: limit + 60 }, (_, at) => tryOnce(at % 2, caller)))
    expect(burst).toBeLessThanOrEqual(limit)
    // What one process had borrowed when the other was refused is still its own to use.
    const rest = await passed([0, 1].flatMap((at) => Array.from({ length: limit }, () => tryOnce(at, caller))))
    expect(burst + rest).toBe(limit)
  })

  it('says when the next window begins, and lets calls through again then', async () => {
    const { tryOnce } = limiters()
    const caller = key('waits', 2)
    now = START + 12_300
    await tryOnce(0, caller)
    await tryOnce(1, caller)
    expect(await tryOnce(0, caller)).toMatchObject({
      code: 'rate_limited',
      message: 'This key may make 2 calls per minute',
      retryAfterSeconds: 48,
    })
    now = START + 60_000
    expect(await tryOnce(0, caller)).toBe('passed')
  })

  it('holds the hour beside the minute', async () => {
    const { tryOnce } = limiters()
    const caller = key('hourly', 3, 4)
    const first = [await tryOnce(0, caller), await tryOnce(0, caller), await tryOnce(1, caller)]
    expect(first).toEqual(['passed', 'passed', 'passed'])
    now = START + 60_000
    expect(await tryOnce(1, caller)).toBe('passed')
    expect(await tryOnce(0, caller)).toMatchObject({
      message: 'This key may make 4 calls per hour',
      retryAfterSeconds: 1740,
    })
  })

  it('asks the database seldom, and not at all for keys without limits or with nothing left', async () => {
    const { asked, tryOnce } = limiters()
    for (let at = 0; at < 100; at++) await tryOnce(0, key('free', null))
    expect(asked).toEqual([])
    const caller = key('asks', 1600)
    for (let at = 0; at < 1600; at++) await tryOnce(0, caller)
    expect(asked.length).toBeLessThan(120)
    await tryOnce(0, caller)
    const before = asked.length
    for (let at = 0; at < 50; at++) await tryOnce(0, caller)
    expect(asked.length).toBe(before)
  })

  it('lets a call fail that cannot be counted, and counts again afterwards', async () => {
    now = START
    let broken = true
    const lend = () => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(1))
    const limiter = createRateLimiter({ windows: { lend, prune: async () => {} }, now: () => now })
    await expect(limiter.count(key('broken', 5))).rejects.toThrow('gone')
    broken = false
    await expect(limiter.count(key('broken', 5))).resolves.toBeUndefined()
  })

  it('forgets windows that are over', async () => {
    const { tryOnce } = limiters()
    await tryOnce(0, key('old', 5, 5))
    const { pool } = testProcess()
    await createRateWindows(pool).prune(new Date(START + 60_000))
    const { rows } = await pool.query(`SELECT seconds FROM rate_window WHERE key_id = 'old'`)
    expect(rows).toEqual([{ seconds: 3600 }])
  })
})
