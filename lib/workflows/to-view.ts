import type { WorkflowBadge, WorkflowListItem } from '#lib/contracts/workflows.ts'
import type { WorkflowSummary } from '#lib/store/workflows-read.ts'

/** A workflow as lists show it. */
export function toListItem(summary: WorkflowSummary): WorkflowListItem {
  const { id, publicId, hexId, name, description, archived, latestVersion, lastExecution } = summary
  return {
    id,
    publicId,
    hexId,
    name,
    description,
    archived,
    badge: toBadge(summary),
    latestVersion,
    lastExecution: lastExecution && { ...lastExecution, createdAt: lastExecution.createdAt.toISOString() },
    updatedAt: summary.updatedAt.toISOString(),
  }
}

/** Whether the environment runs what the draft says: equal hashes run alike. */
function toBadge({ active, draftHash }: WorkflowSummary): WorkflowBadge {
  if (!active) return { state: 'not_deployed' }
  return { state: active.hash === draftHash ? 'live' : 'draft_ahead', version: active.number }
}
