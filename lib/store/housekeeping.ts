import type { Database } from './database.ts'
import { createRateWindows } from './rate-limits.ts'
import { pruneCalls } from './request-log.ts'
import { pruneDeliveries } from './webhooks.ts'

const DAY_MS = 86_400_000
/** Days for which calls of the public APIs, and webhook deliveries that ended, stay on record. */
const KEPT_DAYS = 30

/** Forgets what has been kept long enough: answered calls, ended deliveries, and windows of rate limits that are over. */
export async function keepHouse({ pool }: Pick<Database, 'pool'>, now: Date): Promise<void> {
  await createRateWindows(pool).prune(now)
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS)
  await pruneCalls(pool, before)
  await pruneDeliveries(pool, before)
}
