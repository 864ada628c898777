import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { ExecutionDetail } from '#lib/contracts/executions.ts'
import type { Runtime } from '#lib/ports.ts'
import { getExecution } from './get.ts'

/** One execution with its personal data; that it was looked at, and why, is on record before anything is answered. */
export async function revealExecution(
  runtime: Pick<Runtime, 'tenant' | 'executions' | 'blocks'>,
  principal: Member,
  executionId: string,
  reason: string,
): Promise<ExecutionDetail> {
  const detail = await getExecution(runtime, principal, executionId, { revealed: true })
  await runtime.tenant(principal.organizationId).record(
    entryBy(principal, {
      action: 'execution.revealed',
      target: { type: 'execution', id: detail.id },
      environment: detail.environment,
      after: { reason },
    }),
  )
  return detail
}
