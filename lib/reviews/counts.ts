import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import type { Runtime } from '#lib/ports.ts'

/** Counting goes no further: nobody reads larger numbers on a tab. */
const MOST = 1_000

/** How many open reviews each tab shows. */
export async function countReviews(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  environment: EnvironmentName,
): Promise<{ mine: number; unassigned: number; all: number; most: number }> {
  const { pauses } = runtime.tenant(principal.organizationId)
  return { ...(await pauses.counts(environment, principal.actor.id, MOST)), most: MOST }
}
