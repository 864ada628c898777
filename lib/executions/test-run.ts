import type { Member } from '#lib/auth/principal.ts'
import type { TestRunRequest } from '#lib/contracts/test-runs.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { isOwnTest } from './privacy.ts'
import type { StoredExecution } from './records.ts'
import { rerunFromBlock } from './rerun.ts'
import { findWorkflow, type Started, type StartRequest, startExecution } from './start.ts'

/**
 * Runs a workflow's draft in development: whole, from a block on what an earlier test run left, or until a block.
 * Throws `workflow_not_found`, `draft_conflict`, `source_execution_not_found` and what a start or re-run throws.
 */
export async function startTestRun(
  runtime: Runtime,
  principal: Member,
  workflowId: string,
  { input, revision, from, until }: TestRunRequest,
): Promise<Started> {
  const draft = isUuid(workflowId) ? await runtime.tenant(principal.organizationId).workflows.draft(workflowId) : null
  if (!draft) throw new AppError('workflow_not_found', 'There is no such workflow')
  if (revision !== undefined && revision !== draft.revision) {
    throw new AppError('draft_conflict', 'Somebody else has saved this draft in the meantime')
  }
  const request: StartRequest = {
    workflow: { id: workflowId },
    environment: 'DEVELOPMENT',
    graph: { type: 'draft' },
    input,
    trigger: 'console',
    synchronous: false,
    ...(until !== undefined && { stopAfter: until }),
  }
  const started = from
    ? await runFrom(runtime, principal, request, workflowId, from)
    : await startExecution(runtime, principal, request)
  const { id } = started.execution
  started.outcome.catch((error: unknown) => runtime.report(error, { executionId: id }))
  return started
}

async function runFrom(
  runtime: Runtime,
  principal: Member,
  request: StartRequest,
  workflowId: string,
  { executionId, blockId }: NonNullable<TestRunRequest['from']>,
): Promise<Started> {
  const source = await runtime.executions.find(principal.organizationId, { id: executionId })
  if (!source || source.workflowId !== workflowId || source.environment !== request.environment) {
    throw new AppError('source_execution_not_found', 'There is no earlier test run of this workflow with this id')
  }
  const workflow = await findWorkflow(runtime, principal.organizationId, request)
  return rerunFromBlock(runtime, principal, { request, workflow, source, blockId })
}

/** A test run of the caller's own; throws `execution_not_found` for everything else. */
export async function findTestRun(
  runtime: Pick<Runtime, 'executions'>,
  principal: Member,
  executionId: string,
): Promise<StoredExecution> {
  const found = isUuid(executionId)
    ? await runtime.executions.find(principal.organizationId, { id: executionId })
    : null
  if (!found || !isOwnTest(principal, found)) {
    throw new AppError('execution_not_found', 'There is no test run of your own with this id')
  }
  return found
}
