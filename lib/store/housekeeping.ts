import type { Database } from './database.ts'
import { createRateWindows } from './rate-limits.ts'
import { pruneCalls } from './request-log.ts'

const DAY_MS = 86_400_000
/** Days for which calls of the public APIs stay on record. */
export const REQUEST_LOG_DAYS = 30

/** Forgets what has been kept long enough: answered calls, and windows of rate limits that are over. */
export async function keepHouse({ pool }: Pick<Database, 'pool'>, now: Date): Promise<void> {
  await createRateWindows(pool).prune(now)
  await pruneCalls(pool, new Date(now.getTime() - REQUEST_LOG_DAYS * DAY_MS))
}
