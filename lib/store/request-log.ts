import type pg from 'pg'
import { type RequestLogQuery, requestLogDetailSchema, requestLogItemSchema } from '#lib/contracts/request-log.ts'
import type { LoggedCall } from '#lib/http/request-log.ts'
import { jsonText } from './json-text.ts'

const INSERT = `
INSERT INTO request_log_entry (id, organization_id, environment, request_id, actor, api, method, path, status, error_code,
  duration, idempotency_key, body, execution, at)
SELECT id, organization_id, environment, request_id, actor, api, method, path, status, error_code, duration,
  idempotency_key, body, execution, at
FROM jsonb_to_recordset($1::jsonb) AS call (id uuid, organization_id uuid, environment text, request_id text, actor jsonb,
  api text, method text, path text, status int, error_code text, duration float8, idempotency_key text, body jsonb,
  execution text, at timestamptz)
WHERE EXISTS (SELECT FROM organization WHERE organization.id = call.organization_id)`

/** Writes answered calls in one statement. */
export async function writeCalls(pool: pg.Pool, calls: readonly LoggedCall[]): Promise<void> {
  const rows = calls.map((call) => ({
    id: call.id,
    organization_id: call.organizationId,
    environment: call.environment,
    request_id: call.requestId,
    actor: call.actor,
    api: call.api,
    method: call.method,
    path: call.path,
    status: call.status,
    error_code: call.errorCode,
    duration: call.duration,
    idempotency_key: call.idempotencyKey,
    body: call.body,
    execution: call.execution,
    at: new Date(call.at).toISOString(),
  }))
  await pool.query(INSERT, [jsonText(rows)])
}

/** Forgets calls from before the given moment, a batch at a time so that no lock is held for long. */
export async function pruneCalls(pool: pg.Pool, before: Date): Promise<void> {
  const prune = `DELETE FROM request_log_entry WHERE id IN (SELECT id FROM request_log_entry WHERE at < $1 LIMIT 5000)`
  let { rowCount } = await pool.query(prune, [before])
  while (rowCount === 5000) rowCount = (await pool.query(prune, [before])).rowCount
}

const ITEM = `c.id, c.request_id AS "requestId", c.at, c.actor, c.api, c.method, c.path, c.status,
  c.error_code AS "errorCode", c.duration`

const RESULTS = { ok: 'c.status < 400', refused: 'c.status BETWEEN 400 AND 499', failed: 'c.status >= 500' } as const

export type RequestLogReader = ReturnType<typeof readCalls>

/** The log of one organization's calls. */
export function readCalls({ pool }: { pool: pg.Pool }, organizationId: string) {
  return {
    /** One page, newest first, with the place to go on from. */
    async page(query: RequestLogQuery) {
      const values: unknown[] = [organizationId, query.environment, query.limit + 1]
      const also = (condition: (parameter: string) => string, value: unknown) =>
        value === undefined ? [] : [condition(`$${values.push(value)}`)]
      const conditions = [
        'c.organization_id = $1',
        'c.environment = $2',
        ...also((p) => `c.api = ${p}`, query.api),
        ...(query.result ? [RESULTS[query.result]] : []),
        ...also(
          (p) => `(c.request_id = ${p} OR c.idempotency_key = ${p} OR c.execution = ${p} OR c.actor->>'id' = ${p})`,
          query.q,
        ),
        ...also((p) => `c.id < ${p}`, query.cursor),
      ]
      const { rows } = await pool.query(
        `SELECT ${ITEM} FROM request_log_entry c WHERE ${conditions.join(' AND ')} ORDER BY c.id DESC LIMIT $3`,
        values,
      )
      const data = rows.slice(0, query.limit).map((row) => requestLogItemSchema.parse({ ...row, at: isoOf(row.at) }))
      return { data, nextCursor: rows.length > query.limit ? (data.at(-1)?.id ?? null) : null }
    },
    /** One call, with the execution it was about. */
    async find(id: string) {
      const { rows } = await pool.query(
        `SELECT ${ITEM}, c.idempotency_key AS "idempotencyKey", c.body, c.execution AS "executionName",
           e.id AS "executionId"
         FROM request_log_entry c
         LEFT JOIN LATERAL (
           SELECT id FROM execution x WHERE c.api = 'v1' AND x.public_id = c.execution AND x.organization_id = $1
           UNION ALL
           SELECT id FROM execution x WHERE c.api = 'process' AND x.instance_id = c.execution AND x.organization_id = $1
           UNION ALL
           SELECT id FROM execution x WHERE c.api = 'turns' AND x.run_id = c.execution AND x.organization_id = $1
         ) e ON true
         WHERE c.organization_id = $1 AND c.id = $2`,
        [organizationId, id],
      )
      return rows[0] ? requestLogDetailSchema.parse({ ...rows[0], at: isoOf(rows[0].at) }) : null
    },
  }
}

function isoOf(at: Date): string {
  return at.toISOString()
}
