import { z } from 'zod'
import { type ExecutionChange, executionChangeSchema } from '#lib/contracts/stream.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { AppError } from '#lib/errors.ts'
import { isOwnTest, privacyOf } from '#lib/executions/privacy.ts'
import { type FactId, factIdText, followExecution, startingPoint } from '#lib/executions/stream.ts'
import { toExecutionChange } from '#lib/executions/stream-view.ts'
import { envelopeErrors } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import { replyEvents, replyNoMoreEvents, type ServerEvent } from '#lib/http/sse.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ executionId: z.string() })
const query = z.strictObject({ after: z.string().max(32).optional() })

/**
 * `GET /api/console/executions/{executionId}/stream?after=`: changes as they are recorded, as server-sent events.
 * They go on after `Last-Event-ID`, or `after` where there is none; `now` leaves out what has been.
 */
export function streamRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      params,
      query,
      handler: async (member, { params: { executionId }, query: { after } }, request) => {
        const { executions, streams } = runtime()
        const found = isUuid(executionId) ? await executions.find(member.organizationId, { id: executionId }) : null
        if (!found) throw new AppError('execution_not_found', 'There is no such execution')
        const named = request.headers.get('last-event-id') ?? after
        const known = await startingPoint(runtime(), found, named)
        if (known === null) return replyNoMoreEvents()
        streams.requireRoom()
        const graph = await executions.graph(found)
        return replyEvents(request, (signal) =>
          changes(runtime(), { graph, executionId: found.id, open: isOwnTest(member, found) }, known, signal),
        )
      },
    }),
  })
}

async function* changes(
  runtime: Runtime,
  { graph, executionId, open }: { graph: Graph; executionId: string; open: boolean },
  known: FactId,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  for await (const change of followExecution(runtime, executionId, known, signal)) {
    const privacy = open ? null : privacyOf(graph, change.state, runtime.blocks)
    const data: ExecutionChange = executionChangeSchema.parse(toExecutionChange(graph, change, privacy))
    yield { id: factIdText(change.id), data }
  }
}
