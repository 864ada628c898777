import type pg from 'pg'
import { z } from 'zod'
import type { CompanyRecord } from '#lib/blocks/services.ts'

/** A company with what it is found by. */
export type FiledCompany = CompanyRecord & { keys: string[]; numbers: string[] }

/** Adds companies to an open version. */
export async function insertCompanies(
  client: pg.ClientBase,
  versionId: string,
  companies: readonly FiledCompany[],
): Promise<void> {
  const rows = companies.map(({ keys, numbers, ...record }) => ({ keys, numbers, record }))
  await client.query(
    `INSERT INTO company_entry (version_id, number, name, identifiers, keys, record)
     SELECT $1, r.record->>'number', r.record->>'name',
       ARRAY(SELECT jsonb_array_elements_text(r.numbers)), ARRAY(SELECT jsonb_array_elements_text(r.keys)), r.record
     FROM jsonb_to_recordset($2::jsonb) AS r(numbers jsonb, keys jsonb, record jsonb)`,
    [versionId, JSON.stringify(rows)],
  )
}

/** A company in the version it was found in. */
export type FoundCompany = { versionId: string; company: CompanyRecord; sameNumber: boolean }

const FOUND = `
(SELECT id, version_id, record, true AS same, 0 AS shared FROM company_entry
 WHERE version_id = ANY($1) AND identifiers && $2)
UNION ALL
(SELECT id, version_id, record, false, cardinality(ARRAY(SELECT unnest(keys) INTERSECT SELECT unnest($3::text[]))) AS shared
 FROM company_entry WHERE version_id = ANY($1) AND keys && $3 AND NOT identifiers && $2
 ORDER BY shared DESC, id LIMIT $4)`

const nullableText = z.string().nullable()
const recordSchema: z.ZodType<CompanyRecord> = z.object({
  number: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  jurisdiction: nullableText,
  status: z.enum(['active', 'inactive', 'unknown']),
  statusText: nullableText,
  incorporatedOn: nullableText,
  address: nullableText,
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  officers: z.array(z.object({ name: z.string(), role: z.string(), since: nullableText })).nullable(),
  owners: z.array(z.object({ name: z.string(), holding: nullableText, since: nullableText })).nullable(),
})
const rowSchema = z.object({ version_id: z.string(), record: recordSchema, same: z.boolean() })

/** Companies with one of the numbers, and at most `limit` others that share most keys. */
export async function findCompanies(
  pool: Pick<pg.Pool, 'query'>,
  versionIds: readonly string[],
  by: { numbers: readonly string[]; keys: readonly string[]; limit: number },
): Promise<FoundCompany[]> {
  const { rows } = await pool.query(FOUND, [versionIds, by.numbers, by.keys, by.limit])
  return rows.map((row) => {
    const { version_id: versionId, record: company, same: sameNumber } = rowSchema.parse(row)
    return { versionId, company, sameNumber }
  })
}
