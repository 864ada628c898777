import type { Member } from '#lib/auth/principal.ts'
import type { ExecutionList, ExecutionListItem, ExecutionListQuery } from '#lib/contracts/executions.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ExecutionRow } from '#lib/store/executions-read.ts'

/** One page of the organization's executions, newest first. */
export async function listExecutions(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  query: ExecutionListQuery,
): Promise<ExecutionList> {
  const { environment, status, workflowId, from, to, q, cursor, limit } = query
  const found = await runtime.tenant(principal.organizationId).executions.list({
    environment,
    statuses: [...new Set(status)],
    workflowId,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    q,
    cursor,
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  return { data: page.map(toListItem), nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/** An execution as lists show it. */
export function toListItem(row: ExecutionRow): ExecutionListItem {
  const { id, publicId, workflow, environment, status, versionNumber, draft, trigger, triggeredBy } = row
  return {
    id,
    publicId,
    workflow,
    environment,
    status,
    versionNumber,
    draft,
    trigger,
    triggeredBy,
    subjectId: row.subjectId,
    correlationKey: row.correlationKey,
    error: row.error?.message ?? null,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    durationMs: row.endedAt && Math.max(0, row.endedAt.getTime() - row.createdAt.getTime()),
  }
}
