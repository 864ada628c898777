import { z } from 'zod'
import {
  recordingSchema,
  scenarioListSchema,
  scenarioRequestSchema,
  scenarioResultSchema,
  scenarioSchema,
} from '#lib/contracts/scenarios.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { createScenario, removeScenario, updateScenario } from '#lib/scenarios/change.ts'
import { listScenarios } from '#lib/scenarios/list.ts'
import { recordTestRun } from '#lib/scenarios/record.ts'
import { runScenario } from '#lib/scenarios/run.ts'
import { consoleFamily } from './family.ts'

const ofWorkflow = z.strictObject({ workflowId: z.string() })
const ofScenario = z.strictObject({ workflowId: z.string(), scenarioId: z.string() })
const ofExecution = z.strictObject({ executionId: z.string() })

/** `/api/console/workflows/{workflowId}/scenarios` */
export function scenariosRoutes(runtime: () => Runtime) {
  const family = consoleFamily(runtime)
  return defineMethods(envelopeErrors, {
    GET: defineRoute(family, {
      permission: 'workflows:editor:read',
      params: ofWorkflow,
      handler: async (member, { params: { workflowId } }) =>
        replyJson(200, scenarioListSchema.parse(await listScenarios(runtime(), member, workflowId))),
    }),
    POST: defineRoute(family, {
      permission: 'workflows:write',
      params: ofWorkflow,
      body: scenarioRequestSchema,
      handler: async (member, { params: { workflowId }, body }) =>
        replyJson(201, scenarioSchema.parse(await createScenario(runtime(), member, workflowId, body))),
    }),
  })
}

/** `/api/console/workflows/{workflowId}/scenarios/{scenarioId}` */
export function scenarioRoutes(runtime: () => Runtime) {
  const family = consoleFamily(runtime)
  return defineMethods(envelopeErrors, {
    PUT: defineRoute(family, {
      permission: 'workflows:write',
      params: ofScenario,
      body: scenarioRequestSchema,
      handler: async (member, { params: { workflowId, scenarioId }, body }) =>
        replyJson(200, scenarioSchema.parse(await updateScenario(runtime(), member, workflowId, scenarioId, body))),
    }),
    DELETE: defineRoute(family, {
      permission: 'workflows:write',
      params: ofScenario,
      handler: async (member, { params: { workflowId, scenarioId } }) => {
        await removeScenario(runtime(), member, workflowId, scenarioId)
        return new Response(null, { status: 204 })
      },
    }),
  })
}

/** `/api/console/workflows/{workflowId}/scenarios/{scenarioId}/run` */
export function scenarioRunRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params: ofScenario,
      handler: async (member, { params: { workflowId, scenarioId } }) =>
        replyJson(200, scenarioResultSchema.parse(await runScenario(runtime(), member, workflowId, scenarioId))),
    }),
  })
}

/** `/api/console/test-runs/{executionId}/recording` */
export function recordingRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params: ofExecution,
      handler: async (member, { params: { executionId } }) =>
        replyJson(200, recordingSchema.parse(await recordTestRun(runtime(), member, executionId))),
    }),
  })
}
