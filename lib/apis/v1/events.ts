import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { graphOf } from '#lib/executions/drive.ts'
import { type FactId, factIdText, followExecution, startingPoint } from '#lib/executions/stream.ts'
import { envelopeErrors } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import { replyEvents, replyNoMoreEvents, type ServerEvent } from '#lib/http/sse.ts'
import type { Runtime } from '#lib/ports.ts'
import { nameSchema } from './contract.ts'
import { type EventContext, eventName, toEvent } from './event-to-wire.ts'
import { v1Family } from './family.ts'

const params = z.object({ executionId: nameSchema })

/**
 * `GET /v1/workflows/executions/{executionId}/events`: what happens in an execution, as server-sent events, from its
 * beginning or after `Last-Event-ID`; ends with the execution, 204 where nothing is left to tell.
 */
export function eventsRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(v1Family(runtime), {
      permission: 'workflows:executions:read',
      params,
      handler: async (caller, input, request) => {
        const { executions, streams } = runtime()
        const found = await executions.find(caller.organizationId, { publicId: input.params.executionId })
        if (found?.environment !== caller.environment) {
          throw new AppError('execution_not_found', 'There is no execution with this id')
        }
        const known = await startingPoint(runtime(), found, request.headers.get('last-event-id'))
        if (known === null) return replyNoMoreEvents()
        streams.requireRoom()
        const context = { executionId: found.publicId, graph: await graphOf(runtime(), found) }
        return replyEvents(request, (signal) => events(runtime(), context, found.id, known, signal))
      },
    }),
  })
}

async function* events(
  runtime: Runtime,
  context: EventContext,
  executionId: string,
  known: FactId,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  for await (const change of followExecution(runtime, executionId, known, signal)) {
    const event = eventName(change.event)
    if (event) yield { id: factIdText(change.id), event, data: toEvent(context, change) }
  }
}
