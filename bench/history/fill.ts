import type pg from 'pg'
import { hashTerm, type Term } from '#lib/search/terms.ts'

/** Whom the history belongs to, and the workflows it ran, each with two versions. */
export type Owner = { organizationId: string; workflows: { id: string; versionIds: [string, string] }[] }

export const COUNTRIES = ['DE', 'FR', 'IT', 'ES', 'PL', 'NL', 'BE', 'AT', 'CH', 'SE']
export const STARTERS = ['keyalpha', 'keybeta', 'keygamma', 'keyrare']
/** One in a hundred thousand has this tag, all in the oldest twentieth. */
export const RARE = 'rare'
export const FINGERPRINT = '0123456789abcdef0123456789abcdef'

const CHUNK = 50_000

/**
 * Fills a database with executions from `from` to `to`, each with three checkpoints, spread evenly over a year: nine
 * in ten completed, one in twenty failed, one in ten (up to 100,000) waits for a review. By SQL, in chunks.
 */
export async function fill(pool: pg.Pool, owner: Owner, from: number, to: number, total: number): Promise<void> {
  await pool.query(TERM)
  const values = [owner.organizationId, owner.workflows, termsOf(owner), total]
  for (let at = from; at < to; at += CHUNK) {
    const range = [at, Math.min(at + CHUNK, to)]
    await pool.query(EXECUTIONS, [values[0], JSON.stringify(values[1]), total, ...range])
    await pool.query(TERMS, [JSON.stringify(values[2]), owner.organizationId, ...range])
    await pool.query(FAILURES, [owner.organizationId, FINGERPRINT, ...range])
    await pool.query(EVENTS, range)
    await pool.query(PAUSES, [owner.organizationId, ...range])
  }
  await pool.query('VACUUM (ANALYZE) execution')
  for (const table of ['execution_search', 'execution_term', 'execution_failure', 'execution_event', 'pause']) {
    await pool.query(`VACUUM (ANALYZE) ${table}`)
  }
}

function termsOf({ organizationId, workflows }: Owner) {
  const scope = { organizationId, environment: 'PRODUCTION' as const }
  const hash = (term: Term) => hashTerm(scope, term)
  const input = (path: string, value: string) => hash({ kind: 'input', path, value })
  return {
    triggers: ['v1', 'process', 'turns'].map((value) => hash({ kind: 'trigger', value })),
    starters: STARTERS.map((value) => hash({ kind: 'starter', value })),
    versions: workflows.map(({ id }) => [1, 2].map((number) => hash({ kind: 'version', workflowId: id, number }))),
    countries: COUNTRIES.map((country) => input('address.country', country)),
    batch: input('batch', 'old'),
    rare: input('tag', RARE),
  }
}

// The same as `hashTerm` in lib/search/terms.ts.
const TERM = `
CREATE OR REPLACE FUNCTION bench_term(VARIADIC parts text[]) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$
  SELECT ('x' || left(encode(sha256(string_agg(convert_to(part, 'UTF8'), '\\x00'::bytea ORDER BY n)), 'hex'), 16))::bit(64)::bigint
  FROM unnest(parts) WITH ORDINALITY AS u(part, n) $$`

const N = `generate_series($4::int, $5::int - 1) AS n`
const ID = (n: string) => `('00000000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`

const EXECUTIONS = `
INSERT INTO execution (id, organization_id, workflow_id, environment, public_id, instance_id, run_id, version_id,
  version_number, trigger, triggered_by, status, input, output, error, subject_id, correlation_key, created_at, ended_at, call_chain)
SELECT ${ID('n')}, $1, (workflow->>'id')::uuid, 'PRODUCTION', 'exec_bench_' || n, 'inst_bench_' || n,
  lpad(to_hex(n), 24, '0'), (workflow->'versionIds'->>(version - 1))::uuid, version,
  CASE WHEN n % 10000 = 7 THEN 'turns' WHEN n % 33 = 5 THEN 'process' ELSE 'v1' END,
  jsonb_build_object('type', 'key', 'id', starter, 'name', starter), status,
  jsonb_strip_nulls(jsonb_build_object('subject_id', 'subject-' || n / 2, 'amount', n,
    'address', jsonb_build_object('country', country), 'batch', CASE WHEN n < $3::int / 20 THEN 'old' END,
    'tag', CASE WHEN n % 2000 = 3 AND n < $3::int / 20 THEN '${RARE}' END)),
  jsonb_build_object('start', jsonb_build_object('subject_id', 'subject-' || n / 2)),
  CASE WHEN status = 'failed' THEN jsonb_build_object('code', 'http_error', 'message', 'HTTP 503 for ' || n, 'block', 'fetch') END,
  'subject-' || n / 2, CASE WHEN n % 100 = 1 THEN 'order-' || n END,
  now() - interval '1 year' + (interval '1 year' * n / $3::int), CASE WHEN status <> 'paused' THEN now() END, '{}'
FROM ${N},
  LATERAL (SELECT $2::jsonb -> (n % 10) AS workflow, CASE WHEN n < $3::int / 50 THEN 1 ELSE 2 END AS version,
    CASE WHEN n % 10 = 4 THEN 'paused' WHEN n % 20 = 9 THEN 'failed' WHEN n % 1000 = 11 THEN 'cancelled' ELSE 'completed' END AS status,
    CASE WHEN n % 5000 = 2 THEN 'keyrare' ELSE (ARRAY['keyalpha', 'keybeta', 'keygamma'])[1 + n % 3] END AS starter,
    (ARRAY[${COUNTRIES.map((country) => `'${country}'`).join(', ')}])[1 + (n / 7) % 10] AS country) AS facts`

const TERMS = `
WITH saved AS (
INSERT INTO execution_search (execution_id, created_at, terms)
SELECT e.id, e.created_at, array_remove(ARRAY[
  (t->'triggers'->>(CASE e.trigger WHEN 'v1' THEN 0 WHEN 'process' THEN 1 ELSE 2 END))::bigint,
  (t->'starters'->>array_position(ARRAY['keybeta', 'keygamma', 'keyrare'], e.triggered_by->>'id'))::bigint,
  CASE WHEN e.triggered_by->>'id' = 'keyalpha' THEN (t->'starters'->>0)::bigint END,
  (t->'versions'->(n % 10)->>(e.version_number - 1))::bigint,
  (t->'countries'->>((n / 7) % 10))::bigint,
  CASE WHEN e.input ? 'batch' THEN (t->>'batch')::bigint END,
  CASE WHEN e.input ? 'tag' THEN (t->>'rare')::bigint END,
  bench_term($2, 'PRODUCTION', 'input', 'subject_id', e.subject_id),
  bench_term($2, 'PRODUCTION', 'input', 'amount', n::text)], NULL)
FROM generate_series($3::int, $4::int - 1) AS n JOIN execution e ON e.id = ${ID('n')}, (SELECT $1::jsonb AS t) AS known
RETURNING execution_id, created_at, terms)
INSERT INTO execution_term (term, created_at, execution_id)
SELECT unnest(terms), created_at, execution_id FROM saved ORDER BY 1, 2, 3`

const FAILURES = `
INSERT INTO execution_failure (execution_id, organization_id, environment, workflow_id, fingerprint, block_id, block_type,
  code, shape, created_at)
SELECT e.id, $1, e.environment, e.workflow_id, CASE WHEN n % 2000 = 9 THEN $2 ELSE md5((n % 40)::text) END, 'fetch',
  'http_request', 'http_error', 'HTTP <number> for <number>', e.created_at
FROM generate_series($3::int, $4::int - 1) AS n JOIN execution e ON e.id = ${ID('n')} WHERE e.status = 'failed'`

const EVENTS = `
INSERT INTO execution_event (execution_id, seq, epoch, kind, entries, at)
SELECT ${ID('n')}, seq, 1, 'block_completed', '[{"t": "resumed", "at": 0}]', now()
FROM generate_series($1::int, $2::int - 1) AS n, generate_series(1, 3) AS seq`

const PAUSES = `
INSERT INTO pause (id, execution_id, organization_id, workflow_id, environment, block_id, block_name, visit, kind, status,
  request, resolution, applied, priority, opened_at, due_at, resolved_at)
SELECT 'pause_bench_' || n, e.id, $1, e.workflow_id, 'PRODUCTION', 'check', 'Check the case', 1, 'review',
  CASE WHEN n % 50 = 4 THEN 'resolved' ELSE 'open' END,
  jsonb_build_object('id', 'pause_bench_' || n, 'blockId', 'check', 'visit', 1, 'openedAt', 0, 'kind', 'review',
    'reason', 'name_differs', 'title', 'Case ' || n, 'fields', '[]'::jsonb, 'decisions', '[]'::jsonb, 'context', '{}'::jsonb,
    'onCancel', 'cancel_execution'),
  CASE WHEN n % 50 = 4 THEN jsonb_build_object('action', 'complete', 'decision', 'approved', 'data', '{}'::jsonb, 'at', 0,
    'by', jsonb_build_object('type', 'user', 'id', 'u', 'name', 'U')) END,
  n % 50 = 4, 1 + n % 4, e.created_at, e.created_at + interval '1 day', CASE WHEN n % 50 = 4 THEN now() END
FROM generate_series($2::int, $3::int - 1) AS n JOIN execution e ON e.id = ${ID('n')} WHERE e.status = 'paused'`
