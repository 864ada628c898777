import type pg from 'pg'
import { z } from 'zod'
import type { FileOwner, FileRecord, FileStore } from '#lib/files/ports.ts'

const COLUMNS = 'id, organization_id, environment, subject_id, document_type, name, mime_type, size, sha256, created_at'

const rowSchema = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
    subject_id: z.string().nullable(),
    document_type: z.string().nullable(),
    name: z.string(),
    mime_type: z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']),
    size: z.int(),
    sha256: z.string(),
    created_at: z.date(),
  })
  .transform(
    (row): FileRecord => ({
      id: row.id,
      organizationId: row.organization_id,
      environment: row.environment,
      subjectId: row.subject_id,
      documentType: row.document_type,
      name: row.name,
      mimeType: row.mime_type,
      size: row.size,
      sha256: row.sha256,
      createdAt: row.created_at,
    }),
  )

/** The records of files in PostgreSQL. */
export function createFileStore(pool: pg.Pool): FileStore {
  const first = async (where: string, owner: FileOwner, ...values: string[]) => {
    // PostgreSQL's text cannot hold NUL, so nothing is on record under such a name.
    if (values.some((value) => value.includes('\0'))) return null
    const { rows } = await pool.query(
      `SELECT ${COLUMNS} FROM file WHERE organization_id = $1 AND environment = $2 AND ${where}
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      [owner.organizationId, owner.environment, ...values],
    )
    return rows.length === 0 ? null : rowSchema.parse(rows[0])
  }
  return {
    async insert(file) {
      await pool.query(`INSERT INTO file (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
        file.id,
        file.organizationId,
        file.environment,
        file.subjectId,
        file.documentType,
        file.name,
        file.mimeType,
        file.size,
        file.sha256,
        file.createdAt,
      ])
    },
    find: (owner, fileId) => first('id = $3', owner, fileId),
    newest: (owner, subjectId, documentType) =>
      first('subject_id = $3 AND document_type = $4', owner, subjectId, documentType),
  }
}
