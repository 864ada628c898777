import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#lib/generated/prisma/client.ts'

export type Database = { pool: pg.Pool; prisma: PrismaClient; close(): Promise<void> }

/** Opens one pool for plain SQL and one for Prisma; every session is in UTC, which the adapter's instants rely on. */
export function createDatabase(url: string, options: { connections?: number } = {}): Database {
  const config = { connectionString: url, options: '-c timezone=UTC', max: options.connections ?? 10 }
  const pool = new pg.Pool(config)
  // An idle connection that breaks must not end the process; the next query reports the fault.
  pool.on('error', () => {})
  const prisma = new PrismaClient({ adapter: new PrismaPg(config) })
  return {
    pool,
    prisma,
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Opens the journal's own connections: its few statements are planned once, and never wait behind other queries. */
export function createJournalPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    options: '-c timezone=UTC -c plan_cache_mode=force_generic_plan',
    max: 2,
  })
  pool.on('error', () => {})
  return pool
}
