import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type ReviewAction, reviewActionSchema } from '#lib/reviews/records.ts'
import type { Database } from './database.ts'
import { REVIEW, REVIEW_JOINS, type ReviewRow, reviewRow } from './reviews.ts'

/** A file on record about a subject, without its bytes. */
export type CaseFileRow = z.output<typeof fileRow>

/** What surrounds the reviews of one organization. */
export type CaseReader = {
  /** What people did to one, in order. */
  actions(pauseId: string): Promise<ReviewAction[]>
  /** Other reviews and tasks about the same subject, the latest first. */
  ofSubject(subjectId: string, except: string, limit: number): Promise<ReviewRow[]>
  /** Files of a subject, and those with the given ids, the latest first; at most 50. */
  files(environment: EnvironmentName, subjectId: string | null, ids: readonly string[]): Promise<CaseFileRow[]>
}

const fileRow = z.object({
  id: z.string(),
  name: z.string(),
  mimeType: z.string(),
  size: z.int(),
  documentType: z.string().nullable(),
  createdAt: z.date(),
})

/** Opens the reader of one organization. */
export function readCases({ pool }: Pick<Database, 'pool'>, organizationId: string): CaseReader {
  return {
    actions: async (pauseId) => {
      const { rows } = await pool.query(
        'SELECT id, type, actor, data, at FROM review_action WHERE organization_id = $1 AND pause_id = $2 ORDER BY at, id',
        [organizationId, pauseId],
      )
      return rows.map((row) => reviewActionSchema.parse(row))
    },
    ofSubject: async (subjectId, except, limit) => {
      const { rows } = await pool.query(
        `${REVIEW} FROM pause p ${REVIEW_JOINS}
         WHERE e.organization_id = $1 AND e.subject_id = $2 AND p.kind IN ('review', 'task') AND p.id <> $3
         ORDER BY p.opened_at DESC, p.id DESC LIMIT $4`,
        [organizationId, subjectId, except, limit],
      )
      return rows.map((row) => reviewRow.parse(row))
    },
    files: async (environment, subjectId, ids) => {
      const { rows } = await pool.query(
        `SELECT id, name, mime_type AS "mimeType", size, document_type AS "documentType", created_at AS "createdAt" FROM file
         WHERE organization_id = $1 AND environment = $2 AND (subject_id = $3 OR id = ANY ($4))
         ORDER BY created_at DESC, id DESC LIMIT 50`,
        [organizationId, environment, subjectId, ids],
      )
      return rows.map((row) => fileRow.parse(row))
    },
  }
}
