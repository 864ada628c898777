import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import type { AppendResult } from '#lib/engine/ports.ts'
import { appendStatement, type JournalEntry } from './journal-sql.ts'

const MAX_BATCH = 200
const MAX_IN_FLIGHT = 2
const LONGEST_WAIT_MS = 500
/** About a minute of trying before nobody can know whether a checkpoint is recorded. */
const MAX_TRIES = 130

type Waiting = JournalEntry & { resolve(result: AppendResult): void; reject(error: unknown): void }

/** The journal of this process: collects the checkpoints of all executions in flight and writes them in few statements. */
export type JournalWriter = {
  append(entry: JournalEntry): Promise<AppendResult>
  /** Resolves when everything handed in so far is decided. */
  idle(): Promise<void>
}

/** Opens the journal on a pool, of which it uses at most two connections at a time. */
export function createJournalWriter(pool: pg.Pool): JournalWriter {
  let waiting: Waiting[] = []
  let inFlight = 0
  let scheduled = false
  let idlers: (() => void)[] = []

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      pump()
    })
  }

  function pump(): void {
    while (waiting.length > 0 && inFlight < MAX_IN_FLIGHT) {
      const batch = waiting.slice(0, MAX_BATCH)
      waiting = waiting.slice(MAX_BATCH)
      inFlight += 1
      void writeBatch(pool, batch).finally(() => {
        inFlight -= 1
        pump()
      })
    }
    if (waiting.length > 0 || inFlight > 0) return
    for (const done of idlers) done()
    idlers = []
  }

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...entry, resolve, reject })
        schedule()
      }),
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve)
        schedule()
      }),
  }
}

async function writeBatch(pool: pg.Pool, batch: Waiting[]): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const recorded = await insert(pool, batch)
      await Promise.all(batch.map((entry) => decide(pool, entry, recorded, tries > 0)))
      return
    } catch (error) {
      if (isRefusal(error)) {
        const [only, ...others] = batch
        if (only && others.length === 0) return only.reject(error)
        // One row that the database refuses must not hold up its neighbours.
        for (const entry of batch) await writeBatch(pool, [entry])
        return
      }
      if (tries >= MAX_TRIES) {
        for (const entry of batch) entry.reject(error)
        return
      }
      await sleep(Math.min(25 * 2 ** tries, LONGEST_WAIT_MS))
    }
  }
}

async function insert(pool: pg.Pool, batch: readonly JournalEntry[]): Promise<Set<string>> {
  const result = await pool.query(appendStatement(batch))
  return new Set(result.rows.map((row) => rowSchema.parse(row)).map((row) => `${row.execution_id}:${row.seq}`))
}

const rowSchema = z.object({ execution_id: z.string(), seq: z.int() })
const epochSchema = z.object({ epoch: z.int() })

/** Tells the waiting loop; after a lost connection, a row that is there with our epoch is ours. */
async function decide(pool: pg.Pool, entry: Waiting, recorded: Set<string>, retried: boolean): Promise<void> {
  const { executionId, seq, epoch, creation } = entry.checkpoint
  // Of two entries for one place in the log, the statement took the first.
  if (recorded.delete(`${executionId}:${seq}`)) return entry.resolve('recorded')
  if (retried) {
    const { rows } = await pool.query('SELECT epoch FROM execution_event WHERE execution_id = $1 AND seq = $2', [
      executionId,
      seq,
    ])
    if (rows[0] && epochSchema.parse(rows[0]).epoch === epoch) return entry.resolve('recorded')
  }
  entry.resolve(creation ? 'conflict' : 'fenced')
}

/** Whether the database understood the statement and said no (SQLSTATE classes 22, 23, 42), which a retry cannot change. */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && /^(22|23|42|54)/.test(String(error.code))
}
