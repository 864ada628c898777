import { z } from 'zod'
import type { JsonObject } from '#lib/engine/json.ts'
import { type ExecutionState, lastEnded, outputOf, runKey } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import { loadOutcome } from '#lib/executions/drive.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { nameSchema } from './contract.ts'
import { v1Family } from './family.ts'

const params = z.object({ executionId: nameSchema, blockId: nameSchema })
const query = z.strictObject({
  visit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'A whole number from 1')
    .transform(Number)
    .optional(),
})

/** `GET /v1/workflows/executions/{executionId}/outputs/{blockId}`: a block's output whole, of the latest visit unless said. */
export function outputRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(v1Family(runtime), {
      permission: 'workflows:executions:read',
      params,
      query,
      handler: async (caller, input) => {
        const { executionId: publicId, blockId } = input.params
        const found = await runtime().executions.find(caller.organizationId, { publicId })
        if (found?.environment !== caller.environment) {
          throw new AppError('execution_not_found', 'There is no execution with this id')
        }
        const { state } = await loadOutcome(runtime(), found)
        const output = find(state, blockId, input.query.visit)
        if (!output) throw new AppError('not_found', 'The execution has no output of this block')
        return replyJson(200, output)
      },
    }),
  })
}

function find(state: ExecutionState, blockId: string, visit: number | undefined): JsonObject | undefined {
  if (visit === undefined) {
    const run = lastEnded(state, blockId)
    return run && outputOf(run)
  }
  const key = runKey(blockId, visit)
  const run = Object.hasOwn(state.runs, key) ? state.runs[key] : undefined
  return run?.endedAt === undefined || run.status === 'cancelled' ? undefined : outputOf(run)
}
