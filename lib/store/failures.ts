import type pg from 'pg'
import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'

export type FailureFilter = {
  environment: EnvironmentName
  workflowId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

export type FailureGroups = { groups: z.output<typeof groupRow>[]; truncated: boolean }

/** A week with an outage must not make the page slow: so many failures are looked at, the newest. */
const MOST_FAILURES = 10_000
const MOST_GROUPS = 100

const groupRow = z.object({
  fingerprint: z.string(),
  workflow: z.object({ id: z.string(), publicId: z.string(), name: z.string() }),
  blockId: z.string().nullable(),
  blockType: z.string().nullable(),
  code: z.string(),
  shape: z.string(),
  count: z.int(),
  firstAt: z.date(),
  lastAt: z.date(),
  lastExecutionId: z.string(),
})

const GROUPS = `
WITH newest AS MATERIALIZED (
  SELECT execution_id, fingerprint, created_at FROM execution_failure
  WHERE organization_id = $1 AND environment = $2 AND ($3::uuid IS NULL OR workflow_id = $3)
    AND ($4::timestamptz IS NULL OR created_at >= $4) AND ($5::timestamptz IS NULL OR created_at < $5)
  ORDER BY created_at DESC LIMIT ${MOST_FAILURES}
), grouped AS (
  SELECT fingerprint, count(*)::int AS count, min(created_at) AS "firstAt", max(created_at) AS "lastAt",
    (array_agg(execution_id ORDER BY created_at DESC, execution_id DESC))[1] AS "lastExecutionId"
  FROM newest GROUP BY fingerprint ORDER BY count DESC, "lastAt" DESC LIMIT ${MOST_GROUPS}
)
SELECT g.*, f.block_id AS "blockId", f.block_type AS "blockType", f.code, f.shape,
  jsonb_build_object('id', w.id, 'publicId', w.public_id, 'name', w.name) AS workflow,
  (SELECT count(*)::int FROM newest) AS looked
FROM grouped g JOIN execution_failure f ON f.execution_id = g."lastExecutionId" JOIN workflow w ON w.id = f.workflow_id
ORDER BY g.count DESC, g."lastAt" DESC`

/** The newest failures of one organization by fingerprint, the most frequent first. */
export async function groupFailures(
  pool: pg.Pool,
  organizationId: string,
  filter: FailureFilter,
): Promise<FailureGroups> {
  const values = [organizationId, filter.environment, filter.workflowId, filter.from, filter.to]
  const { rows } = await pool.query<{ looked: number }>(GROUPS, values)
  return { groups: rows.map((row) => groupRow.parse(row)), truncated: rows[0]?.looked === MOST_FAILURES }
}
