import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { ExecutionSummary as StoredSummary } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ExecutionSummary } from './contract.ts'
import type { V1Caller } from './family.ts'
import { statusToWire } from './to-wire.ts'

type Status = ExecutionSummary['status']

/** One line of a list of executions, as v1 says it. */
export function toSummary(row: StoredSummary): ExecutionSummary {
  const status = statusToWire(row.status)
  return {
    executionId: row.publicId,
    workflowId: row.workflowPublicId,
    version: row.versionNumber,
    status,
    success: status === 'completed',
    startedAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    durationMs: row.endedAt ? row.endedAt.getTime() - row.createdAt.getTime() : null,
    triggeredBy: row.trigger,
    sourceExecutionId: row.sourcePublicId,
    parentExecutionId: row.parentExecutionId,
    error: status === 'completed' ? null : (row.error?.message ?? null),
  }
}

/** The summary of one execution of the caller's. */
export async function summaryOf(runtime: Runtime, caller: V1Caller, id: string): Promise<ExecutionSummary> {
  const { organizationId, environment } = caller
  const [row] = await runtime.executions.list({ organizationId, environment, id, limit: 1 })
  if (!row) throw new AppError('execution_not_found', 'There is no execution with this id')
  return toSummary(row)
}

/** The house's statuses that v1 calls by one name. */
export function statusesFromWire(status: Status | undefined) {
  return status && EXECUTION_STATUSES.filter((own) => statusToWire(own) === status)
}
