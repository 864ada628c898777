import { z } from 'zod'
import {
  testAnswerAnswerSchema,
  testAnswerRequestSchema,
  testPausesSchema,
  testRunAnswerSchema,
  testRunRequestSchema,
} from '#lib/contracts/test-runs.ts'
import { startTestRun } from '#lib/executions/test-run.ts'
import { answerTestPause, listTestPauses } from '#lib/executions/test-run-answer.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

const ofWorkflow = z.strictObject({ workflowId: z.string() })
const ofExecution = z.strictObject({ executionId: z.string() })

/** `/api/console/workflows/{workflowId}/test-runs` */
export function testRunsRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params: ofWorkflow,
      body: testRunRequestSchema,
      handler: async (member, { params: { workflowId }, body }) => {
        const { execution } = await startTestRun(runtime(), member, workflowId, body)
        const { id: executionId, publicId } = execution
        return replyJson(201, testRunAnswerSchema.parse({ executionId, publicId }))
      },
    }),
  })
}

/** `/api/console/test-runs/{executionId}/pauses` */
export function testPausesRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params: ofExecution,
      handler: async (member, { params: { executionId } }) => {
        const pauses = await listTestPauses(runtime(), member, executionId)
        return replyJson(200, testPausesSchema.parse({ pauses }))
      },
    }),
  })
}

/** `/api/console/test-runs/{executionId}/answers` */
export function testAnswersRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:execute',
      params: ofExecution,
      body: testAnswerRequestSchema,
      handler: async (member, { params: { executionId }, body }) => {
        const status = await answerTestPause(runtime(), member, executionId, body)
        return replyJson(200, testAnswerAnswerSchema.parse({ status }))
      },
    }),
  })
}
