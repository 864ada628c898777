/** Counts tries to sign in to each account since the last success, and says when it has been too many. */
export type Throttle = {
  /** Seconds until the account may try again; 0 when it may now. */
  waitSeconds(account: string): number
  tried(account: string): void
  succeeded(account: string): void
}

/** At most `tries` without success within `windowMs` of the first; `now` gives milliseconds. */
export function createThrottle(options: { tries: number; windowMs: number; now: () => number }): Throttle {
  const accounts = new Map<string, { count: number; until: number }>()

  const current = (account: string) => {
    const entry = accounts.get(account)
    if (entry && entry.until <= options.now()) accounts.delete(account)
    return accounts.get(account)
  }
  const dropEnded = () => {
    for (const [account, entry] of accounts) if (entry.until <= options.now()) accounts.delete(account)
  }

  return {
    waitSeconds: (account) => {
      const entry = current(account)
      return entry && entry.count >= options.tries ? Math.ceil((entry.until - options.now()) / 1000) : 0
    },
    tried: (account) => {
      dropEnded()
      const entry = current(account) ?? { count: 0, until: options.now() + options.windowMs }
      accounts.set(account, { ...entry, count: entry.count + 1 })
    },
    succeeded: (account) => void accounts.delete(account),
  }
}
