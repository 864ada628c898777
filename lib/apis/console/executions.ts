import { z } from 'zod'
import type { Member } from '#lib/auth/principal.ts'
import {
  cancelAnswerSchema,
  executionDetailSchema,
  executionListQuerySchema,
  executionListSchema,
  revealRequestSchema,
  runAgainAnswerSchema,
  runAgainRequestSchema,
} from '#lib/contracts/executions.ts'
import { AppError } from '#lib/errors.ts'
import { cancelExecution } from '#lib/executions/cancel.ts'
import { getExecution } from '#lib/executions/get.ts'
import { listExecutions } from '#lib/executions/list.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import { revealExecution } from '#lib/executions/reveal.ts'
import { runAgain } from '#lib/executions/run-again.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ executionId: z.string() })

/** `/api/console/executions` */
export function executionsRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      query: executionListQuerySchema,
      handler: async (member, { query }) =>
        replyJson(200, executionListSchema.parse(await listExecutions(runtime(), member, query))),
    }),
  })
}

/** `/api/console/executions/{executionId}` */
export function executionRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      params,
      handler: async (member, { params: { executionId } }) =>
        replyJson(200, executionDetailSchema.parse(await getExecution(runtime(), member, executionId))),
    }),
  })
}

/** `/api/console/executions/{executionId}/reveal` */
export function revealRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'executions:reveal',
      params,
      body: revealRequestSchema,
      handler: async (member, { params: { executionId }, body: { reason } }) =>
        replyJson(200, executionDetailSchema.parse(await revealExecution(runtime(), member, executionId, reason))),
    }),
  })
}

/** `/api/console/executions/{executionId}/runs` */
export function runAgainRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params,
      body: runAgainRequestSchema,
      handler: async (member, { params: { executionId }, body }) => {
        const source = await stored(runtime(), member, executionId)
        const id = await runAgain(runtime(), member, source, body)
        return replyJson(201, runAgainAnswerSchema.parse({ executionId: id }))
      },
    }),
  })
}

/** `/api/console/executions/{executionId}/cancel` */
export function cancelRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params,
      handler: async (member, { params: { executionId } }) => {
        const found = await stored(runtime(), member, executionId)
        const { state } = await cancelExecution(runtime(), member, found)
        return replyJson(200, cancelAnswerSchema.parse({ executionId: found.id, status: state.status }))
      },
    }),
  })
}

async function stored(runtime: Runtime, member: Member, executionId: string): Promise<StoredExecution> {
  const found = isUuid(executionId) ? await runtime.executions.find(member.organizationId, { id: executionId }) : null
  if (!found) throw new AppError('execution_not_found', 'There is no such execution')
  return found
}
