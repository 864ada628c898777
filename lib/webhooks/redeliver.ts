import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { findEndpoint, noEndpoint } from './find.ts'
import type { Delivery } from './ports.ts'

/** Sends an event once more, with the same event id, in a new round of attempts. */
export async function redeliver(runtime: Runtime, member: Member, id: string, deliveryId: string): Promise<Delivery> {
  const { environment } = await findEndpoint(runtime, member, id)
  const audit = entryBy(member, {
    environment,
    action: 'webhook_delivery.repeated',
    target: { type: 'webhook_delivery', id: deliveryId },
    after: { webhook: id },
  })
  const { webhooks } = runtime.tenant(member.organizationId)
  return (isUuid(deliveryId) ? await webhooks.redeliver(id, deliveryId, audit) : null) ?? noEndpoint()
}
