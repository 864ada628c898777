import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { RunAgainRequest } from '#lib/contracts/executions.ts'
import { isJsonObject, type JsonObject } from '#lib/engine/json.ts'
import { restoreConcealed } from '#lib/engine/personal.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { openOverrides } from './overrides.ts'
import type { StoredExecution } from './records.ts'
import { rerunFromBlock } from './rerun.ts'
import { findWorkflow, type GraphChoice, type StartRequest, startExecution } from './start.ts'

/**
 * Runs an execution again as a new one: all of it (a replay), or from one block on (a re-run). Resolves with its id once
 * it is recorded. Throws `forbidden` for a graph of its own where the caller may not edit, and what a start throws.
 */
export async function runAgain(
  runtime: Runtime,
  principal: Member,
  source: StoredExecution,
  { fromBlock, version = 'same', input }: RunAgainRequest,
): Promise<string> {
  const { environment, correlationKey } = source
  const request: StartRequest = {
    workflow: { id: source.workflowId },
    environment,
    graph: await graphChoice(runtime, principal, source, version),
    input: given(source, input),
    environmentVariables: openOverrides(runtime, source),
    ...(correlationKey !== null && { correlationKey }),
    trigger: 'console',
    synchronous: false,
  }
  const { execution, outcome } = await (fromBlock === undefined
    ? startExecution(runtime, principal, request, { replayOf: source.id })
    : rerunFromBlock(runtime, principal, {
        request: input === undefined ? { ...request, input: {} } : request,
        workflow: await findWorkflow(runtime, principal.organizationId, request),
        source,
        blockId: fromBlock,
      }))
  outcome.catch((error: unknown) => runtime.report(error, { executionId: execution.id }))
  await runtime.tenant(principal.organizationId).record(
    entryBy(principal, {
      action: fromBlock === undefined ? 'execution.replayed' : 'execution.rerun',
      target: { type: 'execution', id: source.id },
      environment,
      after: { executionId: execution.id, fromBlock: fromBlock ?? null, version, inputEdited: input !== undefined },
    }),
  )
  return execution.id
}

function given(source: StoredExecution, input: RunAgainRequest['input']): JsonObject {
  const whole = input === undefined ? source.input : restoreConcealed(input, source.input)
  return isJsonObject(whole) ? whole : source.input
}

async function graphChoice(
  runtime: Runtime,
  principal: Member,
  source: StoredExecution,
  version: NonNullable<RunAgainRequest['version']>,
): Promise<GraphChoice> {
  if (version === 'active') return { type: 'active' }
  if (version !== 'same') return { type: 'version', number: version }
  if (source.versionNumber !== null) return { type: 'version', number: source.versionNumber }
  if (!principal.permissions.has('workflows:write')) {
    throw new AppError('forbidden', 'It ran a draft; running that again needs the permission workflows:write')
  }
  return { type: 'inline', graph: { ...(await runtime.executions.graph(source)) } }
}
