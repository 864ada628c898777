import type { Member } from '#lib/auth/principal.ts'
import type { FailureGroup, FailureListQuery } from '#lib/contracts/executions.ts'
import type { Runtime } from '#lib/ports.ts'

/** Failed executions of a time by what they have in common, the most frequent first; looks at the newest 10,000. */
export async function listFailures(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  { environment, workflowId, from, to }: FailureListQuery,
): Promise<{ data: FailureGroup[]; truncated: boolean }> {
  const { groups, truncated } = await runtime.tenant(principal.organizationId).executions.failures({
    environment,
    workflowId,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  })
  const data = groups.map(({ firstAt, lastAt, ...group }) => ({
    ...group,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }))
  return { data, truncated }
}
