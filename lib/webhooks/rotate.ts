import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Runtime } from '#lib/ports.ts'
import { findEndpoint, noEndpoint } from './find.ts'
import type { Endpoint } from './ports.ts'
import { newSecret } from './secret.ts'

/** For how long the old secret signs beside the new one, so that receivers can change over. */
const OVERLAP_MS = 24 * 3_600_000

/** Gives an endpoint a new secret, shown this once; the old one signs too for a day. */
export async function rotateSecret(
  runtime: Runtime,
  member: Member,
  id: string,
): Promise<{ endpoint: Endpoint; secret: string }> {
  const { environment } = await findEndpoint(runtime, member, id)
  const { secret, sealed } = newSecret(runtime.masterKey, id)
  const previousUntil = new Date(runtime.clock.now() + OVERLAP_MS)
  const audit = entryBy(member, {
    environment,
    action: 'webhook_secret.rotated',
    target: { type: 'webhook', id },
    after: { previousUntil: previousUntil.toISOString() },
  })
  const endpoint = await runtime.tenant(member.organizationId).webhooks.rotate(id, sealed, previousUntil, audit)
  return { endpoint: endpoint ?? noEndpoint(), secret }
}
