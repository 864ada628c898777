import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Endpoint } from './ports.ts'

/** An endpoint of the member's organization; throws `not_found`. */
export async function findEndpoint(runtime: Runtime, member: Member, id: string): Promise<Endpoint> {
  const endpoint = isUuid(id) ? await runtime.tenant(member.organizationId).webhooks.find(id) : null
  return endpoint ?? noEndpoint()
}

/** Refuses an endpoint or delivery that does not exist, or no longer does. */
export function noEndpoint(): never {
  throw new AppError('not_found', 'There is no such webhook')
}
