import type { TimelineEntry } from '#lib/contracts/reviews.ts'
import type { ReviewRow } from '#lib/store/reviews.ts'
import type { ReviewAction } from './records.ts'

/** What happened to a review, in order: what people did, between its opening and its end as the execution knows them. */
export function toTimeline(row: ReviewRow, actions: readonly ReviewAction[]): TimelineEntry[] {
  const opened: TimelineEntry = {
    id: 'opened',
    type: 'opened',
    actor: row.execution.startedBy,
    data: { block: row.blockName },
    at: row.openedAt.toISOString(),
  }
  const done = actions.map((action) => ({ ...action, at: action.at.toISOString() }))
  return [opened, ...done, ...endOf(row, actions)]
}

/** The end where no action tells of it: expired, cancelled, or answered by a part of the house that keeps no actions. */
function endOf({ status, resolution, resolvedAt }: ReviewRow, actions: readonly ReviewAction[]): TimelineEntry[] {
  if (status === 'open' || resolvedAt === null) return []
  const told = status === 'resolved' && actions.some(({ type }) => type === 'decided' || type === 'confirmed')
  if (told) return []
  const type = status === 'resolved' ? 'answered' : status
  return [{ id: 'end', type, actor: resolution?.by ?? null, data: {}, at: resolvedAt.toISOString() }]
}
