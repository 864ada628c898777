import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { KeepReason } from '#lib/contracts/workflows.ts'
import type { Runtime } from '#lib/ports.ts'
import { requireDraft } from './require-workflow.ts'

/** Drafts kept of one workflow; older ones are let go. */
export const KEPT_DRAFTS = 20

/** Keeps the draft as it is stored, before another graph is loaded over it; throws `workflow_not_found`. */
export async function keepDraft(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  reason: KeepReason,
): Promise<void> {
  const { revision, hash } = await requireDraft(runtime, principal, workflowId)
  await runtime.tenant(principal.organizationId).drafts.keep({
    workflowId,
    reason,
    by: principal.actor.id,
    most: KEPT_DRAFTS,
    audit: entryBy(principal, {
      action: 'draft.kept',
      target: { type: 'workflow', id: workflowId },
      before: null,
      after: { revision, hash, reason },
    }),
  })
}
