import type pg from 'pg'
import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { ExecutionStatus } from '#lib/engine/state.ts'
import { isUuid } from '#lib/ids.ts'
import { hashTerm, type Term } from '#lib/search/terms.ts'

export type ExecutionFilter = {
  environment: EnvironmentName
  /** Any status when empty. */
  statuses: readonly ExecutionStatus[]
  workflowId?: string | undefined
  /** Started in this way, by this actor, on this version, with these values in their input. */
  terms: readonly Term[]
  /** Failed in this way. */
  fingerprint?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** A whole public id of any API, a subject reference or a correlation key. */
  q?: string | undefined
  /** Only executions older than this one. */
  cursor?: string | undefined
  limit: number
}

type Query = { text: string; values: unknown[] }

/** An order the primary key cannot give, or the planner would walk it through all organizations' rows. */
export const NEWEST_FIRST = 'e.created_at DESC, e.id DESC'
/** Counting further would cost more than knowing it saves. */
const COUNTED = 5_000

/** The rows after the one with the id in this parameter; none where there is no such row in the organization. */
export function olderThan(parameter: string, row = '(e.created_at, e.id)'): string {
  return `${row} < (
    (SELECT created_at FROM execution WHERE id = ${parameter} AND organization_id = $1), ${parameter})`
}

/**
 * The statement for a page of the list. With terms, it walks the shortest of the lists that the filter names, newest
 * first, and looks everything else up row by row: left to itself, the planner takes two terms of one execution for a
 * coincidence, and reads the whole table to find it.
 */
export async function listQuery(
  pool: pg.Pool,
  organizationId: string,
  filter: ExecutionFilter,
  columns: string,
): Promise<Query> {
  const hashes = filter.terms.map((term) => hashTerm({ organizationId, environment: filter.environment }, term))
  const walked = await shortest(pool, organizationId, filter, hashes)
  const { found, values } =
    walked === null ? walkExecutions(organizationId, filter, hashes) : walkTerm(organizationId, filter, walked, hashes)
  return {
    text: `SELECT ${columns} FROM (${found}) e JOIN workflow w ON w.id = e.workflow_id ORDER BY ${NEWEST_FIRST} LIMIT $3`,
    values,
  }
}

const countRow = z.object({ statuses: z.int().nullable(), terms: z.array(z.int()) })

/** The term with the fewest executions, counted up to a bound; `null` where the executions' own indexes find fewer. */
async function shortest(
  pool: pg.Pool,
  organizationId: string,
  { environment, statuses, q, fingerprint }: ExecutionFilter,
  hashes: readonly string[],
): Promise<string | null> {
  if (hashes.length === 0 || q !== undefined || fingerprint !== undefined) return null
  if (hashes.length === 1 && statuses.length === 0) return hashes[0] ?? null
  const { rows } = await pool.query(
    `SELECT ARRAY(SELECT (SELECT count(*)::int FROM (SELECT FROM execution_term WHERE term = asked LIMIT ${COUNTED}) t)
         FROM unnest($3::bigint[]) WITH ORDINALITY AS u(asked, place) ORDER BY place) AS terms,
       CASE WHEN $4::text[] <> '{}' THEN (SELECT count(*)::int FROM (SELECT FROM execution e
         WHERE organization_id = $1 AND environment = $2 AND status = ANY ($4::text[]) LIMIT ${COUNTED}) s) END AS statuses`,
    [organizationId, environment, hashes, statuses],
  )
  const counted = countRow.parse(rows[0])
  const fewest = Math.min(...counted.terms)
  if (counted.statuses !== null && counted.statuses < fewest) return null
  return hashes[counted.terms.indexOf(fewest)] ?? null
}

/** From the executions' own indexes. Where statuses are asked for, the few newest of each are read and merged. */
function walkExecutions(organizationId: string, filter: ExecutionFilter, hashes: readonly string[]) {
  const { values, add, conditions } = beginQuery(organizationId, filter)
  if (filter.cursor) conditions.push(olderThan(add(filter.cursor)))
  if (filter.from) conditions.push(`e.created_at >= ${add(filter.from)}`)
  if (filter.to) conditions.push(`e.created_at < ${add(filter.to)}`)
  conditions.push(...hashes.map((hash) => hasTerm(add(hash), 'e.created_at', 'e.id')))
  const one = (extra: string) =>
    `SELECT e.* FROM execution e WHERE ${conditions.join(' AND ')}${extra} ORDER BY ${NEWEST_FIRST} LIMIT $3`
  if (filter.statuses.length === 0) return { found: one(''), values }
  const found = `SELECT m.* FROM unnest(${add(filter.statuses)}::text[]) AS wanted (status)
    CROSS JOIN LATERAL (${one(' AND e.status = wanted.status')}) m`
  return { found, values }
}

/** Along one term. OFFSET 0 keeps the planner from turning the look-up of each execution into a join of tables. */
function walkTerm(organizationId: string, filter: ExecutionFilter, walked: string, hashes: readonly string[]) {
  const { values, add, conditions } = beginQuery(organizationId, filter)
  if (filter.statuses.length > 0) conditions.push(`e.status = ANY (${add(filter.statuses)}::text[])`)
  const along = [`t.term = ${add(walked)}::bigint`]
  if (filter.cursor) along.push(olderThan(add(filter.cursor), '(t.created_at, t.execution_id)'))
  if (filter.from) along.push(`t.created_at >= ${add(filter.from)}`)
  if (filter.to) along.push(`t.created_at < ${add(filter.to)}`)
  const others = hashes.filter((hash) => hash !== walked)
  along.push(...others.map((hash) => hasTerm(add(hash), 't.created_at', 't.execution_id')))
  const found = `SELECT m.* FROM (
      SELECT t.created_at, t.execution_id FROM execution_term t WHERE ${along.join(' AND ')} ) t
    CROSS JOIN LATERAL (
      SELECT * FROM execution e WHERE e.id = t.execution_id AND ${conditions.join(' AND ')} OFFSET 0) m
    ORDER BY t.created_at DESC, t.execution_id DESC LIMIT $3`
  return { found, values }
}

function beginQuery(organizationId: string, filter: ExecutionFilter) {
  const values: unknown[] = [organizationId, filter.environment, filter.limit]
  const add = (value: unknown) => `$${values.push(value)}`
  const conditions = ['e.organization_id = $1', 'e.environment = $2']
  if (filter.workflowId) conditions.push(`e.workflow_id = ${add(filter.workflowId)}`)
  if (filter.q) conditions.push(nameCondition(filter.q, add))
  if (filter.fingerprint) conditions.push(failedBy(add(filter.fingerprint)))
  return { values, add, conditions }
}

/** A look-up for each row, which the planner cannot turn into a join as it could EXISTS. */
function hasTerm(hash: string, createdAt: string, id: string): string {
  return `(SELECT true FROM execution_term o
    WHERE o.term = ${hash}::bigint AND o.created_at = ${createdAt} AND o.execution_id = ${id})`
}

function failedBy(fingerprint: string): string {
  return `EXISTS (SELECT FROM execution_failure f WHERE f.execution_id = e.id AND f.organization_id = $1
    AND f.environment = $2 AND f.fingerprint = ${fingerprint})`
}

function nameCondition(q: string, add: (value: unknown) => string): string {
  const name = add(q)
  const columns = ['public_id', 'instance_id', 'run_id', 'subject_id', 'correlation_key']
  const conditions = columns.map((column) => `e.${column} = ${name}`)
  if (isUuid(q)) conditions.push(`e.id = ${add(q)}`)
  return `(${conditions.join(' OR ')})`
}
