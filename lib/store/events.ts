import type pg from 'pg'
import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import type { EventRequest } from '#lib/executions/events.ts'
import { newId } from '#lib/ids.ts'
import { jsonText } from './json-text.ts'

const deliverySchema = z.object({ instanceId: z.string(), blockId: z.string() })
/** Which block of which execution an event woke. */
export type Delivery = z.infer<typeof deliverySchema>

const eventRow = z.object({
  id: z.string(),
  name: z.string(),
  data: jsonObjectSchema,
  delivered: z.array(deliverySchema),
})
export type CatchableEvent = z.infer<typeof eventRow>

export type EventAddress = { organizationId: string; environment: EnvironmentName; name: string; key: string }

/** Events for catch blocks. */
export type EventStore = {
  /** Keeps an event for later catch blocks and later repeats; `repeated` where its message id is known. */
  keep(request: EventRequest): Promise<{ event: CatchableEvent; repeated: boolean }>
  /** Pauses that wait for this event: the oldest one of each execution. */
  waiting(request: EventAddress & { workflowId?: string }): Promise<string[]>
  /** An event that came before its catch block, still wanted by nobody, and meant for this workflow or for any. */
  findBuffered(address: EventAddress & { workflowId: string }): Promise<CatchableEvent | null>
  /** Ends the waiting of a kept event once it woke somebody. */
  noteDelivered(eventId: string, delivered: readonly Delivery[]): Promise<void>
  /** Takes back an event that was refused, so that its message id can be sent again. */
  forget(eventId: string): Promise<void>
}

const DEDUPLICATION = `interval '24 hours'`

export function createEventStore(pool: pg.Pool): EventStore {
  return {
    async keep({ organizationId, environment, name, key, data, messageId, ttlSeconds, workflowId }) {
      await pool.query(
        `DELETE FROM catchable_event WHERE organization_id = $1 AND environment = $2 AND message_id = $3
         AND created_at < now() - ${DEDUPLICATION}`,
        [organizationId, environment, messageId ?? null],
      )
      const values = [newId.uuid(), organizationId, environment, name, key, jsonText(data), messageId ?? null]
      for (;;) {
        const inserted = await pool.query(
          `INSERT INTO catchable_event
             (id, organization_id, environment, name, key, data, message_id, delivered, expires_at, workflow_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', now() + make_interval(secs => $8), $9)
           ON CONFLICT DO NOTHING RETURNING id, name, data, delivered`,
          [...values, ttlSeconds, workflowId ?? null],
        )
        if (inserted.rows[0]) return { event: eventRow.parse(inserted.rows[0]), repeated: false }
        const { rows } = await pool.query(
          `SELECT id, name, data, delivered FROM catchable_event
           WHERE organization_id = $1 AND environment = $2 AND message_id = $3`,
          [organizationId, environment, messageId],
        )
        // None where the first one has been forgotten in between: then this one counts.
        if (rows[0]) return { event: eventRow.parse(rows[0]), repeated: true }
      }
    },
    async waiting({ organizationId, environment, name, key, workflowId }) {
      const { rows } = await pool.query(
        `SELECT DISTINCT ON (execution_id) id FROM pause
         WHERE organization_id = $1 AND environment = $2 AND event_name = $3 AND event_key = $4 AND status = 'open'
           AND ($5::uuid IS NULL OR workflow_id = $5)
         ORDER BY execution_id, opened_at, id`,
        [organizationId, environment, name, key, workflowId ?? null],
      )
      return rows.map((row) => z.object({ id: z.string() }).parse(row).id)
    },
    async findBuffered({ organizationId, environment, name, key, workflowId }) {
      const { rows } = await pool.query(
        `SELECT id, name, data, delivered FROM catchable_event
         WHERE organization_id = $1 AND environment = $2 AND name = $3 AND key = $4 AND expires_at > now()
           AND (workflow_id IS NULL OR workflow_id = $5)
         ORDER BY created_at LIMIT 1`,
        [organizationId, environment, name, key, workflowId],
      )
      return rows[0] ? eventRow.parse(rows[0]) : null
    },
    async noteDelivered(eventId, delivered) {
      if (delivered.length === 0) return
      await pool.query(
        `UPDATE catchable_event SET delivered = delivered || $2::jsonb, expires_at = now() WHERE id = $1`,
        [eventId, JSON.stringify(delivered)],
      )
    },
    async forget(eventId) {
      await pool.query('DELETE FROM catchable_event WHERE id = $1', [eventId])
    },
  }
}
