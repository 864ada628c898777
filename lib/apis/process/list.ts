import { z } from 'zod'
import { replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import type { WorkflowSummary } from '#lib/workflows/records.ts'
import { processListQuerySchema, processSchema } from './contract.ts'
import { processFamily, requireEnvironment } from './family.ts'
import { processErrors } from './problem.ts'

/** `GET /process/list`: a bare list of the organization's processes, as they stand in one environment. */
export function listRoute(runtime: () => Runtime) {
  return defineMethods(processErrors, {
    GET: defineRoute(processFamily(runtime), {
      permission: 'workflows:read',
      query: processListQuerySchema,
      handler: async (caller, { query }) => {
        const environment = query.environment ?? caller.environment ?? 'PRODUCTION'
        requireEnvironment(caller, environment)
        const found = await runtime().catalog.list(caller.organizationId, environment)
        return replyJson(200, z.array(processSchema).parse(found.map(toProcess)))
      },
    }),
  })
}

function toProcess(workflow: WorkflowSummary): z.infer<typeof processSchema> {
  const { id, name, versionNumber, deployedAt, createdAt, updatedAt } = workflow
  return {
    processId: id,
    processName: name,
    activeVersion: versionNumber === null ? null : String(versionNumber),
    publishedAt: deployedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
