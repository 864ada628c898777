import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
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

/** One organization's workflows, for reading. */
export type WorkflowReader = {
  /** Newest first, from after `cursor`, at most `limit`. */
  list(
    environment: EnvironmentName,
    page: { q?: string | undefined; cursor?: string | undefined; limit: number },
  ): Promise<WorkflowSummary[]>
  find(id: string, environment: EnvironmentName): Promise<WorkflowSummary | null>
  draft(id: string): Promise<{ graph: Graph; hash: string; revision: number; updatedAt: Date } | null>
  /** Newest first. */
  versions(id: string): Promise<WorkflowVersionRow[]>
  graphOf(versionId: string): Promise<Graph | null>
}

const SUMMARY = `
SELECT w.id, w.public_id AS "publicId", w.hex_id AS "hexId", w.name, w.description, w.created_at AS "createdAt",
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
WHERE w.organization_id = $1 AND w.archived_at IS NULL`

const instant = z.coerce.date()

const summaryRow = z.object({
  id: z.string(),
  publicId: z.string(),
  hexId: z.string(),
  name: z.string(),
  description: z.string(),
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
    list: async (environment, { q, cursor, limit }) => {
      const { rows } = await pool.query(
        `${SUMMARY}
          AND ($3::uuid IS NULL OR w.id < $3)
          AND ($4::text IS NULL OR w.name ILIKE $4 OR w.public_id ILIKE $4)
        ORDER BY w.id DESC LIMIT $5`,
        [organizationId, environment, cursor, q && `%${escapeLike(q)}%`, limit],
      )
      return rows.map((row) => summaryRow.parse(row))
    },
    find: async (id, environment) => {
      const { rows } = await pool.query(`${SUMMARY} AND w.id = $3`, [organizationId, environment, id])
      return rows[0] ? summaryRow.parse(rows[0]) : null
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
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
