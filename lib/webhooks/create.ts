import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import { newId } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Endpoint, NewEndpoint } from './ports.ts'
import { newSecret } from './secret.ts'

/** Makes an endpoint that is told from now on; its secret is given this once. */
export async function createEndpoint(
  runtime: Runtime,
  member: Member,
  { environment, url, description, events }: Pick<NewEndpoint, 'environment' | 'url' | 'description' | 'events'>,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const id = newId.uuid()
  const { secret, sealed } = newSecret(runtime.masterKey, id)
  const audit = entryBy(member, {
    environment,
    action: 'webhook.created',
    target: { type: 'webhook', id },
    after: { host: new URL(url).host, events },
  })
  const created = { id, environment, url, description, events, secret: sealed, createdBy: member.actor.id }
  const endpoint = await runtime.tenant(member.organizationId).webhooks.insert(created, audit)
  runtime.webhooks.forget()
  return { endpoint, secret }
}
