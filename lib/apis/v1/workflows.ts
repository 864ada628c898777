import { z } from 'zod'
import { checkDraft } from '#lib/engine/validate.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { parseGraph, refuseErrors } from '#lib/workflows/require-runnable.ts'
import { workflowListQuerySchema, workflowSchema } from './contract.ts'
import { v1Family } from './family.ts'
import { createRequestSchema } from './manage-contract.ts'
import { detailOf } from './workflow-detail.ts'
import { toWorkflow } from './workflow-wire.ts'

/** `/v1/workflows`: a bare list of the organization's workflows, as they stand in the key's environment, and making one. */
export function workflowsRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(v1Family(runtime), {
      permission: 'workflows:read',
      query: workflowListQuerySchema,
      handler: async (caller, { query: { deployed } }) => {
        const found = await runtime().catalog.list(caller.organizationId, caller.environment)
        const asked = found.filter(
          ({ deployedAt }) => deployed === undefined || (deployedAt !== null) === (deployed === 'true'),
        )
        return replyJson(200, z.array(workflowSchema).parse(asked.map((workflow) => toWorkflow(caller, workflow))))
      },
    }),
    POST: defineRoute(v1Family(runtime), {
      permission: 'workflows:write',
      body: createRequestSchema,
      handler: async (caller, { body: { state, ...request } }) => {
        const graph = state && parseGraph(state)
        if (graph) refuseErrors(checkDraft(graph))
        const { publicId } = await createWorkflow(runtime(), caller, { ...request, ...(graph && { graph }) })
        return replyJson(201, await detailOf(runtime(), caller, publicId))
      },
    }),
  })
}
