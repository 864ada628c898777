import type { Member } from '#lib/auth/principal.ts'
import { AppError, isAppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { attach, graphOf, infoOf } from './drive.ts'
import { settled } from './settle.ts'
import { findWorkflow, type Started, type StartRequest, startExecution } from './start.ts'

/**
 * Starts an execution, or attaches to the one that the same idempotency key has started before, whichever process
 * drives it. Throws `idempotency_key_reused` where that was another request. `start` says how, where not plainly.
 */
export async function startOnce(
  runtime: Runtime,
  principal: Member,
  request: StartRequest,
  start: () => Promise<Started> = () => startExecution(runtime, principal, request),
): Promise<Started> {
  const present = await attachTo(runtime, principal, request)
  if (present) return present
  try {
    return await start()
  } catch (error) {
    const raced =
      isAppError(error) && error.code === 'execution_id_conflict' && (await attachTo(runtime, principal, request))
    if (raced) return raced
    throw error
  }
}

async function attachTo(runtime: Runtime, principal: Member, request: StartRequest): Promise<Started | null> {
  const { idempotency, environment } = request
  if (!idempotency) return null
  const name = { idempotencyKey: idempotency.key, environment }
  const execution = await runtime.executions.find(principal.organizationId, name)
  if (!execution) return null
  if (execution.requestHash !== idempotency.requestHash) {
    throw new AppError('idempotency_key_reused', 'The idempotency key was used with another request')
  }
  const workflow = await findWorkflow(runtime, principal.organizationId, request)
  const reached = attach(runtime, { info: infoOf(execution), graph: await graphOf(runtime, execution) })
  return {
    execution: { ...execution, createdAt: execution.createdAt.getTime() },
    workflow,
    outcome: settled(runtime, execution.id, reached),
  }
}
