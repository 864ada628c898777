import type pg from 'pg'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type WorkflowSummary, workflowSummarySchema } from '#lib/workflows/records.ts'

/** Every workflow of an organization by name, with its deployment and last execution in one environment. */
export async function listWorkflowSummaries(
  pool: pg.Pool,
  organizationId: string,
  environment: EnvironmentName,
): Promise<WorkflowSummary[]> {
  const { rows } = await pool.query(
    `SELECT w.id, w.public_id AS "publicId", w.name, v.number AS "versionNumber", d.revision, w.created_at AS "createdAt",
       greatest(w.updated_at, d.updated_at) AS "updatedAt", a.activated_at AS "deployedAt", v.created_at AS "lastSynced",
       last.public_id AS "lastExecutionId", last.status AS "lastStatus", last.updated_at AS "lastUpdatedAt"
     FROM workflow w
     JOIN draft d ON d.workflow_id = w.id
     LEFT JOIN activation a ON a.workflow_id = w.id AND a.environment = $2
     LEFT JOIN workflow_version v ON v.id = a.version_id
     LEFT JOIN LATERAL (
       SELECT public_id, status, updated_at FROM execution e
       WHERE e.workflow_id = w.id AND e.environment = $2 ORDER BY e.created_at DESC, e.id DESC LIMIT 1) last ON true
     WHERE w.organization_id = $1 AND w.archived_at IS NULL
     ORDER BY w.name, w.id`,
    [organizationId, environment],
  )
  return rows.map((found) => workflowSummarySchema.parse(found))
}
