import type { WEBHOOK_EVENT_NAMES } from '#lib/contracts/webhooks.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { Projection } from '#lib/engine/project.ts'

/** What an endpoint can ask to be told of. */
export type WebhookEvent = (typeof WEBHOOK_EVENT_NAMES)[number]

/** An event with what is told of it besides the ids of its execution: statuses, codes and ids, nothing of a person. */
export type Announcement = {
  type: WebhookEvent
  data: JsonObject
  /** Told only if this pause, opened by an earlier checkpoint, is a review. */
  ifReview?: string
}

const OUTCOMES: Readonly<Record<string, WebhookEvent>> = {
  completed: 'execution.completed',
  failed: 'execution.failed',
  aborted_looping_risk: 'execution.failed',
  paused: 'execution.paused',
  cancelled: 'execution.cancelled',
}
const ENDINGS = { resolved: 'review.decided', expired: 'review.expired', cancelled: 'review.cancelled' } as const

/** What a checkpoint makes known, in order. */
export function announcementsOf({ status, error, opened, closed }: Projection, created: boolean): Announcement[] {
  const outcome = status === undefined ? undefined : OUTCOMES[status]
  const fresh = new Map(opened.map(({ id, kind }) => [id, kind]))
  return [
    ...(created ? [{ type: 'execution.started' as const, data: { status: 'running' } }] : []),
    ...opened.filter(({ kind }) => kind === 'review').map(requested),
    ...closed.filter(({ id }) => (fresh.get(id) ?? 'review') === 'review').map((end) => over(end, fresh.has(end.id))),
    ...(outcome ? [{ type: outcome, data: { status: status ?? '', ...(error && { error: error.code }) } }] : []),
  ]
}

function requested({ id, blockId, reason, dueAt }: Projection['opened'][number]): Announcement {
  const due = dueAt === undefined ? null : new Date(dueAt).toISOString()
  return { type: 'review.requested', data: { pauseId: id, blockId, reason, dueAt: due } }
}

function over({ id, status, resolution }: Projection['closed'][number], known: boolean): Announcement {
  const decision = resolution?.decision
  const data = { pauseId: id, ...(decision !== undefined && { decision }) }
  return { type: ENDINGS[status], data, ...(!known && { ifReview: id }) }
}
