import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredDraft } from '#lib/store/workflows-read.ts'

/** The draft of a workflow that is not archived; throws `workflow_not_found`. */
export async function requireDraft(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
): Promise<StoredDraft> {
  const draft = isUuid(workflowId) ? await runtime.tenant(principal.organizationId).workflows.draft(workflowId) : null
  if (!draft) throw unknownWorkflow()
  return draft
}

/** The refusal of an id that is no workflow of the caller's organization. */
export function unknownWorkflow(): AppError {
  return new AppError('workflow_not_found', 'There is no such workflow')
}

/** The refusal of a change made on a draft that is no longer the present one. */
export function movedOn(): AppError {
  return new AppError('draft_conflict', 'Somebody else has saved this draft in the meantime')
}
