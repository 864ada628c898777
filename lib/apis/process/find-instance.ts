import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import type { Runtime } from '#lib/ports.ts'

/** The instance of the caller's organization, and of its key's environment, or 404. */
export async function findInstance(runtime: Runtime, caller: Member, instanceId: string): Promise<StoredExecution> {
  const execution = await runtime.executions.find(caller.organizationId, { instanceId })
  const visible = execution && (caller.environment === null || caller.environment === execution.environment)
  if (!visible) throw new AppError('execution_not_found', 'There is no process instance with this id')
  return execution
}
