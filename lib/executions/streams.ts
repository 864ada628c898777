import { AppError } from '#lib/errors.ts'
import type { CheckpointReader, StoredCheckpoint } from '#lib/store/stream.ts'

/** Checkpoints of executions as they are recorded, whichever process drives them. */
export type ExecutionStreams = {
  /**
   * Every checkpoint of an execution after `seq`, in order, without end: until `signal` aborts or the streams close.
   * Throws `service_unavailable` where there is no room.
   */
  follow(executionId: string, seq: number, signal: AbortSignal): AsyncGenerator<StoredCheckpoint>
  /** Where an execution's log ends: its last checkpoint, and how many facts that holds; zeros before the first. */
  last(executionId: string): Promise<{ seq: number; facts: number }>
  /** Throws `service_unavailable` where this process has as many followers as it takes. */
  requireRoom(): void
  /** Tells that something was just recorded, so that followers need not wait for the next look. */
  wake(executionId: string): void
  /** How many are followed now. */
  readonly size: number
  close(): void
}

export type StreamSettings = {
  /** Milliseconds between two looks while somebody follows. */
  everyMs?: number
  /** Followers at a time. */
  capacity?: number
}

const EVERY_MS = 50
const CAPACITY = 500
const AFTER_FAULT_MS = 1_000
const COME_BACK_SECONDS = 5
/** Checkpoints read in one go, and kept for followers of the same execution. */
const BATCH = 64

/** One execution somebody follows: read up to `seq`, with the last few checkpoints at hand. */
type Watch = { seq: number; recent: StoredCheckpoint[]; followers: number; news: PromiseWithResolvers<void> }

/**
 * Makes the streams of this process. One reader looks for news of all followed executions at once, and only while
 * there are followers; a follower takes what it has not seen at its own pace.
 */
export function createStreams(
  reader: CheckpointReader,
  report: (error: unknown) => void,
  { everyMs = EVERY_MS, capacity = CAPACITY }: StreamSettings = {},
): ExecutionStreams {
  const watches = new Map<string, Watch>()
  const closing = new AbortController()
  let followers = 0
  let reading = false
  let nudge = Promise.withResolvers<void>()

  async function read(): Promise<void> {
    if (reading) return
    reading = true
    while (watches.size > 0 && !closing.signal.aborted) {
      nudge = Promise.withResolvers()
      const pause = await look().then(
        (more) => (more ? 0 : everyMs),
        (error: unknown) => {
          report(error)
          return AFTER_FAULT_MS
        },
      )
      if (pause > 0) await rest(pause, nudge.promise)
    }
    reading = false
  }

  /** Reads what is new; answers whether there may be more at once. */
  async function look(): Promise<boolean> {
    const known = [...watches].map(([executionId, { seq }]) => ({ executionId, seq }))
    const fresh = await reader.after(known, BATCH)
    for (const [executionId, checkpoints] of fresh) {
      const watch = watches.get(executionId)
      const unseen = checkpoints.filter(({ seq }) => watch && seq > watch.seq)
      const last = unseen.at(-1)
      if (!watch || !last) continue
      watch.seq = last.seq
      watch.recent = [...watch.recent, ...unseen].slice(-BATCH)
      watch.news.resolve()
      watch.news = Promise.withResolvers()
    }
    return [...fresh.values()].some((checkpoints) => checkpoints.length === BATCH)
  }

  function requireRoom(): void {
    if (followers >= capacity || closing.signal.aborted) {
      throw new AppError('service_unavailable', 'Too many executions are being watched; try again soon', {
        retryAfterSeconds: COME_BACK_SECONDS,
      })
    }
  }

  function join(executionId: string, seq: number): Watch {
    requireRoom()
    const watch = watches.get(executionId) ?? { seq, recent: [], followers: 0, news: Promise.withResolvers<void>() }
    watches.set(executionId, watch)
    watch.followers += 1
    followers += 1
    nudge.resolve()
    void read()
    return watch
  }

  function leave(executionId: string, watch: Watch): void {
    watch.followers -= 1
    followers -= 1
    if (watch.followers === 0) watches.delete(executionId)
  }

  /** The checkpoints after `seq` that are known by now: those at hand, or read again for who has fallen behind. */
  async function next(executionId: string, watch: Watch, seq: number): Promise<StoredCheckpoint[]> {
    if (seq >= watch.seq) return []
    if ((watch.recent[0]?.seq ?? Number.MAX_SAFE_INTEGER) <= seq + 1) return watch.recent.filter((one) => one.seq > seq)
    return (await reader.after([{ executionId, seq }], BATCH)).get(executionId) ?? []
  }

  return {
    async *follow(executionId, from, signal) {
      const watch = join(executionId, from)
      const stop = AbortSignal.any([signal, closing.signal])
      const stopped = whenAborted(stop)
      let seq = from
      try {
        while (!stop.aborted) {
          // Asked for before looking, so that news in between is not slept through.
          const news = watch.news.promise
          const checkpoints = await next(executionId, watch, seq)
          if (checkpoints.length === 0) await Promise.race([news, stopped])
          for (const checkpoint of checkpoints) {
            if (stop.aborted) return
            seq = checkpoint.seq
            yield checkpoint
          }
        }
      } finally {
        leave(executionId, watch)
      }
    },
    last: (executionId) => reader.last(executionId),
    requireRoom,
    wake: (executionId) => {
      if (watches.has(executionId)) nudge.resolve()
    },
    get size() {
      return followers
    },
    close: () => closing.abort(),
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Waits, but not on after the nudge. */
function rest(ms: number, nudged: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    void nudged.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
