import type { Member } from '#lib/auth/principal.ts'
import type { NoticeList } from '#lib/contracts/notices.ts'
import type { Runtime } from '#lib/ports.ts'

const SHOWN = 30

/** A person's latest notices, and how many they have not read. */
export async function listNotices(runtime: Pick<Runtime, 'tenant'>, principal: Member): Promise<NoticeList> {
  const { notices, unread } = await runtime.tenant(principal.organizationId).notices.list(principal.actor.id, SHOWN)
  const data = notices.map(({ createdAt, readAt, ...notice }) => ({
    ...notice,
    createdAt: createdAt.toISOString(),
    read: readAt !== null,
  }))
  return { data, unread }
}

/** Marks a person's notices as read: those about one review, or all. */
export function markNoticesRead(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  pauseId: string | null,
): Promise<void> {
  return runtime.tenant(principal.organizationId).notices.markRead(principal.actor.id, pauseId)
}
