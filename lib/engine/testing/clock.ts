import type { Clock } from '../ports.ts'

type Sleeper = { at: number; wake(): void }

/** A clock that stands still while anything is being done, and jumps to the next awaited moment when all wait. */
export function createVirtualClock(startsAt = 0): Clock {
  let now = startsAt
  let sleepers: Sleeper[] = []
  let scheduled = false

  function schedule(): void {
    if (scheduled || sleepers.length === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      const next = sleepers.reduce<Sleeper | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined)
      if (!next) return
      sleepers = sleepers.filter((sleeper) => sleeper !== next)
      now = Math.max(now, next.at)
      next.wake()
      schedule()
    })
  }

  function add(ms: number, wake: () => void): () => void {
    const sleeper = { at: now + ms, wake }
    sleepers.push(sleeper)
    schedule()
    return () => {
      sleepers = sleepers.filter((other) => other !== sleeper)
    }
  }

  return {
    now: () => now,
    after: add,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const forget = add(ms, resolve)
        const stop = () => {
          forget()
          resolve()
        }
        signal?.addEventListener('abort', stop, { once: true })
      }),
  }
}
