import { z } from 'zod'
import {
  activateRequestSchema,
  deployAnswerSchema,
  deployPreviewSchema,
  deployRequestSchema,
  draftHistorySchema,
  keepDraftRequestSchema,
  keptGraphSchema,
  versionGraphSchema,
} from '#lib/contracts/workflows.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { activateVersion } from '#lib/workflows/activate.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { getKeptDraft, listKeptDrafts } from '#lib/workflows/draft-history.ts'
import { getVersion } from '#lib/workflows/get-version.ts'
import { keepDraft } from '#lib/workflows/keep-draft.ts'
import { previewDeploy } from '#lib/workflows/preview-deploy.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ workflowId: z.string() })
const NO_CONTENT = 204

/** `/api/console/workflows/{workflowId}/deploy`: what a deploy would do, and the deploy. */
export function deployRoutes(runtime: () => Runtime) {
  const family = consoleFamily(runtime)
  return defineMethods(envelopeErrors, {
    GET: defineRoute(family, {
      permission: 'workflows:editor:read',
      params,
      handler: async (member, { params: { workflowId } }) =>
        replyJson(200, deployPreviewSchema.parse(await previewDeploy(runtime(), member, workflowId))),
    }),
    POST: defineRoute(family, {
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
        return new Response(null, { status: NO_CONTENT })
      },
    }),
  })
}

/** `/api/console/workflows/{workflowId}/versions/{number}` */
export function versionRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:editor:read',
      params: params.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647) }),
      handler: async (member, { params: { workflowId, number } }) =>
        replyJson(200, versionGraphSchema.parse(await getVersion(runtime(), member, workflowId, number))),
    }),
  })
}

/** `/api/console/workflows/{workflowId}/draft/history` */
export function draftHistoryRoutes(runtime: () => Runtime) {
  const family = consoleFamily(runtime)
  return defineMethods(envelopeErrors, {
    GET: defineRoute(family, {
      permission: 'workflows:editor:read',
      params,
      handler: async (member, { params: { workflowId } }) =>
        replyJson(200, draftHistorySchema.parse(await listKeptDrafts(runtime(), member, workflowId))),
    }),
    POST: defineRoute(family, {
      permission: 'workflows:write',
      params,
      body: keepDraftRequestSchema,
      handler: async (member, { params: { workflowId }, body: { reason } }) => {
        await keepDraft(runtime(), member, workflowId, reason)
        return new Response(null, { status: NO_CONTENT })
      },
    }),
  })
}

/** `/api/console/workflows/{workflowId}/draft/history/{keptId}` */
export function keptDraftRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:editor:read',
      params: params.extend({ keptId: z.string() }),
      handler: async (member, { params: { workflowId, keptId } }) =>
        replyJson(200, keptGraphSchema.parse(await getKeptDraft(runtime(), member, workflowId, keptId))),
    }),
  })
}
