import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import type { Actor } from '#lib/engine/block.ts'
import type { Json } from '#lib/engine/json.ts'

/** From where somebody acted. */
export type Origin = {
  /** Network address of the caller. */
  address: string | null
  userAgent: string | null
  requestId: string
  via: 'console' | 'v1' | 'process' | 'turns'
}

/** What is told of one change: who, what, when comes with the row, from where, old and new. Holds no secrets and no personal data. */
export type AuditEntry = {
  organizationId: string
  environment: EnvironmentName | null
  actor: Actor
  /** `<noun>.<past participle>`, like `review.decided`. */
  action: string
  target: { type: string; id: string }
  before: Json
  after: Json
  origin: Origin | null
}

export type AuditFacts = Pick<AuditEntry, 'action' | 'target'> &
  Partial<Pick<AuditEntry, 'environment' | 'before' | 'after'>>

/** The entry of something a principal did. */
export function entryBy(principal: Member, { environment, before, after, ...facts }: AuditFacts): AuditEntry {
  return {
    ...facts,
    organizationId: principal.organizationId,
    environment: environment ?? principal.environment,
    actor: principal.actor,
    before: before ?? null,
    after: after ?? null,
    origin: principal.origin ?? null,
  }
}
