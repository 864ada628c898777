import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { EXECUTION_STATUSES, TERMINAL_STATUSES } from '#lib/engine/state.ts'
import type { Database } from './database.ts'

/** A workflow as seen from one environment. */
export type WorkflowSummary = z.output<typeof summaryRow>

export type WorkflowVersionRow = {
  id: string
  number: number
  hash: string
  note: string
  createdBy: string | null
  createdAt: Date
  activeIn: string[]
}

export type StoredDraft = { graph: Graph; hash: string; revision: number; updatedBy: string | null; updatedAt: Date }

/** One organization's workflows, for reading. */
export type WorkflowReader = {
  /** Newest first, from after `cursor`, at most `limit`. */
  list(
    environment: EnvironmentName,
    page: { q?: string | undefined; archived?: boolean; cursor?: string | undefined; limit: number },
  ): Promise<WorkflowSummary[]>
  find(id: string, environment: EnvironmentName): Promise<WorkflowSummary | null>
  /** The workflow with this public id, archived or not. */
  named(publicId: string): Promise<{ id: string; archived: boolean } | null>
  draft(id: string): Promise<StoredDraft | null>
  /** Newest first. */
  versions(id: string): Promise<WorkflowVersionRow[]>
  graphOf(versionId: string): Promise<Graph | null>
  version(id: string, number: number): Promise<{ id: string; number: number; hash: string; graph: Graph } | null>
  /** How many executions have not ended, by the number of their version; drafts have none. */
  staying(id: string, environment: EnvironmentName): Promise<z.output<typeof stayingRow>[]>
  /** Workflows whose active version holds this text somewhere, by name. */
  activeMentions(text: string, environment: EnvironmentName): Promise<z.output<typeof mentionRow>[]>
}

const SUMMARY = `
SELECT w.id, w.public_id AS "publicId", w.hex_id AS "hexId", w.name, w.description,
  w.archived_at IS NOT NULL AS archived, w.created_at AS "createdAt",
  greatest(w.updated_at, d.updated_at) AS "updatedAt", d.hash AS "draftHash",
  (SELECT max(number) FROM workflow_version WHERE workflow_id = w.id) AS "latestVersion",
  CASE WHEN v.id IS NULL THEN NULL ELSE jsonb_build_object(
    'versionId', v.id, 'number', v.number, 'hash', v.hash, 'activatedAt', a.activated_at) END AS active,
  CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_object(
    'id', e.id, 'publicId', e.public_id, 'status', e.status, 'createdAt', e.created_at) END AS "lastExecution"
FROM workflow w
JOIN draft d ON d.workflow_id = w.id
LEFT JOIN activation a ON a.workflow_id = w.id AND a.environment = $2
LEFT JOIN workflow_version v ON v.id = a.version_id
LEFT JOIN LATERAL (
  SELECT id, public_id, status, created_at FROM execution
  WHERE workflow_id = w.id AND environment = $2 ORDER BY created_at DESC, id DESC LIMIT 1) e ON true
WHERE w.organization_id = $1`

const STAYING = `
SELECT e.version_number AS number, count(*) FILTER (WHERE e.status = 'paused')::int AS paused,
  count(*) FILTER (WHERE e.status <> 'paused')::int AS running
FROM execution e
WHERE e.organization_id = $1 AND e.workflow_id = $2 AND e.environment = $3 AND NOT e.status = ANY ($4)
GROUP BY e.version_number ORDER BY e.version_number DESC NULLS LAST`

const MENTIONS = `
SELECT w.id, w.public_id AS "publicId", w.name, v.graph
FROM workflow w
JOIN activation a ON a.workflow_id = w.id AND a.environment = $2
JOIN workflow_version v ON v.id = a.version_id
WHERE w.organization_id = $1 AND w.archived_at IS NULL AND strpos(v.graph::text, $3) > 0
ORDER BY w.name, w.id`

const stayingRow = z.object({ number: z.int().nullable(), paused: z.int(), running: z.int() })
const mentionRow = z.object({ id: z.string(), publicId: z.string(), name: z.string(), graph: graphSchema })

const instant = z.coerce.date()

const summaryRow = z.object({
  id: z.string(),
  publicId: z.string(),
  hexId: z.string(),
  name: z.string(),
  description: z.string(),
  archived: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
  draftHash: z.string(),
  latestVersion: z.int().nullable(),
  active: z.object({ versionId: z.string(), number: z.int(), hash: z.string(), activatedAt: instant }).nullable(),
  lastExecution: z
    .object({ id: z.string(), publicId: z.string(), status: z.enum(EXECUTION_STATUSES), createdAt: instant })
    .nullable(),
})

/** Reads the workflows of one organization; ids of others are not found. */
export function readWorkflows(
  { pool, prisma }: Pick<Database, 'pool' | 'prisma'>,
  organizationId: string,
): WorkflowReader {
  return {
    list: async (environment, { q, archived = false, cursor, limit }) => {
      const { rows } = await pool.query(
        `${SUMMARY}
          AND ($3::uuid IS NULL OR w.id < $3)
          AND ($4::text IS NULL OR w.name ILIKE $4 OR w.public_id ILIKE $4)
          AND (w.archived_at IS NOT NULL) = $6
        ORDER BY w.id DESC LIMIT $5`,
        [organizationId, environment, cursor, q && `%${escapeLike(q)}%`, limit, archived],
      )
      return rows.map((row) => summaryRow.parse(row))
    },
    find: async (id, environment) => {
      const { rows } = await pool.query(`${SUMMARY} AND w.archived_at IS NULL AND w.id = $3`, [
        organizationId,
        environment,
        id,
      ])
      return rows[0] ? summaryRow.parse(rows[0]) : null
    },
    named: async (publicId) => {
      const found = await prisma.workflow.findUnique({
        where: { organizationId_publicId: { organizationId, publicId } },
        select: { id: true, archivedAt: true },
      })
      return found && { id: found.id, archived: found.archivedAt !== null }
    },
    draft: async (id) => {
      const draft = await prisma.draft.findFirst({
        where: { workflowId: id, workflow: { organizationId, archivedAt: null } },
      })
      return draft && { ...draft, graph: graphSchema.parse(draft.graph) }
    },
    versions: async (id) => {
      const rows = await prisma.workflowVersion.findMany({
        where: { workflowId: id, workflow: { organizationId } },
        orderBy: { number: 'desc' },
        omit: { graph: true, workflowId: true },
        include: { activations: { select: { environment: true } } },
      })
      return rows.map(({ activations, ...row }) => ({ ...row, activeIn: activations.map((one) => one.environment) }))
    },
    graphOf: async (versionId) => {
      const version = await prisma.workflowVersion.findFirst({
        where: { id: versionId, workflow: { organizationId } },
        select: { graph: true },
      })
      return version && graphSchema.parse(version.graph)
    },
    version: async (id, number) => {
      const version = await prisma.workflowVersion.findFirst({
        where: { workflowId: id, number, workflow: { organizationId } },
        select: { id: true, number: true, hash: true, graph: true },
      })
      return version && { ...version, graph: graphSchema.parse(version.graph) }
    },
    staying: async (id, environment) => {
      const { rows } = await pool.query(STAYING, [organizationId, id, environment, TERMINAL_STATUSES])
      return z.array(stayingRow).parse(rows)
    },
    activeMentions: async (text, environment) => {
      const { rows } = await pool.query(MENTIONS, [organizationId, environment, text])
      return z.array(mentionRow).parse(rows)
    },
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
