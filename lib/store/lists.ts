import type pg from 'pg'
import { z } from 'zod'
import { ENTRY_TYPES, type ListedEntry } from '#lib/screening/entry.ts'

/** The version of a list that searches use, and to whom the list belongs. */
export type ActiveVersion = {
  versionId: string
  listId: string
  /** `null` for a list that serves every organization. */
  organizationId: string | null
  code: string
  name: string
  fictional: boolean
  version: string
  publishedAt: Date
  importedAt: Date
  entries: number
  sha256: string
}

const PAGE = 2000

/** Every active version of sanctions lists, or of company registers: those of the instance and of all organizations. */
export async function activeListVersions(
  pool: pg.Pool,
  kind: 'sanctions' | 'companies' = 'sanctions',
): Promise<ActiveVersion[]> {
  const { rows } = await pool.query(
    `select v.id as "versionId", l.id as "listId", l.organization_id as "organizationId", l.code, l.name, l.fictional,
            v.version, v.published_at as "publishedAt", v.imported_at as "importedAt", v.entry_count as entries, v.sha256
       from list_version v join list l on l.id = v.list_id
      where v.status = 'active' and l.kind = $1
      order by l.code, l.id`,
    [kind],
  )
  return z.array(activeVersionSchema).parse(rows)
}

const activeVersionSchema = z.object({
  versionId: z.string(),
  listId: z.string(),
  organizationId: z.string().nullable(),
  code: z.string(),
  name: z.string(),
  fictional: z.boolean(),
  version: z.string(),
  publishedAt: z.date(),
  importedAt: z.date(),
  entries: z.number(),
  sha256: z.string(),
})

const entryRowSchema = z.object({
  id: z.string(),
  entry_id: z.string(),
  type: z.enum(ENTRY_TYPES),
  primary_name: z.string(),
  aliases: z.array(z.object({ name: z.string(), weak: z.boolean() })),
  birth_dates: z.array(z.string()),
  countries: z.array(z.string()),
  identifiers: z.array(z.string()),
  programs: z.array(z.string()),
  remarks: z.string().nullable(),
})

/** The entries of a version, in the order of the source, a page of 2,000 at a time. */
export async function* listEntries(pool: pg.Pool, versionId: string): AsyncGenerator<ListedEntry[]> {
  let after = '0'
  for (;;) {
    const { rows } = await pool.query(
      `select id::text, entry_id, type, primary_name, aliases, birth_dates, countries, identifiers, programs, remarks
         from list_entry where version_id = $1 and id > $2::bigint order by list_entry.id limit ${PAGE}`,
      [versionId, after],
    )
    const page = z.array(entryRowSchema).parse(rows)
    const last = page.at(-1)
    if (last === undefined) return
    yield page.map(({ id: _, entry_id, primary_name, birth_dates, ...rest }) => ({
      id: entry_id,
      primaryName: primary_name,
      birthDates: birth_dates,
      ...rest,
    }))
    after = last.id
  }
}

/** The id of a list, made where there is none. The caller holds the list's lock. */
export async function ensureList(
  client: pg.ClientBase,
  list: { id: string; organizationId: string | null; kind: string; code: string; name: string; fictional: boolean },
): Promise<string> {
  const found = await client.query(
    `select id from list where code = $1 and organization_id is not distinct from $2 and kind = $3`,
    [list.code, list.organizationId, list.kind],
  )
  if (found.rows.length > 0) return z.object({ id: z.string() }).parse(found.rows[0]).id
  await client.query(
    `insert into list (id, organization_id, kind, code, name, fictional) values ($1, $2, $3, $4, $5, $6)`,
    [list.id, list.organizationId, list.kind, list.code, list.name, list.fictional],
  )
  return list.id
}

/** Opens a version that searches do not see yet, and drops what a broken import of this list left behind. */
export async function openListVersion(
  client: pg.ClientBase,
  version: { id: string; listId: string; version: string; publishedAt: Date; importedAt: Date },
): Promise<void> {
  await client.query(`delete from list_version where list_id = $1 and status = 'importing'`, [version.listId])
  await client.query(
    `insert into list_version (id, list_id, version, published_at, imported_at, status, entry_count, sha256)
     values ($1, $2, $3, $4, $5, 'importing', 0, '')`,
    [version.id, version.listId, version.version, version.publishedAt, version.importedAt],
  )
}

/** Adds entries to an open version. */
export async function insertListEntries(
  client: pg.ClientBase,
  versionId: string,
  entries: readonly ListedEntry[],
): Promise<void> {
  await client.query(
    `insert into list_entry (version_id, entry_id, type, primary_name, aliases, birth_dates, countries, identifiers,
                             programs, remarks)
     select $1, e.id, e.type, e."primaryName", e.aliases, ${texts('birthDates')}, ${texts('countries')},
            ${texts('identifiers')}, ${texts('programs')}, e.remarks
       from jsonb_to_recordset($2::jsonb) as e(id text, type text, "primaryName" text, aliases jsonb, "birthDates" jsonb,
            countries jsonb, identifiers jsonb, programs jsonb, remarks text)`,
    [versionId, JSON.stringify(entries)],
  )
}

function texts(column: string): string {
  return `array(select jsonb_array_elements_text(e."${column}"))`
}

/** Makes an open version the active one of its list and the one before it superseded, in one transaction. */
export async function activateListVersion(
  client: pg.ClientBase,
  version: { id: string; listId: string; version: string; entries: number; sha256: string; publishedAt: Date },
): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(`select 1 from list where id = $1 for update`, [version.listId])
    await client.query(`update list_version set status = 'superseded' where list_id = $1 and status = 'active'`, [
      version.listId,
    ])
    await client.query(
      `update list_version set status = 'active', entry_count = $2, sha256 = $3, published_at = $4, version = $5
        where id = $1`,
      [version.id, version.entries, version.sha256, version.publishedAt, version.version],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

/** Removes a version that was not activated. */
export async function discardListVersion(client: pg.ClientBase, versionId: string): Promise<void> {
  await client.query(`delete from list_version where id = $1 and status = 'importing'`, [versionId])
}

/** Notes that the source still says what the active version holds. */
export async function confirmListVersion(
  client: pg.ClientBase,
  versionId: string,
  dates: { publishedAt: Date; importedAt: Date },
): Promise<void> {
  await client.query(
    `update list_version set published_at = greatest(published_at, $2), imported_at = $3 where id = $1`,
    [versionId, dates.publishedAt, dates.importedAt],
  )
}

/** The active version of one list, or `null`. */
export async function activeVersionOf(
  client: pg.ClientBase,
  listId: string,
): Promise<{ id: string; version: string; entries: number; sha256: string } | null> {
  const { rows } = await client.query(
    `select id, version, entry_count as entries, sha256 from list_version where list_id = $1 and status = 'active'`,
    [listId],
  )
  const schema = z.object({ id: z.string(), version: z.string(), entries: z.number(), sha256: z.string() })
  return rows.length === 0 ? null : schema.parse(rows[0])
}

/**
 * Runs `work` on one connection while no other import of the list runs anywhere;
 * gives `null` at once where another holds the lock.
 */
export async function withListLock<T>(
  pool: pg.Pool,
  key: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const { rows } = await client.query(`select pg_try_advisory_lock(hashtextextended($1, 0)) as held`, [key])
    if (!z.object({ held: z.boolean() }).parse(rows[0]).held) return null
    try {
      return await work(client)
    } finally {
      await client.query(`select pg_advisory_unlock(hashtextextended($1, 0))`, [key]).catch((error: Error) => {
        broken = error
      })
    }
  } finally {
    client.release(broken)
  }
}
