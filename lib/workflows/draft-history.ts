import type { Member } from '#lib/auth/principal.ts'
import type { DraftHistory, KeptGraph } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { KeptDraft } from '#lib/store/draft-history.ts'
import { requireDraft } from './require-workflow.ts'

/** The drafts kept of a workflow, newest first; throws `workflow_not_found`. */
export async function listKeptDrafts(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
): Promise<DraftHistory> {
  await requireDraft(runtime, principal, workflowId)
  const tenant = runtime.tenant(principal.organizationId)
  const kept = await tenant.drafts.list(workflowId)
  const names = await tenant.namesOf(kept.flatMap(({ savedBy, keptBy }) => [savedBy ?? [], keptBy ?? []].flat()))
  return { data: kept.map((draft) => toView(draft, names)) }
}

/** One kept draft with its graph; throws `workflow_not_found`, and `version_not_found` where nothing was kept under the id. */
export async function getKeptDraft(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  keptId: string,
): Promise<KeptGraph> {
  await requireDraft(runtime, principal, workflowId)
  const tenant = runtime.tenant(principal.organizationId)
  const found = isUuid(keptId) ? await tenant.drafts.find(workflowId, keptId) : null
  if (!found) throw new AppError('version_not_found', 'This draft is no longer kept')
  const { graph, ...draft } = found
  const names = await tenant.namesOf([draft.savedBy ?? [], draft.keptBy ?? []].flat())
  return { ...toView(draft, names), graph }
}

function toView(draft: KeptDraft, names: ReadonlyMap<string, string>): DraftHistory['data'][number] {
  const person = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? id })
  return {
    ...draft,
    savedBy: person(draft.savedBy),
    savedAt: draft.savedAt.toISOString(),
    keptBy: person(draft.keptBy),
    keptAt: draft.keptAt.toISOString(),
  }
}
