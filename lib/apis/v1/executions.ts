import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { answerPause } from '#lib/executions/answer.ts'
import { cancelExecution } from '#lib/executions/cancel.ts'
import type { Outcome } from '#lib/executions/drive.ts'
import type { StoredExecution } from '#lib/executions/records.ts'
import { standingOf } from '#lib/executions/standing.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredPause } from '#lib/store/executions.ts'
import { cancelRequestSchema, executionStatusSchema, nameSchema, resumeRequestSchema } from './contract.ts'
import { type V1Caller, v1Family } from './family.ts'
import { namesOf } from './names.ts'
import { summaryOf } from './summary.ts'
import { resultParts, statusToWire, toResult } from './to-wire.ts'

const params = z.object({ executionId: nameSchema })

/** `GET /v1/workflows/status/{executionId}`: where an execution stands, 200 in every state. */
export function statusRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(v1Family(runtime), {
      permission: 'workflows:executions:read',
      params,
      handler: async (caller, input) => {
        const execution = await findExecution(runtime(), caller, input.params.executionId)
        const { error: _message, ...summary } = await summaryOf(runtime(), caller, execution.id)
        const outcome = await standingOf(runtime(), execution)
        const body = { ...summary, ...resultParts(namesOf(execution), outcome), ...timesOf(outcome) }
        return replyJson(200, executionStatusSchema.parse(body))
      },
    }),
  })
}

/** Status and end as the facts have it, so that they never contradict the output beside them. */
function timesOf({ state }: Outcome) {
  const { status, createdAt, endedAt } = state
  return {
    status: statusToWire(status),
    endedAt: endedAt === undefined ? null : new Date(endedAt).toISOString(),
    durationMs: endedAt === undefined ? null : endedAt - createdAt,
  }
}

/** `POST /v1/workflows/executions/{executionId}/cancel`: cancels and answers when nothing runs any more. */
export function cancelRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(v1Family(runtime), {
      permission: 'workflows:execute',
      params,
      body: cancelRequestSchema.optional(),
      handler: async (caller, input) => {
        const execution = await findExecution(runtime(), caller, input.params.executionId)
        const outcome = await cancelExecution(runtime(), caller, execution, input.body?.reason)
        const { status, body } = toResult(namesOf(execution), outcome)
        return replyJson(status, body)
      },
    }),
  })
}

/** `POST /v1/workflows/executions/{executionId}/resume`: answers one open pause and goes on. */
export function resumeRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(v1Family(runtime), {
      permission: 'workflows:execute',
      params,
      body: resumeRequestSchema,
      handler: async (caller, { params: { executionId }, body }) => {
        const execution = await findExecution(runtime(), caller, executionId)
        const pause = choosePause(await runtime().executions.pauses(execution.id), body)
        const { outcome } = await answerPause(runtime(), caller, execution, pause, {
          action: 'complete',
          data: body.input,
          ...(body.decision !== undefined && { decision: body.decision }),
        })
        const { status, body: answer } = toResult(namesOf(execution), await outcome)
        return replyJson(status, answer)
      },
    }),
  })
}

/** The open pause that is meant, else the last one that was: its refusal says who answered it. */
function choosePause(
  pauses: readonly StoredPause[],
  asked: { pauseId?: string | undefined; blockId?: string | undefined },
): StoredPause {
  const meant = pauses.filter(({ id, pause }) =>
    asked.pauseId ? id === asked.pauseId : pause.blockId === asked.blockId,
  )
  const chosen = meant.find((pause) => pause.status === 'open') ?? meant.at(-1)
  if (!chosen) throw new AppError('pause_not_found', 'The execution has no such pause')
  return chosen
}

/** The execution of the caller's organization and environment, or 404. */
async function findExecution(runtime: Runtime, caller: V1Caller, publicId: string): Promise<StoredExecution> {
  const execution = await runtime.executions.find(caller.organizationId, { publicId })
  if (execution?.environment === caller.environment) return execution
  throw new AppError('execution_not_found', 'There is no execution with this id')
}
