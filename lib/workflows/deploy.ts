import type { Member } from '#lib/auth/principal.ts'
import type { DeployAnswer, DeployRequest } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { requireRunnable } from './require-runnable.ts'

/**
 * Checks the draft, makes the next version of it and activates that, all or nothing.
 *
 * Throws `workflow_not_found`, `invalid_workflow_graph` naming every problem, and `draft_conflict` when the draft
 * is no longer the one that was checked.
 */
export async function deployWorkflow(
  runtime: Pick<Runtime, 'tenant' | 'blocks' | 'catalog'>,
  principal: Member,
  workflowId: string,
  request: DeployRequest,
): Promise<DeployAnswer> {
  const draft = isUuid(workflowId) ? await runtime.tenant(principal.organizationId).workflows.draft(workflowId) : null
  if (!draft) throw new AppError('workflow_not_found', 'There is no such workflow')
  if (request.revision !== undefined && request.revision !== draft.revision) throw movedOn()
  const warnings = requireRunnable(draft.graph, runtime.blocks)
  const version = await runtime.tenant(principal.organizationId).workflows.deploy({
    workflowId,
    revision: draft.revision,
    note: request.note ?? '',
    environments: request.environments,
    by: principal.actor.id,
  })
  if (!version) throw movedOn()
  runtime.catalog.forget()
  return { versionId: version.id, number: version.number, warnings }
}

function movedOn(): AppError {
  return new AppError('draft_conflict', 'Somebody else has saved this draft in the meantime')
}
