import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { Runtime } from '#lib/ports.ts'
import { findEndpoint, noEndpoint } from './find.ts'
import type { Endpoint, EndpointChange } from './ports.ts'

/** Changes an endpoint's address, events or description, or pauses it; paused endpoints miss what happens meanwhile. */
export async function changeEndpoint(
  runtime: Runtime,
  member: Member,
  id: string,
  change: EndpointChange,
): Promise<Endpoint> {
  const before = await findEndpoint(runtime, member, id)
  const audit = entryBy(member, {
    environment: before.environment,
    action: 'webhook.changed',
    target: { type: 'webhook', id },
    before: factsOf(before),
    after: factsOf({ ...before, ...change }),
  })
  const after = await runtime.tenant(member.organizationId).webhooks.update(id, change, audit)
  runtime.webhooks.forget()
  return after ?? noEndpoint()
}

function factsOf({ url, events, status }: Endpoint): JsonObject {
  return { host: new URL(url).host, events, status }
}
