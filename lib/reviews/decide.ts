import { setTimeout as sleep } from 'node:timers/promises'
import type { Member } from '#lib/auth/principal.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { ExecutionStatus } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import { answerPause } from '#lib/executions/answer.ts'
import type { Runtime } from '#lib/ports.ts'

/** How long a person waits for the execution to go on before the screen follows it by itself. */
const LONGEST_WAIT_MS = 5_000

/** Records a person's decision on an open pause; answers with where the execution stands shortly after. */
export async function decideReview(
  runtime: Runtime,
  principal: Member,
  pauseId: string,
  request: { decision?: string | undefined; data: JsonObject },
): Promise<{ pauseId: string; executionId: string; executionStatus: ExecutionStatus }> {
  const pause = await runtime.executions.findPause(principal.organizationId, pauseId)
  const execution = pause && (await runtime.executions.find(principal.organizationId, { id: pause.executionId }))
  if (!pause || !execution) throw new AppError('pause_not_found', 'There is no review with this id')
  const { decision, data } = request
  const { outcome } = await answerPause(runtime, principal, execution, pause, {
    action: 'complete',
    data,
    ...(decision !== undefined && { decision }),
  })
  const ended = outcome.then(({ state }) => state.status)
  ended.catch((error: unknown) => runtime.report(error, { executionId: execution.id }))
  const executionStatus = await Promise.race([ended, sleep(LONGEST_WAIT_MS, 'running' as const, { ref: false })])
  return { pauseId, executionId: execution.id, executionStatus }
}
