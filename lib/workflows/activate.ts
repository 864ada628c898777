import type { Member } from '#lib/auth/principal.ts'
import type { ActivateRequest } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'

/** Makes an existing version the active one in the given environments; throws `workflow_not_found`, `version_not_found`. */
export async function activateVersion(
  runtime: Pick<Runtime, 'tenant' | 'catalog'>,
  principal: Member,
  workflowId: string,
  request: ActivateRequest,
): Promise<void> {
  const known = isUuid(workflowId) && (await runtime.tenant(principal.organizationId).workflows.draft(workflowId))
  if (!known) throw new AppError('workflow_not_found', 'There is no such workflow')
  const workflows = runtime.tenant(principal.organizationId).workflows
  const activated = await workflows.activate({ ...request, workflowId, by: principal.actor.id })
  if (!activated) throw new AppError('version_not_found', `There is no version ${request.number}`)
  runtime.catalog.forget()
}
