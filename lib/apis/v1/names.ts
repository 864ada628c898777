import type { StoredExecution } from '#lib/executions/records.ts'
import type { ExecutionNames } from './to-wire.ts'

/** How v1 names a stored execution. */
export function namesOf(execution: StoredExecution): ExecutionNames {
  const { publicId, workflowPublicId, versionNumber } = execution
  return { publicId, workflowPublicId, versionNumber }
}
