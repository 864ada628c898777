import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Runtime } from '#lib/ports.ts'

/** Sets the person away, so that reviews given out by turns pass them by, or back. */
export async function setAway(runtime: Pick<Runtime, 'tenant'>, principal: Member, away: boolean): Promise<void> {
  const { id } = principal.actor
  const audit = entryBy(principal, {
    action: 'member.availability_changed',
    target: { type: 'member', id },
    before: { away: !away },
    after: { away },
  })
  await runtime.tenant(principal.organizationId).setAway(id, away, audit)
}
