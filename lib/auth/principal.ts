import type { Origin } from '#lib/audit/entry.ts'
import type { Actor } from '#lib/engine/block.ts'
import type { Permission } from './permissions.ts'

export type EnvironmentName = 'PRODUCTION' | 'DEVELOPMENT'

/** Who acts: a person through the console, or a program through a key or token; one organization, one set of permissions. */
export type Principal = {
  actor: Actor
  /** `null` only for system keys, which may name any organization. */
  organizationId: string | null
  /** The key's environment; `null` for people, who choose one per request. */
  environment: EnvironmentName | null
  permissions: ReadonlySet<Permission>
  /** Roles of a person in the organization, for reviews assigned to a role. */
  roles: readonly string[]
  /** From where; known when a request is answered. */
  origin?: Origin
  limits?: { perMinute: number | null; perHour: number | null }
}

/** A principal that belongs to one organization. */
export type Member = Principal & { organizationId: string }
