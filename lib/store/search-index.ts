import type pg from 'pg'
import { z } from 'zod'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { fingerprintOf, shapeOf } from '#lib/search/fingerprint.ts'
import { termsOf } from '#lib/search/terms.ts'
import type { JournalWriter } from './journal.ts'

/**
 * Keeps what executions are found by beside their rows, a quarter of a second behind and off the path of execution:
 * many executions share one statement, and what a crash loses is filled in later.
 */
export type SearchIndex = {
  /** The journal, taking note of every execution that is created or fails. */
  watching(journal: JournalWriter): JournalWriter
  /** Writes what was noted; tries again later what could not be written. */
  flush(): Promise<void>
  /** Finds executions of the last so many minutes, or of all time, that were not noted, and writes them too. */
  fillGaps(minutes?: number): Promise<void>
}

const DELAY_MS = 250
const BATCH = 500

const createdRow = z.object({
  id: z.string(),
  organizationId: z.string(),
  environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  workflowId: z.string(),
  versionNumber: z.int().nullable(),
  trigger: z.string(),
  starterId: z.string(),
  input: jsonObjectSchema,
})

const failedRow = z.object({
  id: z.string(),
  workflowId: z.string(),
  blockId: z.string().nullable(),
  blockType: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})

const CREATED = `
SELECT id, organization_id AS "organizationId", environment, workflow_id AS "workflowId",
  version_number AS "versionNumber", trigger, triggered_by->>'id' AS "starterId", input
FROM execution WHERE id = ANY($1::uuid[])`

const FAILED = `
SELECT e.id, e.workflow_id AS "workflowId", e.error->>'block' AS "blockId", e.error->>'message' AS message,
  coalesce(e.error->>'code', '') AS code,
  jsonb_path_query_first(coalesce(v.graph, s.graph), '$.blocks[*] ? (@.id == $id).type',
    jsonb_build_object('id', e.error->>'block')) #>> '{}' AS "blockType"
FROM execution e LEFT JOIN workflow_version v ON v.id = e.version_id LEFT JOIN snapshot s ON s.id = e.snapshot_id
WHERE e.id = ANY($1::uuid[]) AND e.status = 'failed' AND e.error IS NOT NULL`

const SAVE_TERMS = `
WITH saved AS (
  INSERT INTO execution_search (execution_id, terms, created_at)
  SELECT found.id, found.terms, e.created_at
  FROM jsonb_to_recordset($1::jsonb) AS found (id uuid, terms bigint[]) JOIN execution e ON e.id = found.id
  ON CONFLICT DO NOTHING RETURNING execution_id, terms, created_at)
INSERT INTO execution_term (term, created_at, execution_id)
SELECT unnest(terms), created_at, execution_id FROM saved ORDER BY 1, 2, 3
ON CONFLICT DO NOTHING`

const SAVE_FAILURES = `
INSERT INTO execution_failure (execution_id, organization_id, environment, workflow_id, fingerprint, block_id, block_type,
  code, shape, created_at)
SELECT e.id, e.organization_id, e.environment, e.workflow_id, fingerprint, block_id, block_type, code, shape, e.created_at
FROM jsonb_to_recordset($1::jsonb) AS failed (
  id uuid, fingerprint text, block_id text, block_type text, code text, shape text)
JOIN execution e ON e.id = failed.id
ON CONFLICT DO NOTHING`

const RECENT = `($2::int IS NULL OR e.created_at > now() - make_interval(mins => $2))`

const MISSED_CREATED = `
SELECT e.id FROM execution e
WHERE ${RECENT} AND NOT EXISTS (SELECT FROM execution_search s WHERE s.execution_id = e.id) LIMIT $1`

const MISSED_FAILED = `
SELECT e.id FROM execution e
WHERE ${RECENT} AND e.status = 'failed' AND e.error IS NOT NULL
  AND NOT EXISTS (SELECT FROM execution_failure f WHERE f.execution_id = e.id) LIMIT $1`

/** Opens the index; `report` is told of faults, after which the next pass tries again. */
export function createSearchIndex(pool: pg.Pool, report: (error: unknown) => void): SearchIndex {
  const created = new Set<string>()
  const failed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function later(): void {
    timer ??= setTimeout(() => void flush(), DELAY_MS).unref()
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(async () => {
      await drain(created, (ids) => saveCreated(pool, ids))
      await drain(failed, (ids) => saveFailed(pool, ids))
    })
    writing = writing.catch((error: unknown) => {
      report(error)
      later()
    })
    return writing
  }

  return {
    flush,
    watching: (journal) => ({
      ...journal,
      append: async (entry) => {
        const result = await journal.append(entry)
        const { executionId, creation, projection } = entry.checkpoint
        if (result !== 'recorded') return result
        if (creation) created.add(executionId)
        if (projection.status === 'failed') failed.add(executionId)
        if (creation || projection.status === 'failed') later()
        return result
      },
    }),
    fillGaps: async (minutes) => {
      await fill(pool, MISSED_CREATED, minutes, saveCreated)
      await fill(pool, MISSED_FAILED, minutes, saveFailed)
    },
  }
}

/** Takes ids out in batches, each only once its batch is written. */
async function drain(ids: Set<string>, save: (ids: string[]) => Promise<void>): Promise<void> {
  while (ids.size > 0) {
    const batch = Array.from(ids).slice(0, BATCH)
    await save(batch)
    for (const id of batch) ids.delete(id)
  }
}

async function fill(
  pool: pg.Pool,
  query: string,
  minutes: number | undefined,
  save: (pool: pg.Pool, ids: string[]) => Promise<void>,
): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ id: string }>(query, [BATCH, minutes ?? null])
    if (rows.length > 0) {
      await save(
        pool,
        rows.map(({ id }) => id),
      )
    }
    if (rows.length < BATCH) return
  }
}

async function saveCreated(pool: pg.Pool, ids: string[]): Promise<void> {
  const { rows } = await pool.query({ name: 'search_created', text: CREATED, values: [ids] })
  const found = rows.map((row) => createdRow.parse(row)).map((row) => ({ id: row.id, terms: termsOf(row) }))
  await pool.query({ name: 'search_save_terms', text: SAVE_TERMS, values: [JSON.stringify(found)] })
}

async function saveFailed(pool: pg.Pool, ids: string[]): Promise<void> {
  const { rows } = await pool.query(FAILED, [ids])
  const found = rows
    .map((row) => failedRow.parse(row))
    .map((row) => ({
      id: row.id,
      fingerprint: fingerprintOf(row),
      block_id: row.blockId,
      block_type: row.blockType,
      code: row.code,
      shape: shapeOf(row.message),
    }))
  await pool.query(SAVE_FAILURES, [JSON.stringify(found)])
}
