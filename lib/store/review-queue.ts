import { z } from 'zod'
import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import type { Database } from './database.ts'
import { type ChangeRecord, insertRecord } from './review-changes.ts'
import { inTransaction } from './transaction.ts'

/** Takes reviews out of the queue of one organization. */
export type QueueTaker = {
  /**
   * Gives the first review that nobody has, nobody put away and this person may decide into their hands; two that ask
   * at once never get the same. `null` where none is left.
   */
  takeNext(
    environment: EnvironmentName,
    person: Pick<Member, 'actor' | 'roles'>,
    recordOf: (pauseId: string) => ChangeRecord,
  ): Promise<string | null>
}

/** The rule of lib/reviews/guard.ts in the database's words: who is named, who started it, who proposed or confirmed. */
const MAY_DECIDE = `
  (request->'assignees' IS NULL
    OR jsonb_array_length(request->'assignees'->'users') + jsonb_array_length(request->'assignees'->'roles') = 0
    OR request->'assignees'->'users' ? $3 OR request->'assignees'->'roles' ?| $4::text[])
  AND (proposal IS NULL
    OR (proposal->'by'->>'id' <> $3
      AND NOT proposal->'confirmations' @> jsonb_build_array(jsonb_build_object('by', jsonb_build_object('id', $3::text)))))
  AND NOT (
    (request->'policy'->>'selfApproval' = 'false' OR (proposal IS NOT NULL AND request->'policy'->>'fourEyes' = 'true'))
    AND EXISTS (SELECT FROM execution e WHERE e.id = pause.execution_id AND e.triggered_by->>'id' = $3))`

const NEXT = `
SELECT id FROM pause
WHERE status = 'open' AND kind IN ('review', 'task', 'input') AND kind <> 'input'
  AND organization_id = $1 AND environment = $2 AND claimed_by IS NULL
  AND (snoozed_until IS NULL OR snoozed_until <= now()) AND ${MAY_DECIDE}
ORDER BY priority, coalesce(due_at, 'infinity'::timestamptz), opened_at, id
LIMIT 1 FOR UPDATE SKIP LOCKED`

const TAKE = `
UPDATE pause SET claimed_by = $2, claimed_at = now(), awaits_assignee = false, revision = revision + 1 WHERE id = $1`

const nextRow = z.object({ id: z.string() })

/** Opens the queue of one organization. */
export function takeFromQueue({ pool }: Pick<Database, 'pool'>, organizationId: string): QueueTaker {
  return {
    takeNext: (environment, { actor, roles }, recordOf) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(NEXT, [organizationId, environment, actor.id, roles])
        if (!rows[0]) return null
        const { id } = nextRow.parse(rows[0])
        await client.query(TAKE, [id, actor.id])
        await insertRecord(client, organizationId, id, recordOf(id))
        return id
      }),
  }
}
