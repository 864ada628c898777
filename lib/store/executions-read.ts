import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { actorSchema } from '#lib/engine/block.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { TRIGGERS } from '#lib/executions/records.ts'
import { isUuid } from '#lib/ids.ts'
import type { Database } from './database.ts'
import { type ExecutionFilter, listQuery } from './execution-list.ts'
import { type FailureFilter, type FailureGroups, groupFailures } from './failures.ts'

export type ExecutionRow = z.output<typeof executionRow>
export type ExecutionFullRow = z.output<typeof fullRow>
export type ExecutionLinkRow = z.output<typeof linkRow>
export type CredentialRow = z.output<typeof credentialRow>

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
      const { text, values } = await listQuery(pool, organizationId, filter, COLUMNS)
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
