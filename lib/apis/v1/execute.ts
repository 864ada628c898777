import { sha256 } from '#lib/crypto.ts'
import { canonicalJson } from '#lib/engine/json.ts'
import { AppError } from '#lib/errors.ts'
import { rerunFromBlock } from '#lib/executions/rerun.ts'
import { resumeAt } from '#lib/executions/resume-at.ts'
import { findWorkflow, type GraphChoice, type Started, type StartRequest } from '#lib/executions/start.ts'
import { startOnce } from '#lib/executions/start-once.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { type ExecuteRequest, executeRequestSchema } from './contract.ts'
import { type V1Caller, v1Family } from './family.ts'
import { namesOf } from './names.ts'
import { toResult } from './to-wire.ts'

/** `POST /v1/workflows/execute`: runs a workflow and answers when it has ended (200) or paused (202). */
export function executeRoute(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(v1Family(runtime), {
      permission: 'workflows:execute',
      body: executeRequestSchema,
      handler: async (caller, { body }, request) => {
        const asked = { ...fromWire(caller, body), ...idempotencyOf(request, body) }
        const { status, body: answer } = body.runFromBlock
          ? await runFrom(runtime(), caller, asked, body.runFromBlock)
          : await resultOf(await startOnce(runtime(), caller, asked))
        return replyJson(status, answer)
      },
    }),
  })
}

/** `Idempotency-Key`: a repeat of the same request is the same execution, and gets its answer. */
function idempotencyOf(request: Request, body: ExecuteRequest): Pick<StartRequest, 'idempotency'> {
  const key = request.headers.get('idempotency-key')
  if (key === null) return {}
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError('validation_failed', 'Idempotency-Key: 1 to 255 visible ASCII characters')
  }
  return { idempotency: { key, requestHash: sha256(canonicalJson(body)) } }
}

/** The request in the words of the house. */
function fromWire(caller: V1Caller, body: ExecuteRequest): StartRequest {
  const { options } = body
  return {
    workflow: { publicId: body.workflowId },
    environment: caller.environment,
    graph: graphChoice(body),
    input: options.input,
    callChain: body.callChain,
    trigger: 'v1',
    synchronous: true,
    ...(options.environmentVariables && { environmentVariables: options.environmentVariables }),
    ...(options.workflowVariables && { workflowVariables: options.workflowVariables }),
    ...(options.maxParallelNodes !== undefined && { maxParallelNodes: options.maxParallelNodes }),
    ...(options.executionId !== undefined && { publicId: options.executionId }),
    ...(body.parentExecutionId !== undefined && { parentExecutionId: body.parentExecutionId }),
  }
}

/** An inline graph takes precedence over the draft, the draft over the deployed version. */
function graphChoice({ workflow, useDraftState }: ExecuteRequest): GraphChoice {
  if (workflow) return { type: 'inline', graph: workflow }
  return { type: useDraftState ? 'draft' : 'active' }
}

async function resultOf({ execution, workflow, outcome }: Started) {
  const { publicId, versionNumber } = execution
  return toResult({ publicId, workflowPublicId: workflow.publicId, versionNumber }, await outcome)
}

/** Behind an open pause of a paused source: the same execution goes on. Otherwise a new one runs from the block. */
async function runFrom(
  runtime: Runtime,
  caller: V1Caller,
  request: StartRequest,
  { executionId, blockId }: { executionId: string; blockId: string },
) {
  const workflow = await findWorkflow(runtime, caller.organizationId, request)
  const source = await runtime.executions.find(caller.organizationId, { publicId: executionId })
  if (!source || source.workflowId !== workflow.id || source.environment !== caller.environment) {
    throw new AppError('source_execution_not_found', 'This workflow has no execution with this id')
  }
  const resumed = await resumeAt(runtime, caller, source, blockId, request.input)
  if (resumed) return toResult(namesOf(source), await resumed.outcome)
  const rerun = () => rerunFromBlock(runtime, caller, { request, workflow, source, blockId })
  return resultOf(await startOnce(runtime, caller, request, rerun))
}
