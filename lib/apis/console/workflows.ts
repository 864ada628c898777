import { z } from 'zod'
import {
  activateRequestSchema,
  createWorkflowAnswerSchema,
  createWorkflowRequestSchema,
  deployAnswerSchema,
  deployRequestSchema,
  saveDraftAnswerSchema,
  saveDraftRequestSchema,
  workflowDetailQuerySchema,
  workflowDetailSchema,
  workflowListQuerySchema,
  workflowListSchema,
} from '#lib/contracts/workflows.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { activateVersion } from '#lib/workflows/activate.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { getWorkflow } from '#lib/workflows/get.ts'
import { listWorkflows } from '#lib/workflows/list.ts'
import { saveDraft } from '#lib/workflows/save-draft.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ workflowId: z.string() })

/** `/api/console/workflows` */
export function workflowsRoutes(runtime: () => Runtime) {
  const family = consoleFamily(runtime)
  return defineMethods(envelopeErrors, {
    GET: defineRoute(family, {
      permission: 'workflows:read',
      query: workflowListQuerySchema,
      handler: async (member, { query }) =>
        replyJson(200, workflowListSchema.parse(await listWorkflows(runtime(), member, query))),
    }),
    POST: defineRoute(family, {
      permission: 'workflows:write',
      body: createWorkflowRequestSchema,
      handler: async (member, { body }) =>
        replyJson(201, createWorkflowAnswerSchema.parse(await createWorkflow(runtime(), member, body))),
    }),
  })
}

/** `/api/console/workflows/{workflowId}` */
export function workflowRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:editor:read',
      params,
      query: workflowDetailQuerySchema,
      handler: async (member, { params: { workflowId }, query: { environment } }) =>
        replyJson(200, workflowDetailSchema.parse(await getWorkflow(runtime(), member, workflowId, environment))),
    }),
  })
}

/** `/api/console/workflows/{workflowId}/draft` */
export function draftRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    PUT: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:write',
      params,
      body: saveDraftRequestSchema,
      handler: async (member, { params: { workflowId }, body }) =>
        replyJson(200, saveDraftAnswerSchema.parse(await saveDraft(runtime(), member, workflowId, body))),
    }),
  })
}

/** `/api/console/workflows/{workflowId}/deploy` */
export function deployRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:deploy',
      params,
      body: deployRequestSchema,
      handler: async (member, { params: { workflowId }, body }) =>
        replyJson(201, deployAnswerSchema.parse(await deployWorkflow(runtime(), member, workflowId, body))),
    }),
  })
}

/** `/api/console/workflows/{workflowId}/activate` */
export function activateRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:deploy',
      params,
      body: activateRequestSchema,
      handler: async (member, { params: { workflowId }, body }) => {
        await activateVersion(runtime(), member, workflowId, body)
        return new Response(null, { status: 204 })
      },
    }),
  })
}
