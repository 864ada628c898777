import type pg from 'pg'
import { z } from 'zod'
import type { AuditRecord, Chain, ChainedRecord, ChainHead } from '#lib/audit/chain.ts'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { actorSchema } from '#lib/engine/block.ts'
import { jsonSchema } from '#lib/engine/json.ts'
import { newId } from '#lib/ids.ts'
import { inTransaction } from './transaction.ts'

const INSERT = `
INSERT INTO audit_record (id, organization_id, environment, actor, action, target_type, target_id, before, after, origin)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** Records a change; given the connection of the change's own transaction, both are kept or neither. */
export async function insertAudit(client: Pick<pg.ClientBase, 'query'>, entry: AuditEntry): Promise<void> {
  const { organizationId, environment, actor, action, target } = entry
  await client.query(INSERT, [
    newId.uuid(),
    ...[organizationId, environment, JSON.stringify(actor), action, target.type, target.id],
    ...[JSON.stringify(entry.before), JSON.stringify(entry.after), JSON.stringify(entry.origin)],
  ])
}

const UNLINKED = `
SELECT DISTINCT organization_id AS id FROM audit_record WHERE position IS NULL`

const LOCKED_HEAD = 'SELECT position, hash FROM audit_head WHERE organization_id = $1 FOR UPDATE'

const NEXT = `
SELECT id, organization_id AS "organizationId", environment, actor, action, target_type AS "targetType",
  target_id AS "targetId", before, after, origin, at
FROM audit_record WHERE organization_id = $1 AND position IS NULL ORDER BY id LIMIT $2`

const LINK = `
UPDATE audit_record r SET position = l.position, previous_hash = l."previousHash", hash = l.hash
FROM jsonb_to_recordset($1) AS l (id uuid, position int, "previousHash" text, hash text) WHERE r.id = l.id`

const MOVE_HEAD = `
INSERT INTO audit_head (organization_id, position, hash) VALUES ($1, $2, $3)
ON CONFLICT (organization_id) DO UPDATE SET position = excluded.position, hash = excluded.hash`

/** A row as read; what was stored with it is parsed. */
const rowSchema = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid(),
    environment: z.enum(['PRODUCTION', 'DEVELOPMENT']).nullable(),
    actor: actorSchema,
    action: z.string(),
    targetType: z.string(),
    targetId: z.string(),
    before: jsonSchema,
    after: jsonSchema,
    origin: z
      .strictObject({
        address: z.string().nullable(),
        userAgent: z.string().nullable(),
        requestId: z.string(),
        via: z.enum(['console', 'v1', 'process', 'turns']),
      })
      .nullable(),
    at: z.date(),
  })
  .transform(
    ({ targetType, targetId, at, ...row }): AuditRecord => ({
      ...row,
      target: { type: targetType, id: targetId },
      at: at.getTime(),
    }),
  )

const linkSchema = z.object({ position: z.int(), previousHash: z.string(), hash: z.string() })

/** Links records that have no place yet into their organizations' chains, at most `batch` of each; answers how many. */
export async function linkAuditRecords(pool: pg.Pool, chain: Chain, batch = 500): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(UNLINKED)
  let linked = 0
  for (const { id } of rows) linked += await inTransaction(pool, (client) => linkOrganization(client, chain, id, batch))
  return linked
}

async function linkOrganization(
  client: pg.PoolClient,
  { start, link }: Chain,
  organizationId: string,
  batch: number,
): Promise<number> {
  await client.query('INSERT INTO audit_head VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    organizationId,
    start.position,
    start.hash,
  ])
  const { rows: heads } = await client.query<ChainHead>(LOCKED_HEAD, [organizationId])
  const { rows } = await client.query(NEXT, [organizationId, batch])
  const links = link(heads[0] ?? start, z.array(rowSchema).parse(rows))
  const last = links.at(-1)
  if (!last) return 0
  const places = links.map(({ id, position, previousHash, hash }) => ({ id, position, previousHash, hash }))
  await client.query(LINK, [JSON.stringify(places)])
  await client.query(MOVE_HEAD, [organizationId, last.position, last.hash])
  return links.length
}

const STRETCH = `
SELECT id, organization_id AS "organizationId", environment, actor, action, target_type AS "targetType",
  target_id AS "targetId", before, after, origin, at, position, previous_hash AS "previousHash", hash
FROM audit_record WHERE organization_id = $1 AND position > $2 ORDER BY position LIMIT $3`

/** The linked records of an organization behind a place, in order. */
export async function readChain(
  pool: Pick<pg.Pool, 'query'>,
  organizationId: string,
  after: number,
  limit: number,
): Promise<ChainedRecord[]> {
  const { rows } = await pool.query(STRETCH, [organizationId, after, limit])
  return rows.map((row) => ({ ...rowSchema.parse(row), ...linkSchema.parse(row) }))
}

/** Where an organization's chain ends, as kept apart from its records; `null` before it has begun. */
export async function readChainHead(pool: Pick<pg.Pool, 'query'>, organizationId: string): Promise<ChainHead | null> {
  const { rows } = await pool.query<ChainHead>('SELECT position, hash FROM audit_head WHERE organization_id = $1', [
    organizationId,
  ])
  return rows[0] ?? null
}
