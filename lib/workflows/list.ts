import type { Member } from '#lib/auth/principal.ts'
import type { WorkflowList, WorkflowListQuery } from '#lib/contracts/workflows.ts'
import type { Runtime } from '#lib/ports.ts'
import { toListItem } from './to-view.ts'

/** One page of the organization's workflows, newest first, as they stand in one environment. */
export async function listWorkflows(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  query: WorkflowListQuery,
): Promise<WorkflowList> {
  const { environment, q, archived, cursor, limit } = query
  const found = await runtime.tenant(principal.organizationId).workflows.list(environment, {
    q: q === '' ? undefined : q,
    archived,
    cursor,
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  return { data: page.map(toListItem), nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null }
}
