import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { SaveDraftAnswer, SaveDraftRequest } from '#lib/contracts/workflows.ts'
import { hashGraph } from '#lib/engine/graph.ts'
import type { Runtime } from '#lib/ports.ts'
import { createVault } from '#lib/vault.ts'
import { movedOn, requireDraft } from './require-workflow.ts'
import { sealGraph } from './seal-graph.ts'

/**
 * Replaces the draft, which may be unfinished; throws `workflow_not_found`, and `draft_conflict` when
 * somebody has saved since `revision`, and what `sealGraph` throws.
 */
export async function saveDraft(
  runtime: Pick<Runtime, 'tenant' | 'masterKey'>,
  principal: Member,
  workflowId: string,
  request: SaveDraftRequest,
): Promise<SaveDraftAnswer> {
  const current = await requireDraft(runtime, principal, workflowId)
  const graph = sealGraph(request.graph, createVault(runtime.masterKey, principal.organizationId))
  const hash = await hashGraph(graph)
  const revision = await runtime.tenant(principal.organizationId).workflows.saveDraft({
    workflowId,
    revision: request.revision,
    graph,
    hash,
    by: principal.actor.id,
    audit: entryBy(principal, {
      action: 'draft.saved',
      target: { type: 'workflow', id: workflowId },
      before: { revision: request.revision, hash: current.hash },
      after: { revision: request.revision + 1, hash },
    }),
  })
  if (revision === null) throw movedOn()
  return { revision, hash }
}
