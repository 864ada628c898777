import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import type { Runtime } from '#lib/ports.ts'
import { recordOf } from './change.ts'

/** Takes the most pressing review that nobody has and the person may decide; `null` where none is left. */
export async function takeNextReview(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  environment: EnvironmentName,
): Promise<{ pauseId: string | null }> {
  const { pauses } = runtime.tenant(principal.organizationId)
  const holder = principal.actor.id
  const pauseId = await pauses.takeNext(environment, principal, (id) =>
    recordOf(principal, { id, environment }, { did: 'claimed', before: { holder: null }, after: { holder } }),
  )
  return { pauseId }
}
