import { z } from 'zod'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { ROLE_PERMISSIONS, ROLES } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

/** A person who may decide reviews, and since when they take none by turns. */
export type Reviewer = { member: Member; awaySince: Date | null }

/** The people of one organization who may decide reviews. */
export type ReviewerReader = {
  /** By name. */
  reviewers(): Promise<Reviewer[]>
  /** `null` where nobody who may decide reviews has this id. */
  reviewer(userId: string): Promise<Member | null>
  /** Sets somebody away or back, with its audit record; `false` where they are so already. */
  setAway(userId: string, away: boolean, audit: AuditEntry): Promise<boolean>
  isAway(userId: string): Promise<boolean>
}

const REVIEWING = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('reviews:decide'))

const PEOPLE = `
SELECT u.id, u.name, m.role, m.away_since AS "awaySince"
FROM membership m JOIN "user" u ON u.id = m.user_id
WHERE m.organization_id = $1 AND m.role = ANY ($2) AND ($3::text IS NULL OR u.id = $3)
ORDER BY u.name, u.id`

const personRow = z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), awaySince: z.date().nullable() })

/** Opens the reader of one organization. */
export function readReviewers({ pool }: Pick<Database, 'pool'>, organizationId: string): ReviewerReader {
  const people = async (userId: string | null): Promise<Reviewer[]> => {
    const { rows } = await pool.query(PEOPLE, [organizationId, REVIEWING, userId])
    return rows.map((row) => {
      const { id, name, role, awaySince } = personRow.parse(row)
      const actor = { type: 'user' as const, id, name }
      const permissions = new Set(ROLE_PERMISSIONS[role])
      return { member: { actor, organizationId, environment: null, permissions, roles: [role] }, awaySince }
    })
  }
  return {
    reviewers: () => people(null),
    reviewer: async (userId) => (await people(userId))[0]?.member ?? null,
    setAway: (userId, away, audit) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE membership SET away_since = CASE WHEN $3::boolean THEN now() END
           WHERE organization_id = $1 AND user_id = $2 AND (away_since IS NOT NULL) <> $3`,
          [organizationId, userId, away],
        )
        if (rowCount === 1) await insertAudit(client, audit)
        return rowCount === 1
      }),
    isAway: async (userId) => {
      const { rowCount } = await pool.query(
        'SELECT FROM membership WHERE organization_id = $1 AND user_id = $2 AND away_since IS NOT NULL',
        [organizationId, userId],
      )
      return rowCount === 1
    },
  }
}
