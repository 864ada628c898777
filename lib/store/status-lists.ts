import type pg from 'pg'
import type { StatusListPair, StatusListStore, StatusPurpose } from '#lib/credentials/ports.ts'
import { inTransaction } from './transaction.ts'

const LOCK = 72_707_371

type Queryable = Pick<pg.Pool, 'query'>
type ListRow = { id: number; purpose: StatusPurpose; revision: number; bits: Buffer | null }

/** Entries of a list: the least that hides who is meant (Bitstring Status List v1.0 §3.3). */
const MINIMUM_SIZE = 131_072

/** The status lists in PostgreSQL. `size` is a multiple of eight. */
export function createStatusListStore(pool: pg.Pool, size = MINIMUM_SIZE): StatusListStore {
  let open: StatusListPair | undefined
  return {
    async openPair(crowded) {
      if (open !== undefined && open.revocationListId !== crowded?.revocationListId) return open
      const isFull = crowded !== undefined && (await isHalfFull(pool, crowded))
      if (open === undefined || isFull) open = await newestPair(pool, size, isFull ? crowded : undefined)
      return open
    },
    async read(id, knownRevision) {
      const { rows } = await pool.query<ListRow>(
        `SELECT id, purpose, revision, CASE WHEN revision IS DISTINCT FROM $2 THEN bits END AS bits
         FROM status_list WHERE id = $1`,
        [id, knownRevision ?? null],
      )
      return rows[0] ?? null
    },
  }
}

/** Set bits count beside the credentials on record, because bits outlive erased credentials. */
async function isHalfFull(database: Queryable, pair: StatusListPair): Promise<boolean> {
  const { rows } = await database.query<{ taken: number }>(
    `SELECT (SELECT count(*) FROM credential WHERE revocation_list_id = $1)::int + bit_count(bits)::int AS taken
     FROM status_list WHERE id = $1`,
    [pair.revocationListId],
  )
  return (rows[0]?.taken ?? 0) * 2 >= pair.size
}

/** The newest pair, made if there is none or the newest is the full one; one process makes it, the others find it. */
async function newestPair(pool: pg.Pool, size: number, full: StatusListPair | undefined): Promise<StatusListPair> {
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const newest = await findNewest(client)
    if (newest !== null && newest.revocationListId !== full?.revocationListId) return newest
    const revocationListId = await insertList(client, 'revocation', size)
    const suspensionListId = await insertList(client, 'suspension', size)
    return { revocationListId, suspensionListId, size }
  })
}

/** Pairs are made one after the other, so the newest list of each purpose belong together. */
async function findNewest(database: Queryable): Promise<StatusListPair | null> {
  const { rows } = await database.query<{ revocation: number; suspension: number; size: number }>(
    `SELECT r.id AS revocation, s.id AS suspension, r.size FROM
       (SELECT id, size FROM status_list WHERE purpose = 'revocation' ORDER BY id DESC LIMIT 1) r,
       (SELECT id FROM status_list WHERE purpose = 'suspension' ORDER BY id DESC LIMIT 1) s`,
  )
  const [row] = rows
  return row === undefined
    ? null
    : { revocationListId: row.revocation, suspensionListId: row.suspension, size: row.size }
}

async function insertList(database: Queryable, purpose: StatusPurpose, size: number): Promise<number> {
  const { rows } = await database.query<{ id: number }>(
    'INSERT INTO status_list (purpose, size, bits) VALUES ($1, $2, $3) RETURNING id',
    [purpose, size, Buffer.alloc(size / 8)],
  )
  const [row] = rows
  if (row === undefined) throw new Error('The status list was not inserted')
  return row.id
}
