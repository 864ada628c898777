import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { actorSchema, PAUSE_KINDS, resolutionSchema } from '#lib/engine/block.ts'
import { EXECUTION_STATUSES, pauseSchema } from '#lib/engine/state.ts'
import type { Database } from './database.ts'

export type PauseRow = z.output<typeof pauseRow>
export type ReviewRow = z.output<typeof reviewRow>

/** Where a list goes on: the sorting instant and the id of the last row seen. */
export type ReviewCursor = { at: Date; id: string }

export type ReviewFilter = {
  environment: EnvironmentName
  tab: 'open' | 'done'
  kinds: readonly string[]
  workflowId?: string | undefined
  cursor?: ReviewCursor | undefined
  limit: number
}

/** One organization's pauses, for reading. */
export type PauseReader = {
  /** Open ones oldest first, done ones latest decided first. */
  list(filter: ReviewFilter): Promise<ReviewRow[]>
  find(id: string): Promise<ReviewRow | null>
  /** In the order they opened. */
  ofExecution(executionId: string): Promise<PauseRow[]>
}

const COLUMNS = `
  p.id, p.execution_id AS "executionId", p.environment, p.block_id AS "blockId", p.block_name AS "blockName", p.visit,
  p.kind, p.status, p.request, p.resolution, p.opened_at AS "openedAt", p.due_at AS "dueAt", p.expires_at AS "expiresAt",
  p.wake_at AS "wakeAt", p.resolved_at AS "resolvedAt"`

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
})

const reviewRow = pauseRow.extend({
  execution: z.object({
    publicId: z.string(),
    status: z.enum(EXECUTION_STATUSES),
    subjectId: z.string().nullable(),
    startedBy: actorSchema,
  }),
  workflow: z.object({ id: z.string(), publicId: z.string(), name: z.string() }),
})

const REVIEW = `SELECT ${COLUMNS},
  jsonb_build_object('publicId', e.public_id, 'status', e.status, 'subjectId', e.subject_id, 'startedBy', e.triggered_by)
    AS execution,
  jsonb_build_object('id', w.id, 'publicId', w.public_id, 'name', w.name) AS workflow`

/** Each kind is read by itself from its index, and the few first of each are merged. */
function listQuery(tab: ReviewFilter['tab']): string {
  const [column, direction, past, status] =
    tab === 'open' ? ['opened_at', 'ASC', '>', `= 'open'`] : ['resolved_at', 'DESC', '<', `<> 'open'`]
  return `${REVIEW}
FROM (
  SELECT m.* FROM unnest($3::text[]) AS wanted (kind) CROSS JOIN LATERAL (
    SELECT * FROM pause
    WHERE organization_id = $1 AND kind = wanted.kind AND status ${status} AND environment = $2
      AND ($4::uuid IS NULL OR workflow_id = $4)
      AND ${column} IS NOT NULL AND ($5::timestamptz IS NULL OR (${column}, id) ${past} ($5, $6))
    ORDER BY ${column} ${direction}, id ${direction} LIMIT $7) m
) p JOIN execution e ON e.id = p.execution_id JOIN workflow w ON w.id = p.workflow_id
ORDER BY p.${column} ${direction}, p.id ${direction} LIMIT $7`
}

const LISTS = { open: listQuery('open'), done: listQuery('done') }

/** Reads the pauses of one organization; those of others are not found. */
export function readPauses({ pool }: Pick<Database, 'pool'>, organizationId: string): PauseReader {
  return {
    list: async ({ environment, tab, kinds, workflowId, cursor, limit }) => {
      const values = [organizationId, environment, kinds, workflowId, cursor?.at, cursor?.id, limit]
      const { rows } = await pool.query(LISTS[tab], values)
      return rows.map((row) => reviewRow.parse(row))
    },
    find: async (id) => {
      const { rows } = await pool.query(
        `${REVIEW} FROM pause p JOIN execution e ON e.id = p.execution_id JOIN workflow w ON w.id = p.workflow_id
         WHERE p.organization_id = $1 AND p.id = $2`,
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
  }
}
