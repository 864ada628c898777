import type { Member } from '#lib/auth/principal.ts'
import type {
  ExecutionFilterQuery,
  ExecutionList,
  ExecutionListItem,
  ExecutionListQuery,
} from '#lib/contracts/executions.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Term } from '#lib/search/terms.ts'
import type { ExecutionFilter } from '#lib/store/execution-list.ts'
import type { ExecutionRow } from '#lib/store/executions-read.ts'

/** One page of the organization's executions, newest first. */
export async function listExecutions(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  { cursor, limit, ...query }: ExecutionListQuery,
): Promise<ExecutionList> {
  const filter = { ...toFilter(query), cursor, limit: limit + 1 }
  const found = await runtime.tenant(principal.organizationId).executions.list(filter)
  const page = found.slice(0, limit)
  return { data: page.map(toListItem), nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/** A filter of the console as the store takes it. */
export function toFilter(query: ExecutionFilterQuery): Omit<ExecutionFilter, 'cursor' | 'limit'> {
  const { environment, status, workflowId, version, trigger, starter, input, from, to, q, fingerprint } = query
  return {
    environment,
    statuses: [...new Set(status)],
    workflowId,
    terms: [
      ...(trigger === undefined ? [] : [{ kind: 'trigger' as const, value: trigger }]),
      ...(starter === undefined ? [] : [{ kind: 'starter' as const, value: starter }]),
      ...(version === undefined || workflowId === undefined
        ? []
        : [{ kind: 'version' as const, workflowId, number: version }]),
      ...input.map(toInputTerm),
    ],
    fingerprint,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    q,
  }
}

function toInputTerm(filter: string): Term {
  const at = filter.indexOf('=')
  return { kind: 'input', path: filter.slice(0, at), value: filter.slice(at + 1) }
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
