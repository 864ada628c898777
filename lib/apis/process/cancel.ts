import { cancelExecution } from '#lib/executions/cancel.ts'
import { replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { cancelRequestSchema } from './contract.ts'
import { processFamily } from './family.ts'
import { findInstance } from './find-instance.ts'
import { processErrors } from './problem.ts'

/** `POST /process/cancel`: cancels an instance and answers when nothing of it runs any more. */
export function cancelRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    POST: defineRoute(processFamily(runtime), {
      permission: 'workflows:execute',
      body: cancelRequestSchema,
      handler: async (caller, { body }) => {
        const execution = await findInstance(runtime(), caller, body.processInstanceId)
        await cancelExecution(runtime(), caller, execution, body.reason)
        return replyJson(200, { processInstanceId: execution.instanceId, status: 'cancelled' })
      },
    }),
  })
}
