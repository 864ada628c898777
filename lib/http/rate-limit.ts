import type { Principal } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'

/** One key's calls in one stretch of time; `number` counts stretches of `seconds` since 1970. */
export type RateWindow = { keyId: string; seconds: number; number: number; limit: number }

/** Where all processes of an instance share what keys may still do. */
export type RateWindows = {
  /** Lends some of the calls left in a window to this process; 0 when none is left. */
  lend(window: RateWindow): Promise<number>
  /** Forgets windows that ended before the given moment. */
  prune(before: Date): Promise<void>
}

export type RateLimiter = {
  /** Counts one call of a key; rejects with `rate_limited` and the seconds to wait when it is one too many. */
  count(principal: Principal): Promise<void>
}

const LENGTHS = { minute: 60, hour: 3600 } as const
const MAX_HELD = 10_000

/** Calls of one window that this process may still let through without asking. */
type Held = { window: RateWindow; left: number; spent: boolean; asking: Promise<void> | undefined }

/**
 * Limits each key's calls in fixed windows of a minute and of an hour, over all processes together: a process borrows
 * calls in slices beforehand and counts them down by itself. Keys without limits cost nothing.
 */
export function createRateLimiter(deps: { windows: RateWindows; now(): number }): RateLimiter {
  const held = new Map<string, Held>()

  function heldOf(keyId: string, seconds: number, limit: number): Held {
    const id = `${keyId}:${seconds}`
    const number = Math.floor(deps.now() / 1000 / seconds)
    const known = held.get(id)
    if (known?.window.number === number && known.window.limit === limit) return known
    if (held.size >= MAX_HELD) held.clear()
    const fresh: Held = { window: { keyId, seconds, number, limit }, left: 0, spent: false, asking: undefined }
    held.set(id, fresh)
    return fresh
  }

  /** Callers at the same time share one question. */
  function borrow(account: Held): Promise<void> {
    account.asking ??= deps.windows
      .lend(account.window)
      .then((lent) => {
        account.left += lent
        account.spent = lent === 0
      })
      .finally(() => {
        account.asking = undefined
      })
    return account.asking
  }

  return {
    count: async ({ actor, limits }) => {
      const { perMinute = null, perHour = null } = limits ?? {}
      if (perMinute === null && perHour === null) return
      for (;;) {
        const accounts = [
          ...(perMinute === null ? [] : [heldOf(actor.id, LENGTHS.minute, perMinute)]),
          ...(perHour === null ? [] : [heldOf(actor.id, LENGTHS.hour, perHour)]),
        ]
        const spent = accounts.findLast((account) => account.spent && account.left === 0)
        if (spent) throw tooMany(spent.window, deps.now())
        const empty = accounts.find((account) => account.left === 0)
        if (empty) await borrow(empty)
        else {
          for (const account of accounts) account.left -= 1
          return
        }
      }
    },
  }
}

function tooMany({ seconds, number, limit }: RateWindow, now: number): AppError {
  const unit = seconds === LENGTHS.hour ? 'hour' : 'minute'
  return new AppError('rate_limited', `This key may make ${limit} calls per ${unit}`, {
    retryAfterSeconds: Math.max(1, Math.ceil((number + 1) * seconds - now / 1000)),
  })
}
