import type { Member } from '#lib/auth/principal.ts'
import type { SaveDraftAnswer, SaveDraftRequest } from '#lib/contracts/workflows.ts'
import { hashGraph } from '#lib/engine/graph.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { createVault } from '#lib/vault.ts'
import { sealGraph } from './seal-graph.ts'

/**
 * Replaces the draft, which may be unfinished; throws `workflow_not_found`, and `draft_conflict` when
 * somebody has saved since `revision`.
 */
export async function saveDraft(
  runtime: Pick<Runtime, 'tenant' | 'masterKey'>,
  principal: Member,
  workflowId: string,
  request: SaveDraftRequest,
): Promise<SaveDraftAnswer> {
  const current = isUuid(workflowId) ? await runtime.tenant(principal.organizationId).workflows.draft(workflowId) : null
  if (!current) throw new AppError('workflow_not_found', 'There is no such workflow')
  const graph = sealGraph(request.graph, createVault(runtime.masterKey, principal.organizationId))
  const hash = await hashGraph(graph)
  const revision = await runtime.tenant(principal.organizationId).workflows.saveDraft({
    ...request,
    graph,
    workflowId,
    hash,
    by: principal.actor.id,
  })
  if (revision === null) throw new AppError('draft_conflict', 'Somebody else has saved this draft in the meantime')
  return { revision, hash }
}
