import type pg from 'pg'
import { type ExecutionSummary, executionSummarySchema, type SummaryFilter } from '#lib/executions/records.ts'
import { NEWEST_FIRST, olderThan } from './execution-list.ts'

const SELECT = `
SELECT e.id, e.public_id AS "publicId", w.public_id AS "workflowPublicId", e.version_number AS "versionNumber", e.status,
  e.trigger, source.public_id AS "sourcePublicId", e.parent_execution_id AS "parentExecutionId", e.error,
  e.created_at AS "createdAt", e.ended_at AS "endedAt"
FROM execution e
JOIN workflow w ON w.id = e.workflow_id
LEFT JOIN execution source ON source.id = e.source_execution_id`

/** Executions of one organization and environment, newest first. */
export async function listSummaries(pool: pg.Pool, filter: SummaryFilter): Promise<ExecutionSummary[]> {
  const values: unknown[] = [filter.organizationId, filter.environment, filter.limit]
  const also = (condition: (parameter: string) => string, value: unknown) =>
    value === undefined ? [] : [condition(`$${values.push(value)}`)]
  const conditions = [
    'e.organization_id = $1',
    'e.environment = $2',
    ...also((p) => `e.workflow_id = ${p}`, filter.workflowId),
    ...also((p) => `e.status = ANY(${p}::text[])`, filter.statuses),
    ...also((p) => `e.created_at >= ${p}`, filter.from),
    ...also((p) => `e.created_at < ${p}`, filter.to),
    ...also((p) => olderThan(p), filter.after),
    ...also((p) => `e.id = ${p}`, filter.id),
  ]
  const text = `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY ${NEWEST_FIRST} LIMIT $3`
  const { rows } = await pool.query(text, values)
  return rows.map((row) => executionSummarySchema.parse(row))
}
