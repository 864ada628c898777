import type pg from 'pg'
import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type BriefCache, createBriefCache } from '#lib/brief-cache.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import type { Projection } from '#lib/engine/project.ts'
import type { Announcement, WebhookEvent } from '#lib/webhooks/events.ts'
import type { ClaimedDelivery, DeliveryStore } from '#lib/webhooks/ports.ts'
import type { JournalWriter } from './journal.ts'

const LISTENS_MS = 1_000

/** Which events somebody listens for, remembered for a second. */
export type Listeners = {
  /** The journal, telling endpoints of what its checkpoints make known, in the statement that records them. */
  announcing(journal: JournalWriter): JournalWriter
  /** Makes this process see changed endpoints at once; others see them within a second. */
  forget(): void
}

/** What a checkpoint makes known. */
type Announcer = (projection: Projection, created: boolean) => Announcement[]

const LISTENED = `
SELECT DISTINCT unnest(events) AS type FROM webhook_endpoint
WHERE organization_id = $1 AND environment = $2 AND status = 'active'`

/** Opens the way from checkpoints to deliveries; where nobody listens it costs a question a second. */
export function createListeners(pool: pg.Pool, announcementsOf: Announcer): Listeners {
  const known: BriefCache<ReadonlySet<string>> = createBriefCache({ ttlMs: LISTENS_MS, size: 1_000, now: Date.now })
  const listened = (organizationId: string, environment: EnvironmentName) =>
    known.get(`${organizationId}:${environment}`, async () => {
      const { rows } = await pool.query<{ type: WebhookEvent }>(LISTENED, [organizationId, environment])
      return new Set(rows.map(({ type }) => type))
    })
  return {
    forget: () => known.clear(),
    announcing: (journal) => ({
      ...journal,
      append: async (entry) => {
        const { creation, projection } = entry.checkpoint
        const told = announcementsOf(projection, creation !== undefined)
        if (told.length === 0) return journal.append(entry)
        // Nobody is told while nobody can be asked: what is recorded must not wait for it.
        const wanted = await listened(entry.owner.organizationId, entry.owner.environment).catch(() => ANY)
        const announced = told.filter(({ type }) => wanted.has(type))
        return journal.append(announced.length === 0 ? entry : { ...entry, announced })
      },
    }),
  }
}

/** Where it is not known who listens, the statement itself finds out. */
const ANY: Pick<ReadonlySet<string>, 'has'> = { has: () => true }

const CLAIM = `
WITH due AS (
  SELECT id FROM webhook_delivery WHERE status = 'pending' AND next_at <= now()
  ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE webhook_delivery d SET attempts = d.attempts + 1, next_at = now() + make_interval(secs => $2)
  FROM due WHERE d.id = due.id RETURNING d.*
)
SELECT d.id, d.event_id AS "eventId", d.type, d.at, d.attempts, d.data, p.id AS "endpointId", p.url, p.environment,
  p.secret, p.previous_secret AS "previousSecret", p.previous_until AS "previousUntil",
  CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_object('publicId', e.public_id, 'instanceId', e.instance_id,
    'runId', e.run_id, 'workflowPublicId', w.public_id, 'workflowId', w.id, 'version', e.version_number) END AS execution
FROM claimed d
JOIN webhook_endpoint p ON p.id = d.endpoint_id
LEFT JOIN execution e ON e.id = d.execution_id
LEFT JOIN workflow w ON w.id = e.workflow_id`

const claimedRow = z.object({
  id: z.string(),
  eventId: z.string(),
  type: z.string(),
  at: z.date(),
  attempts: z.int(),
  data: jsonObjectSchema,
  endpointId: z.string(),
  url: z.string(),
  environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  secret: z.instanceof(Uint8Array),
  previousSecret: z.instanceof(Uint8Array).nullable(),
  previousUntil: z.date().nullable(),
  execution: z
    .strictObject({
      publicId: z.string(),
      instanceId: z.string(),
      runId: z.string(),
      workflowPublicId: z.string(),
      workflowId: z.string(),
      version: z.int().nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<ClaimedDelivery>

const SETTLE = `
UPDATE webhook_delivery SET status = $2, log = log || $3::jsonb, next_at = coalesce($4::timestamptz, next_at),
  ended_at = CASE WHEN $2 = 'pending' THEN NULL ELSE now() END
WHERE id = $1`

/** Deliveries in PostgreSQL: claims are rows locked for a moment and set ahead, so that no process needs another. */
export function createDeliveryStore(pool: pg.Pool): DeliveryStore {
  return {
    claim: async (limit, leaseMs) => {
      const { rows } = await pool.query(CLAIM, [limit, leaseMs / 1000])
      return rows.map((row) => claimedRow.parse(row))
    },
    settle: async (deliveryId, verdict) => {
      const nextAt = verdict.status === 'pending' ? verdict.nextAt : null
      await pool.query(SETTLE, [deliveryId, verdict.status, JSON.stringify([verdict.attempt]), nextAt])
    },
  }
}

/** Forgets deliveries that ended before the given moment. */
export async function pruneDeliveries(pool: pg.Pool, before: Date): Promise<void> {
  await pool.query(`DELETE FROM webhook_delivery WHERE ended_at < $1`, [before])
}
