import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Runtime } from '#lib/ports.ts'
import { findEndpoint, noEndpoint } from './find.ts'

/** Removes an endpoint with its deliveries; what is still to be sent is not sent any more. */
export async function removeEndpoint(runtime: Runtime, member: Member, id: string): Promise<void> {
  const { environment, url } = await findEndpoint(runtime, member, id)
  const audit = entryBy(member, {
    environment,
    action: 'webhook.removed',
    target: { type: 'webhook', id },
    before: { host: new URL(url).host },
  })
  const removed = await runtime.tenant(member.organizationId).webhooks.remove(id, audit)
  runtime.webhooks.forget()
  if (!removed) noEndpoint()
}
