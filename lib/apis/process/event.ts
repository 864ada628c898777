import { AppError } from '#lib/errors.ts'
import { deliverEvent } from '#lib/executions/events.ts'
import { findWorkflow } from '#lib/executions/start.ts'
import { replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { deliveredSchema, eventRequestSchema } from './contract.ts'
import { processFamily, requireEnvironment } from './family.ts'
import { processErrors } from './problem.ts'

/** `POST /process/event`: wakes every instance that waits for the event; one that nobody waits for may be kept a while. */
export function eventRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    POST: defineRoute(processFamily(runtime), {
      permission: 'workflows:execute',
      body: eventRequestSchema,
      handler: async (caller, { body }) => {
        const { environment, processId, messageId, ttlSeconds, data } = body
        const { organizationId } = caller
        requireEnvironment(caller, environment)
        if (processId !== undefined) {
          await findWorkflow(runtime(), organizationId, { workflow: { id: processId }, environment })
        }
        const { delivered, buffered } = await deliverEvent(runtime(), {
          organizationId,
          environment,
          name: body.eventName,
          key: body.correlationKey,
          data,
          ttlSeconds,
          ...(messageId !== undefined && { messageId }),
          ...(processId !== undefined && { workflowId: processId }),
        })
        if (buffered) return replyJson(202, { status: 'buffered' })
        if (delivered.length === 0) throw new AppError('not_found', 'No process instance is waiting for this event')
        const instances = delivered.map(({ instanceId, blockId }) => ({
          processInstanceId: instanceId,
          nodeId: blockId,
        }))
        return replyJson(200, deliveredSchema.parse({ delivered: instances.length, instances }))
      },
    }),
  })
}
