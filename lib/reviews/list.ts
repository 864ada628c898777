import type { Member } from '#lib/auth/principal.ts'
import {
  REVIEW_KINDS,
  type ReviewList,
  type ReviewListItem,
  type ReviewListQuery,
  reviewKindSchema,
} from '#lib/contracts/reviews.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ReviewCursor, ReviewRow } from '#lib/store/reviews.ts'

/** One page of the pauses that people answer: open ones the most pressing first, done ones latest decided first. */
export async function listReviews(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  query: ReviewListQuery,
): Promise<ReviewList> {
  const { environment, tab, kind, workflowId, assignee, cursor, limit } = query
  const found = await runtime.tenant(principal.organizationId).pauses.list({
    environment,
    tab,
    holderId: tab === 'mine' ? principal.actor.id : tab === 'all' ? assignee : undefined,
    kinds: kind === undefined ? REVIEW_KINDS : [kind],
    workflowId,
    cursor: cursor === undefined ? undefined : readCursor(cursor),
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return { data: page.map(toListItem), nextCursor: last ? writeCursor(last, tab) : null }
}

function writeCursor(row: ReviewRow, tab: ReviewListQuery['tab']): string {
  const at = tab === 'done' ? (row.resolvedAt ?? row.openedAt) : row.openedAt
  return `${row.priority}.${row.dueAt?.getTime() ?? ''}.${at.getTime()}.${row.id}`
}

function readCursor(cursor: string): ReviewCursor {
  const [, priority, due, at, id] = /^([1-4])\.(\d{0,15})\.(\d{1,15})\.(\w{1,100})$/.exec(cursor) ?? []
  if (at === undefined || id === undefined) {
    const message = 'Not a cursor of this list'
    throw new AppError('validation_failed', message, { details: [{ path: 'cursor', message }] })
  }
  return { at: new Date(Number(at)), id, priority: Number(priority), dueAt: due ? new Date(Number(due)) : null }
}

/** A pause as the queue shows it. */
export function toListItem(row: ReviewRow): ReviewListItem {
  return {
    pauseId: row.id,
    kind: reviewKindSchema.parse(row.kind),
    status: row.status,
    title: row.request.title,
    reason: row.request.reason,
    blockId: row.blockId,
    blockName: row.blockName,
    executionId: row.executionId,
    executionPublicId: row.execution.publicId,
    workflow: row.workflow,
    environment: row.environment,
    subjectId: row.execution.subjectId,
    startedBy: row.execution.startedBy,
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    decision: row.resolution?.decision ?? null,
    resolvedBy: row.resolution?.by ?? null,
    holder: row.holder,
    priority: row.priority,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    proposedBy: row.status === 'open' ? (row.proposal?.by ?? null) : null,
  }
}
