import type { Member } from '#lib/auth/principal.ts'
import { newId } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { findEndpoint, noEndpoint } from './find.ts'
import type { Delivery } from './ports.ts'

/** Sends the event `test` to an endpoint, whatever it asked for. */
export async function sendTestEvent(runtime: Runtime, member: Member, id: string): Promise<Delivery> {
  await findEndpoint(runtime, member, id)
  const event = { eventId: newId.event(), type: 'test', data: { message: 'This is a test event' } }
  return (await runtime.tenant(member.organizationId).webhooks.enqueue(id, event)) ?? noEndpoint()
}
