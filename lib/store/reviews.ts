import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { actorSchema, PAUSE_KINDS, resolutionSchema } from '#lib/engine/block.ts'
import { EXECUTION_STATUSES, pauseSchema } from '#lib/engine/state.ts'
import { proposalSchema } from '#lib/reviews/records.ts'
import type { Database } from './database.ts'

export type PauseRow = z.output<typeof pauseRow>
export type ReviewRow = z.output<typeof reviewRow>

/** Where a list goes on: the sorting values of the last row seen; of done ones, `at` is when they were closed. */
export type ReviewCursor = { at: Date; id: string; priority: number; dueAt: Date | null }

/** `done` are closed, the others open: all, those of one person, or those that nobody has and nobody put away. */
export type ReviewTab = 'mine' | 'unassigned' | 'all' | 'done'

export type ReviewFilter = {
  environment: EnvironmentName
  tab: ReviewTab
  /** Whose, for `mine`; also narrows `all`. */
  holderId?: string | undefined
  kinds: readonly string[]
  workflowId?: string | undefined
  cursor?: ReviewCursor | undefined
  limit: number
}

/** One organization's pauses, for reading. */
export type PauseReader = {
  /** Open ones by priority, then the earliest due, then the oldest; done ones latest decided first. */
  list(filter: ReviewFilter): Promise<ReviewRow[]>
  find(id: string): Promise<ReviewRow | null>
  /** In the order they opened. */
  ofExecution(executionId: string): Promise<PauseRow[]>
  /** How many open ones each tab would show, counting no further than `most`. */
  counts(
    environment: EnvironmentName,
    holderId: string,
    most: number,
  ): Promise<Record<'mine' | 'unassigned' | 'all', number>>
}

const COLUMNS = `
  p.id, p.execution_id AS "executionId", p.environment, p.block_id AS "blockId", p.block_name AS "blockName", p.visit,
  p.kind, p.status, p.request, p.resolution, p.opened_at AS "openedAt", p.due_at AS "dueAt", p.expires_at AS "expiresAt",
  p.wake_at AS "wakeAt", p.resolved_at AS "resolvedAt", p.priority, p.snoozed_until AS "snoozedUntil", p.proposal, p.revision,
  (SELECT jsonb_build_object('id', u.id, 'name', u.name) FROM "user" u WHERE u.id = p.claimed_by) AS holder`

const pauseRow = z.object({
  id: z.string(),
  executionId: z.string(),
  environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  blockId: z.string(),
  blockName: z.string(),
  visit: z.int(),
  kind: z.enum(PAUSE_KINDS),
  status: z.enum(['open', 'resolved', 'expired', 'cancelled']),
  request: pauseSchema,
  resolution: resolutionSchema.nullable(),
  openedAt: z.date(),
  dueAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
  wakeAt: z.date().nullable(),
  resolvedAt: z.date().nullable(),
  priority: z.int(),
  snoozedUntil: z.date().nullable(),
  proposal: proposalSchema.nullable(),
  revision: z.int(),
  holder: z.object({ id: z.string(), name: z.string() }).nullable(),
})

/** A pause as the queue shows it. */
export const reviewRow = pauseRow.extend({
  execution: z.object({
    publicId: z.string(),
    status: z.enum(EXECUTION_STATUSES),
    subjectId: z.string().nullable(),
    startedBy: actorSchema,
  }),
  workflow: z.object({ id: z.string(), publicId: z.string(), name: z.string() }),
})

const countRow = z.object({ mine: z.int(), unassigned: z.int(), all: z.int() })

/** A pause with its execution and workflow, from `pause p` joined by `REVIEW_JOINS`. */
export const REVIEW = `SELECT ${COLUMNS},
  jsonb_build_object('publicId', e.public_id, 'status', e.status, 'subjectId', e.subject_id, 'startedBy', e.triggered_by)
    AS execution,
  jsonb_build_object('id', w.id, 'publicId', w.public_id, 'name', w.name) AS workflow`

export const REVIEW_JOINS = 'JOIN execution e ON e.id = p.execution_id JOIN workflow w ON w.id = p.workflow_id'

/** The predicate and the order of the partial indexes `pause_queue_idx` and `pause_queue_of_idx`. */
const QUEUED = `status = 'open' AND kind IN ('review', 'task', 'input') AND organization_id = $1 AND environment = $2`
const PLACE = `priority, coalesce(due_at, 'infinity'::timestamptz), opened_at, id`

const WHOSE: Record<Exclude<ReviewTab, 'done'>, string> = {
  mine: 'AND claimed_by = $10',
  unassigned: 'AND claimed_by IS NULL AND (snoozed_until IS NULL OR snoozed_until <= now())',
  all: '',
}

function openQuery(whose: string): string {
  return `${REVIEW}
FROM (
  SELECT * FROM pause WHERE ${QUEUED} AND kind = ANY ($3) AND ($4::uuid IS NULL OR workflow_id = $4) ${whose}
    AND ($5::timestamptz IS NULL
      OR (${PLACE}) > ($7::int, coalesce($8::timestamptz, 'infinity'::timestamptz), $5::timestamptz, $6::text))
  ORDER BY ${PLACE} LIMIT $9
) p ${REVIEW_JOINS}
ORDER BY p.priority, coalesce(p.due_at, 'infinity'::timestamptz), p.opened_at, p.id`
}

const OPEN = { mine: openQuery(WHOSE.mine), unassigned: openQuery(WHOSE.unassigned), all: openQuery(WHOSE.all) }

/** Each kind is read by itself from its index, and the few first of each are merged. */
const DONE = `${REVIEW}
FROM (
  SELECT m.* FROM unnest($3::text[]) AS wanted (kind) CROSS JOIN LATERAL (
    SELECT * FROM pause
    WHERE organization_id = $1 AND kind = wanted.kind AND status <> 'open' AND environment = $2
      AND ($4::uuid IS NULL OR workflow_id = $4)
      AND resolved_at IS NOT NULL AND ($5::timestamptz IS NULL OR (resolved_at, id) < ($5, $6))
    ORDER BY resolved_at DESC, id DESC LIMIT $7) m
) p ${REVIEW_JOINS}
ORDER BY p.resolved_at DESC, p.id DESC LIMIT $7`

const COUNTS = `SELECT
  (SELECT count(*)::int FROM (SELECT FROM pause WHERE ${QUEUED} AND claimed_by = $3 LIMIT $4) m) AS mine,
  (SELECT count(*)::int FROM (SELECT FROM pause WHERE ${QUEUED} ${WHOSE.unassigned} LIMIT $4) u) AS unassigned,
  (SELECT count(*)::int FROM (SELECT FROM pause WHERE ${QUEUED} LIMIT $4) a) AS "all"`

/** Reads the pauses of one organization; those of others are not found. */
export function readPauses({ pool }: Pick<Database, 'pool'>, organizationId: string): PauseReader {
  return {
    list: async ({ environment, tab, holderId, kinds, workflowId, cursor, limit }) => {
      const start = [organizationId, environment, kinds, workflowId, cursor?.at, cursor?.id]
      const { rows } =
        tab === 'done'
          ? await pool.query(DONE, [...start, limit])
          : await pool.query(OPEN[tab === 'all' && holderId !== undefined ? 'mine' : tab], [
              ...[...start, cursor?.priority, cursor?.dueAt, limit],
              ...(holderId === undefined || tab === 'unassigned' ? [] : [holderId]),
            ])
      return rows.map((row) => reviewRow.parse(row))
    },
    find: async (id) => {
      const { rows } = await pool.query(
        `${REVIEW} FROM pause p ${REVIEW_JOINS} WHERE p.organization_id = $1 AND p.id = $2`,
        [organizationId, id],
      )
      return rows[0] ? reviewRow.parse(rows[0]) : null
    },
    ofExecution: async (executionId) => {
      const { rows } = await pool.query(
        `SELECT ${COLUMNS} FROM pause p WHERE p.organization_id = $1 AND p.execution_id = $2 ORDER BY p.opened_at, p.id`,
        [organizationId, executionId],
      )
      return rows.map((row) => pauseRow.parse(row))
    },
    counts: async (environment, holderId, most) => {
      const { rows } = await pool.query(COUNTS, [organizationId, environment, holderId, most])
      return countRow.parse(rows[0])
    },
  }
}
