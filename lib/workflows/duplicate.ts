import type { Member } from '#lib/auth/principal.ts'
import type { CreateWorkflowAnswer, DuplicateRequest } from '#lib/contracts/workflows.ts'
import type { Runtime } from '#lib/ports.ts'
import { createWorkflow } from './create.ts'
import { requireDraft } from './require-workflow.ts'

/** Makes a new workflow that begins with the draft of another one; throws `workflow_not_found` and what a create throws. */
export async function duplicateWorkflow(
  runtime: Pick<Runtime, 'tenant' | 'blocks' | 'masterKey'>,
  principal: Member,
  workflowId: string,
  request: DuplicateRequest,
): Promise<CreateWorkflowAnswer> {
  const { graph } = await requireDraft(runtime, principal, workflowId)
  return createWorkflow(runtime, principal, { ...request, graph })
}
