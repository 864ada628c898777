import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { actorSchema } from '#lib/engine/block.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { EXECUTION_STATUSES, type ExecutionStatus } from '#lib/engine/state.ts'
import { TRIGGERS } from '#lib/executions/records.ts'
import { hashTerm, type Term } from '#lib/executions/terms.ts'
import { isUuid } from '#lib/ids.ts'
import type { Database } from './database.ts'
import { type FailureFilter, type FailureGroups, groupFailures } from './failures.ts'

export type ExecutionRow = z.output<typeof executionRow>
export type ExecutionFullRow = z.output<typeof fullRow>
export type ExecutionLinkRow = z.output<typeof linkRow>
export type CredentialRow = z.output<typeof credentialRow>

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

/** One organization's executions, for reading. */
export type ExecutionReader = {
  /** Newest first. */
  list(filter: ExecutionFilter): Promise<ExecutionRow[]>
  find(id: string): Promise<ExecutionFullRow | null>
  /** Executions with one of these ids, or with one of these as their parent; newest first. */
  links(ids: readonly string[]): Promise<ExecutionLinkRow[]>
  childrenOf(execution: { id: string; publicId: string }): Promise<ExecutionLinkRow[]>
  credentialsOf(id: string): Promise<CredentialRow[]>
  /** Failed executions by what they have in common. */
  failures(filter: FailureFilter): Promise<FailureGroups>
  /** API keys of an environment, by label. */
  keys(environment: EnvironmentName): Promise<{ id: string; label: string }[]>
}

const COLUMNS = `
  e.id, e.public_id AS "publicId", e.environment, e.status, e.version_number AS "versionNumber", e.draft, e.trigger,
  e.triggered_by AS "triggeredBy", e.subject_id AS "subjectId", e.correlation_key AS "correlationKey", e.error,
  e.created_at AS "createdAt", e.ended_at AS "endedAt",
  jsonb_build_object('id', w.id, 'publicId', w.public_id, 'name', w.name) AS workflow`

const executionRow = z.object({
  id: z.string(),
  publicId: z.string(),
  environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  status: z.enum(EXECUTION_STATUSES),
  versionNumber: z.int().nullable(),
  draft: z.boolean(),
  trigger: z.enum(TRIGGERS),
  triggeredBy: actorSchema,
  subjectId: z.string().nullable(),
  correlationKey: z.string().nullable(),
  error: z.object({ message: z.string() }).nullable(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
  workflow: z.object({ id: z.string(), publicId: z.string(), name: z.string() }),
})

const FULL = `${COLUMNS}, e.instance_id AS "instanceId", e.run_id AS "runId", e.version_id AS "versionId",
  e.snapshot_id AS "snapshotId", e.revision, e.input, e.output, e.cancel_requested_at AS "cancelRequestedAt",
  e.updated_at AS "updatedAt", e.call_chain AS "callChain", e.parent_execution_id AS "parentExecutionId",
  e.source_execution_id AS "sourceExecutionId", e.replay_of AS "replayOf"`

const fullRow = executionRow.extend({
  instanceId: z.string(),
  runId: z.string(),
  versionId: z.string().nullable(),
  snapshotId: z.string().nullable(),
  revision: z.int(),
  input: jsonObjectSchema,
  output: jsonObjectSchema.nullable(),
  cancelRequestedAt: z.date().nullable(),
  updatedAt: z.date(),
  callChain: z.array(z.string()),
  parentExecutionId: z.string().nullable(),
  sourceExecutionId: z.string().nullable(),
  replayOf: z.string().nullable(),
})

const LINK = `SELECT e.id, e.public_id AS "publicId", w.name AS "workflowName", e.status
FROM execution e JOIN workflow w ON w.id = e.workflow_id WHERE e.organization_id = $1`

const linkRow = z.object({
  id: z.string(),
  publicId: z.string(),
  workflowName: z.string(),
  status: z.enum(EXECUTION_STATUSES),
})

const credentialRow = z.object({
  id: z.string(),
  type: z.enum(['user', 'business', 'agent_authorization', 'outcome_attestation']),
  subjectId: z.string(),
  status: z.enum(['active', 'suspended', 'revoked']),
  claims: jsonObjectSchema,
  jwt: z.string(),
  issuedAt: z.date(),
  expiresAt: z.date(),
})

/** At most this many children are named in an execution's detail. */
const MAX_CHILDREN = 200

/** Reads the executions of one organization; ids of others are not found. */
export function readExecutions(
  { pool, prisma }: Pick<Database, 'pool' | 'prisma'>,
  organizationId: string,
): ExecutionReader {
  return {
    list: async (filter) => {
      const { text, values } = listQuery(organizationId, filter)
      const { rows } = await pool.query(text, values)
      return rows.map((row) => executionRow.parse(row))
    },
    find: async (id) => {
      const { rows } = await pool.query(
        `SELECT ${FULL} FROM execution e JOIN workflow w ON w.id = e.workflow_id
         WHERE e.organization_id = $1 AND e.id = $2`,
        [organizationId, id],
      )
      return rows[0] ? fullRow.parse(rows[0]) : null
    },
    links: async (ids) => {
      const uuids = ids.filter(isUuid)
      if (ids.length === 0) return []
      const { rows } = await pool.query(`${LINK} AND (e.id = ANY($2::uuid[]) OR e.public_id = ANY($3::text[]))`, [
        organizationId,
        uuids,
        ids,
      ])
      return rows.map((row) => linkRow.parse(row))
    },
    childrenOf: async ({ id, publicId }) => {
      const { rows } = await pool.query(
        `${LINK} AND e.parent_execution_id = ANY($2::text[]) ORDER BY e.created_at, e.id LIMIT ${MAX_CHILDREN}`,
        [organizationId, [id, publicId]],
      )
      return rows.map((row) => linkRow.parse(row))
    },
    failures: (filter) => groupFailures(pool, organizationId, filter),
    keys: async (environment) => {
      const where = { organizationId, environment }
      const rows = await prisma.apiKey.findMany({
        where,
        orderBy: { label: 'asc' },
        select: { keyId: true, label: true },
      })
      return rows.map(({ keyId: id, label }) => ({ id, label }))
    },
    credentialsOf: async (id) => {
      const rows = await prisma.credential.findMany({
        where: { executionId: id, organizationId },
        orderBy: [{ issuedAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map((row) => credentialRow.parse(row))
    },
  }
}

/** An order the primary key cannot give, or the planner would walk it through all organizations' rows. */
export const NEWEST_FIRST = 'e.created_at DESC, e.id DESC'

/** The rows after the one with the id in this parameter; none where there is no such row in the organization. */
export function olderThan(parameter: string): string {
  return `(e.created_at, e.id) < (
    (SELECT created_at FROM execution WHERE id = ${parameter} AND organization_id = $1), ${parameter})`
}

/**
 * The list as one statement. Where statuses are asked for, each is read by itself from its own index
 * and the few newest of each are merged, however rare a status is.
 */
function listQuery(organizationId: string, filter: ExecutionFilter): { text: string; values: unknown[] } {
  const values: unknown[] = [organizationId, filter.environment, filter.limit]
  const add = (value: unknown) => `$${values.push(value)}`
  const conditions = ['e.organization_id = $1', 'e.environment = $2']
  if (filter.cursor) conditions.push(olderThan(add(filter.cursor)))
  if (filter.workflowId) conditions.push(`e.workflow_id = ${add(filter.workflowId)}`)
  if (filter.from) conditions.push(`e.created_at >= ${add(filter.from)}`)
  if (filter.to) conditions.push(`e.created_at < ${add(filter.to)}`)
  if (filter.q) conditions.push(nameCondition(filter.q, add))
  if (filter.fingerprint) conditions.push(failedBy(add(filter.fingerprint)))
  const joins = termJoins(organizationId, filter, add)
  const one = (extra: string) =>
    `SELECT e.* FROM execution e${joins} WHERE ${conditions.join(' AND ')}${extra} ORDER BY ${NEWEST_FIRST} LIMIT $3`
  const found =
    filter.statuses.length === 0
      ? one('')
      : `SELECT m.* FROM unnest(${add(filter.statuses)}::text[]) AS wanted (status)
         CROSS JOIN LATERAL (${one(' AND e.status = wanted.status')}) m`
  return {
    text: `SELECT ${COLUMNS} FROM (${found}) e JOIN workflow w ON w.id = e.workflow_id ORDER BY ${NEWEST_FIRST} LIMIT $3`,
    values,
  }
}

/** Each term is a list of executions in the order of ours, so that any number of them are walked side by side. */
function termJoins(
  organizationId: string,
  { environment, terms }: ExecutionFilter,
  add: (value: unknown) => string,
): string {
  return terms
    .map((term, at) => {
      const hash = add(hashTerm({ organizationId, environment }, term))
      return ` JOIN execution_term t${at} ON t${at}.term = ${hash}::bigint AND t${at}.created_at = e.created_at AND t${at}.execution_id = e.id`
    })
    .join('')
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
