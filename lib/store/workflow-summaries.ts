import type pg from 'pg'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type WorkflowSummary, workflowSummarySchema } from '#lib/workflows/records.ts'

const SUMMARIES = `
SELECT w.id, w.public_id AS "publicId", w.name, w.description, v.number AS "versionNumber", d.hash,
  v.hash AS "deployedHash", d.revision, w.created_at AS "createdAt",
  greatest(w.updated_at, d.updated_at) AS "updatedAt", a.activated_at AS "deployedAt", v.created_at AS "lastSynced",
  last.public_id AS "lastExecutionId", last.status AS "lastStatus", last.updated_at AS "lastUpdatedAt"
FROM workflow w
JOIN draft d ON d.workflow_id = w.id
LEFT JOIN activation a ON a.workflow_id = w.id AND a.environment = $2
LEFT JOIN workflow_version v ON v.id = a.version_id
LEFT JOIN LATERAL (
  SELECT public_id, status, updated_at FROM execution e
  WHERE e.workflow_id = w.id AND e.environment = $2 ORDER BY e.created_at DESC, e.id DESC LIMIT 1) last ON true
WHERE w.organization_id = $1`

/** Every workflow of an organization by name, with its deployment and last execution in one environment. */
export async function listWorkflowSummaries(
  pool: pg.Pool,
  organizationId: string,
  environment: EnvironmentName,
): Promise<WorkflowSummary[]> {
  const text = `${SUMMARIES} AND w.archived_at IS NULL ORDER BY w.name, w.id`
  const { rows } = await pool.query(text, [organizationId, environment])
  return rows.map((found) => workflowSummarySchema.parse(found))
}

/** The same of one workflow, which may be archived. */
export async function findWorkflowSummary(
  pool: pg.Pool,
  organizationId: string,
  environment: EnvironmentName,
  publicId: string,
): Promise<WorkflowSummary | null> {
  const { rows } = await pool.query(`${SUMMARIES} AND w.public_id = $3`, [organizationId, environment, publicId])
  return rows[0] ? workflowSummarySchema.parse(rows[0]) : null
}
