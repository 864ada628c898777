import { z } from 'zod'
import { findWorkflow } from '#lib/executions/start.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { executionListQuerySchema, executionListSchema, nameSchema } from './contract.ts'
import { type V1Caller, v1Family } from './family.ts'
import { statusesFromWire, toSummary } from './summary.ts'

type Query = z.output<typeof executionListQuerySchema>

/** `GET /v1/workflows/executions`: the organization's executions, newest first. */
export function executionsRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(v1Family(runtime), {
      permission: 'workflows:executions:read',
      query: executionListQuerySchema,
      handler: async (caller, { query }) => replyJson(200, await listPage(runtime(), caller, query, query.workflowId)),
    }),
  })
}

/** `GET /v1/workflows/{id}/executions`: one workflow's executions, newest first. */
export function workflowExecutionsRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(v1Family(runtime), {
      permission: 'workflows:executions:read',
      params: z.object({ workflowId: nameSchema }),
      query: executionListQuerySchema.omit({ workflowId: true }),
      handler: async (caller, { params, query }) =>
        replyJson(200, await listPage(runtime(), caller, query, params.workflowId)),
    }),
  })
}

async function listPage(
  runtime: Runtime,
  caller: V1Caller,
  query: Omit<Query, 'workflowId'>,
  publicId: string | undefined,
) {
  const { organizationId, environment } = caller
  const { status, from, to, cursor, limit } = query
  const workflow =
    publicId === undefined
      ? undefined
      : await findWorkflow(runtime, organizationId, { workflow: { publicId }, environment })
  const statuses = statusesFromWire(status)
  const rows = await runtime.executions.list({
    organizationId,
    environment,
    limit: limit + 1,
    ...(workflow && { workflowId: workflow.id }),
    ...(statuses && { statuses }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(cursor !== undefined && { after: cursor }),
  })
  const page = rows.slice(0, limit)
  const nextCursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null
  return executionListSchema.parse({ data: page.map(toSummary), nextCursor })
}
