import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { EXECUTION_STATUSES, type ExecutionStatus } from '#lib/engine/state.ts'
import type { Database } from './database.ts'

/** What happened lately in one environment of one organization. */
export type HomeReader = {
  /** Executions of the last 24 hours by status, each counted no further than `most`. */
  statuses(environment: EnvironmentName, most: number): Promise<{ status: ExecutionStatus; many: number }[]>
  /** Workflows whose executions failed in the last 24 hours, those with the most failures first. */
  failing(environment: EnvironmentName, limit: number): Promise<FailingWorkflow[]>
  /** The versions that were made active last. */
  deploys(environment: EnvironmentName, limit: number): Promise<Deploy[]>
}

export type FailingWorkflow = z.output<typeof failingRow>
export type Deploy = z.output<typeof deployRow>

const statusRow = z.object({ status: z.enum(EXECUTION_STATUSES), many: z.int() })
const failingRow = z.object({ id: z.string(), name: z.string(), many: z.int(), lastAt: z.date() })
const deployRow = z.object({
  id: z.string(),
  name: z.string(),
  number: z.int(),
  at: z.date(),
  by: z.string().nullable(),
})

const STATUSES = `
SELECT s.status, c.many FROM unnest($3::text[]) AS s (status) CROSS JOIN LATERAL (
  SELECT count(*)::int AS many FROM (
    SELECT FROM execution
    WHERE organization_id = $1 AND environment = $2 AND status = s.status AND created_at > now() - interval '24 hours'
    LIMIT $4) e) c
WHERE c.many > 0`

/** As many of the latest failures are looked at. */
const LATEST_FAILURES = 5_000

const FAILING = `
SELECT w.id, w.name, f.many, f."lastAt" FROM (
  SELECT workflow_id, count(*)::int AS many, max(created_at) AS "lastAt" FROM (
    SELECT e.workflow_id, e.created_at FROM unnest(ARRAY['failed', 'aborted_looping_risk']) AS s (status) CROSS JOIN LATERAL (
      SELECT workflow_id, created_at FROM execution
      WHERE organization_id = $1 AND environment = $2 AND status = s.status AND created_at > now() - interval '24 hours'
      ORDER BY created_at DESC, id DESC LIMIT ${LATEST_FAILURES}) e) latest
  GROUP BY workflow_id) f JOIN workflow w ON w.id = f.workflow_id
ORDER BY f.many DESC, w.name LIMIT $3`

const DEPLOYS = `
SELECT w.id, w.name, v.number, a.activated_at AS at, u.name AS by
FROM activation a JOIN workflow w ON w.id = a.workflow_id JOIN workflow_version v ON v.id = a.version_id
LEFT JOIN "user" u ON u.id = a.activated_by
WHERE w.organization_id = $1 AND a.environment = $2 ORDER BY a.activated_at DESC, w.name LIMIT $3`

/** Opens the reader of one organization. */
export function readHome({ pool }: Pick<Database, 'pool'>, organizationId: string): HomeReader {
  return {
    statuses: async (environment, most) => {
      const { rows } = await pool.query(STATUSES, [organizationId, environment, EXECUTION_STATUSES, most])
      return rows.map((row) => statusRow.parse(row))
    },
    failing: async (environment, limit) => {
      const { rows } = await pool.query(FAILING, [organizationId, environment, limit])
      return rows.map((row) => failingRow.parse(row))
    },
    deploys: async (environment, limit) => {
      const { rows } = await pool.query(DEPLOYS, [organizationId, environment, limit])
      return rows.map((row) => deployRow.parse(row))
    },
  }
}
