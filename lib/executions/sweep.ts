import type { Runtime } from '#lib/ports.ts'
import { advanceParent } from './children.ts'

const BATCH = 100

/** Goes on with parents whose children were not started, or have ended, when a process died in between. */
export async function sweepParents(runtime: Runtime): Promise<void> {
  for (const { organizationId, executionId, pauseId } of await runtime.executions.waitingParents(BATCH)) {
    await advanceParent(runtime, organizationId, executionId, pauseId)
  }
}
