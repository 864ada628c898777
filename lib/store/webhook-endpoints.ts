import type pg from 'pg'
import { z } from 'zod'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { WEBHOOK_EVENT_NAMES } from '#lib/contracts/webhooks.ts'
import type { Delivery, Endpoint, EndpointStore } from '#lib/webhooks/ports.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

const ENDPOINT = `id, environment, url, description, events, status, created_at AS "createdAt",
  previous_until AS "previousUntil"`
const DELIVERY = `id, event_id AS "eventId", type, status, log, execution_id AS "executionId", at,
  CASE WHEN status = 'pending' THEN next_at END AS "nextAt"`

const endpointRow = z.object({
  id: z.string(),
  environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_NAMES)),
  status: z.enum(['active', 'paused']),
  createdAt: z.date(),
  previousUntil: z.date().nullable(),
}) satisfies z.ZodType<Endpoint>

const deliveryRow = z.object({
  id: z.string(),
  eventId: z.string(),
  type: z.string(),
  status: z.enum(['pending', 'delivered', 'failed']),
  log: z.array(
    z.strictObject({
      at: z.string(),
      status: z.int().nullable(),
      durationMs: z.int(),
      error: z.string().nullable(),
    }),
  ),
  executionId: z.string().nullable(),
  at: z.date(),
  nextAt: z.date().nullable(),
}) satisfies z.ZodType<Delivery>

const INSERT = `
INSERT INTO webhook_endpoint (id, organization_id, environment, url, description, events, secret, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${ENDPOINT}`

const UPDATE = `
UPDATE webhook_endpoint SET url = coalesce($3, url), description = coalesce($4, description),
  events = coalesce($5, events), status = coalesce($6, status), updated_at = now()
WHERE organization_id = $1 AND id = $2 RETURNING ${ENDPOINT}`

const ROTATE = `
UPDATE webhook_endpoint SET previous_secret = secret, previous_until = $4, secret = $3, updated_at = now()
WHERE organization_id = $1 AND id = $2 RETURNING ${ENDPOINT}`

const OWN = 'endpoint_id = (SELECT id FROM webhook_endpoint WHERE organization_id = $1 AND id = $2)'

const OLDER = `(at, id) < (SELECT at, id FROM webhook_delivery WHERE ${OWN} AND id = $4)`

const PAGE = `
SELECT ${DELIVERY} FROM webhook_delivery
WHERE ${OWN} AND ($3::text IS NULL OR status = $3) AND ($4::uuid IS NULL OR ${OLDER})
ORDER BY at DESC, id DESC LIMIT $5`

const ENQUEUE = `
INSERT INTO webhook_delivery (endpoint_id, event_id, type, data)
SELECT id, $3, $4, $5 FROM webhook_endpoint WHERE organization_id = $1 AND id = $2 RETURNING ${DELIVERY}`

const REDELIVER = `
UPDATE webhook_delivery SET status = 'pending', attempts = 0, next_at = now(), ended_at = NULL
WHERE ${OWN} AND id = $3 RETURNING ${DELIVERY}`

/** The webhook endpoints of one organization; those of others do not exist for it. */
export function createEndpointStore({ pool }: Pick<Database, 'pool'>, organizationId: string): EndpointStore {
  const changing = (audit: AuditEntry, text: string, values: unknown[]): Promise<pg.QueryResultRow | null> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query(text, values)
      if (!rows[0]) return null
      await insertAudit(client, audit)
      return rows[0]
    })
  const endpointOf = (row: pg.QueryResultRow | null | undefined) => (row ? endpointRow.parse(row) : null)
  const deliveryOf = (row: pg.QueryResultRow | null | undefined) => (row ? deliveryRow.parse(row) : null)

  return {
    list: async (environment) => {
      const { rows } = await pool.query(
        `SELECT ${ENDPOINT} FROM webhook_endpoint WHERE organization_id = $1 AND environment = $2 ORDER BY created_at, id`,
        [organizationId, environment],
      )
      return rows.map((row) => endpointRow.parse(row))
    },
    find: async (id) => {
      const { rows } = await pool.query(
        `SELECT ${ENDPOINT} FROM webhook_endpoint WHERE organization_id = $1 AND id = $2`,
        [organizationId, id],
      )
      return endpointOf(rows[0])
    },
    insert: async ({ id, environment, url, description, events, secret, createdBy }, audit) =>
      endpointRow.parse(
        await changing(audit, INSERT, [id, organizationId, environment, url, description, events, secret, createdBy]),
      ),
    update: async (id, { url, description, events, status }, audit) =>
      endpointOf(await changing(audit, UPDATE, [organizationId, id, url, description, events, status])),
    rotate: async (id, secret, previousUntil, audit) =>
      endpointOf(await changing(audit, ROTATE, [organizationId, id, secret, previousUntil])),
    remove: async (id, audit) => {
      const text = 'DELETE FROM webhook_endpoint WHERE organization_id = $1 AND id = $2 RETURNING id'
      return (await changing(audit, text, [organizationId, id])) !== null
    },
    deliveries: async (id, { status, cursor, limit }) => {
      const { rows } = await pool.query(PAGE, [organizationId, id, status, cursor, limit])
      return rows.map((row) => deliveryRow.parse(row))
    },
    enqueue: async (id, { eventId, type, data }) => {
      const { rows } = await pool.query(ENQUEUE, [organizationId, id, eventId, type, JSON.stringify(data)])
      return deliveryOf(rows[0])
    },
    redeliver: async (id, deliveryId, audit) =>
      deliveryOf(await changing(audit, REDELIVER, [organizationId, id, deliveryId])),
  }
}
