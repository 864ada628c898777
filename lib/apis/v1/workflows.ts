import { z } from 'zod'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import type { WorkflowSummary } from '#lib/workflows/records.ts'
import { workflowListQuerySchema, workflowSchema } from './contract.ts'
import { type V1Caller, v1Family } from './family.ts'
import { statusToWire } from './to-wire.ts'

/** `GET /v1/workflows`: a bare list of the organization's workflows, as they stand in the key's environment. */
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
  })
}

const statusSchema = z.enum(EXECUTION_STATUSES)

function toWorkflow(caller: V1Caller, workflow: WorkflowSummary): z.infer<typeof workflowSchema> {
  const { lastExecutionId, lastStatus, lastUpdatedAt } = workflow
  const last = lastExecutionId !== null && lastStatus !== null && lastUpdatedAt !== null
  return {
    id: workflow.publicId,
    organizationId: caller.organizationId,
    environment: caller.environment === 'PRODUCTION' ? 'production' : 'staging',
    name: workflow.name,
    version: workflow.revision,
    lastSynced: workflow.lastSynced?.toISOString() ?? null,
    createdAt: workflow.createdAt.toISOString(),
    updatedAt: workflow.updatedAt.toISOString(),
    isDeployed: workflow.deployedAt !== null,
    deployedAt: workflow.deployedAt?.toISOString() ?? null,
    ...(last && {
      lastExecution: {
        executionId: lastExecutionId,
        status: statusToWire(statusSchema.parse(lastStatus)),
        updatedAt: lastUpdatedAt.toISOString(),
      },
    }),
  }
}
