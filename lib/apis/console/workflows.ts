import { z } from 'zod'
import {
  changeWorkflowRequestSchema,
  createWorkflowAnswerSchema,
  createWorkflowRequestSchema,
  duplicateRequestSchema,
  saveDraftAnswerSchema,
  saveDraftRequestSchema,
  templateListSchema,
  useTemplateAnswerSchema,
  useTemplateRequestSchema,
  workflowDetailQuerySchema,
  workflowDetailSchema,
  workflowListQuerySchema,
  workflowListSchema,
} from '#lib/contracts/workflows.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeWorkflow } from '#lib/workflows/change.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { duplicateWorkflow } from '#lib/workflows/duplicate.ts'
import { createFromTemplate, listTemplates } from '#lib/workflows/from-template.ts'
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
    PATCH: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:write',
      params,
      body: changeWorkflowRequestSchema,
      handler: async (member, { params: { workflowId }, body }) => {
        await changeWorkflow(runtime(), member, workflowId, body)
        return new Response(null, { status: 204 })
      },
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

/** `/api/console/workflows/{workflowId}/duplicate` */
export function duplicateRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:write',
      params,
      body: duplicateRequestSchema,
      handler: async (member, { params: { workflowId }, body }) =>
        replyJson(201, createWorkflowAnswerSchema.parse(await duplicateWorkflow(runtime(), member, workflowId, body))),
    }),
  })
}

/** `/api/console/workflows/templates` */
export function templatesRoutes(runtime: () => Runtime) {
  const family = consoleFamily(runtime)
  return defineMethods(envelopeErrors, {
    GET: defineRoute(family, {
      permission: 'workflows:read',
      handler: () => replyJson(200, templateListSchema.parse(listTemplates())),
    }),
    POST: defineRoute(family, {
      permission: 'workflows:write',
      body: useTemplateRequestSchema,
      handler: async (member, { body: { template } }) =>
        replyJson(
          201,
          useTemplateAnswerSchema.parse({ created: await createFromTemplate(runtime(), member, template) }),
        ),
    }),
  })
}
