import type { Principal } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'

export type RateLimiter = {
  /** Counts one call of a key; throws `rate_limited` with the seconds to wait when it is one too many. */
  count(principal: Principal): void
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const MAX_KEYS = 10_000

type Window = { startedAt: number; calls: number }

/** Limits each key's calls per minute and per hour in fixed windows, within this process. */
export function createRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, Window>()

  function check(id: string, limit: number | null, lengthMs: number): void {
    if (limit === null) return
    const at = now()
    const known = windows.get(id)
    const window = known && at - known.startedAt < lengthMs ? known : { startedAt: at, calls: 0 }
    if (window.calls >= limit) {
      throw new AppError(
        'rate_limited',
        `This key may make ${limit} calls per ${lengthMs === HOUR_MS ? 'hour' : 'minute'}`,
        {
          retryAfterSeconds: Math.ceil((window.startedAt + lengthMs - at) / 1000),
        },
      )
    }
    window.calls += 1
    if (windows.size >= MAX_KEYS) windows.clear()
    windows.set(id, window)
  }

  return {
    count: ({ actor, limits }) => {
      if (!limits) return
      check(`${actor.id}:minute`, limits.perMinute, MINUTE_MS)
      check(`${actor.id}:hour`, limits.perHour, HOUR_MS)
    },
  }
}
