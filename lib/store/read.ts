import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

const PATIENCE_MS = 10_000
const LONGEST_WAIT_MS = 250

/** Connection failures (SQLSTATE classes 08 and 57), no connection left (53300), and the driver's own words for a lost one. */
const LOST = /^(08|57|53300)|^E(CONN|PIPE|TIMEDOUT|HOST|NET)|^XX000$/

/**
 * Runs a query that changes nothing, and runs it again while the database cannot be reached, for at most ten seconds:
 * work underway outlives a restart of the database.
 */
export async function readAgain(
  pool: pg.Pool,
  query: string | pg.QueryConfig,
  values?: unknown[],
): Promise<pg.QueryResult> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (let wait = 10; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return typeof query === 'string' ? await pool.query(query, values) : await pool.query(query)
    } catch (error) {
      if (!isLostConnection(error) || Date.now() > giveUpAt) throw error
      await sleep(wait)
    }
  }
}

/** Whether a query failed because the connection broke or could not be had, so that it may succeed later. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return LOST.test(code) || /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
}
