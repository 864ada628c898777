import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const FOLDER = path.join(import.meta.dirname, '../prisma/migrations')
// The number Prisma's own engine locks while it migrates.
const LOCK = 72_707_369
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

type Applied = { migration_name: string; checksum: string; finished_at: Date | null }

/**
 * Applies every migration of `folder` that the database at `url` lacks, as `prisma migrate deploy` would, and answers their
 * names. Throws when an earlier migration failed half-way or was edited after it had been applied.
 */
export async function migrate(url: string, folder = FOLDER): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(TABLE)
    const known = await readApplied(client)
    const fresh = migrationFiles(folder).filter((file) => !isApplied(file, known))
    for (const file of fresh) await apply(client, file)
    return fresh.map((file) => file.name)
  } finally {
    await client.end()
  }
}

type MigrationFile = { name: string; sql: string; checksum: string }

function migrationFiles(folder: string): MigrationFile[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const failed = rows.find((row) => row.finished_at === null)
  if (failed) {
    throw new Error(
      `The migration ${failed.migration_name} failed earlier. Repair the database, then run "npx prisma migrate resolve".`,
    )
  }
  return rows
}

function isApplied(file: MigrationFile, known: Applied[]): boolean {
  const row = known.find((candidate) => candidate.migration_name === file.name)
  if (row && row.checksum !== file.checksum) {
    throw new Error(`The migration ${file.name} was edited after this database had applied it.`)
  }
  return row !== undefined
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    file.checksum,
    file.name,
  ])
  try {
    await client.query(file.sql)
  } catch (error) {
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, String(error)])
    throw new Error(`The migration ${file.name} failed: ${error instanceof Error ? error.message : error}`)
  }
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = applied_steps_count + 1 WHERE id = $1',
    [id],
  )
}
