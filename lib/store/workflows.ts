import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { Prisma } from '#lib/generated/prisma/client.ts'
import { newId } from '#lib/ids.ts'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

export type NewWorkflow = {
  id: string
  publicId: string
  hexId: string
  name: string
  description: string
  createdBy: string
  draft: { graph: Graph; hash: string }
}

export type NewVersion = {
  workflowId: string
  /** The draft's revision that was checked. */
  revision: number
  note: string
  environments: readonly EnvironmentName[]
  by: string
}

/** One organization's workflows, for changing. */
export type WorkflowWriter = {
  /** `false` when the public id is taken. */
  insert(workflow: NewWorkflow): Promise<boolean>
  /** The draft's new revision; `null` when it has moved on from `revision`, or there is no such workflow. */
  saveDraft(draft: {
    workflowId: string
    revision: number
    graph: Graph
    hash: string
    by: string
  }): Promise<number | null>
  /** Makes the next version of the draft and activates it; `null` when the draft has moved on. */
  deploy(version: NewVersion): Promise<{ id: string; number: number } | null>
  /** Activates an existing version; `false` when there is none with this number. */
  activate(activation: {
    workflowId: string
    number: number
    environments: readonly EnvironmentName[]
    by: string
  }): Promise<boolean>
}

const LOCKED_DRAFT = `
SELECT d.revision FROM draft d JOIN workflow w ON w.id = d.workflow_id
WHERE d.workflow_id = $1 AND w.organization_id = $2 AND w.archived_at IS NULL FOR UPDATE OF d`

const INSERT_VERSION = `
INSERT INTO workflow_version (id, workflow_id, number, graph, hash, note, created_by)
SELECT $2, $1, coalesce((SELECT max(number) FROM workflow_version WHERE workflow_id = $1), 0) + 1, d.graph, d.hash, $3, $4
FROM draft d WHERE d.workflow_id = $1
RETURNING number`

const ACTIVATE = `
INSERT INTO activation (workflow_id, environment, version_id, activated_by)
SELECT $1, environment, $2, $4 FROM unnest($3::text[]) AS environment
ON CONFLICT (workflow_id, environment)
DO UPDATE SET version_id = excluded.version_id, activated_by = excluded.activated_by, activated_at = now()`

const revisionRow = z.object({ revision: z.int() })
const numberRow = z.object({ number: z.int() })
const idRow = z.object({ id: z.string() })

/** Changes the workflows of one organization; those of others do not exist for it. */
export function writeWorkflows(
  { pool, prisma }: Pick<Database, 'pool' | 'prisma'>,
  organizationId: string,
): WorkflowWriter {
  return {
    insert: async ({ draft, ...workflow }) => {
      try {
        const data = { ...workflow, organizationId, draft: { create: { ...draft, updatedBy: workflow.createdBy } } }
        await prisma.workflow.create({ data })
        return true
      } catch (error) {
        if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return false
        throw error
      }
    },
    saveDraft: async ({ workflowId, revision, graph, hash, by }) => {
      const { count } = await prisma.draft.updateMany({
        where: { workflowId, revision, workflow: { organizationId, archivedAt: null } },
        data: { graph, hash, revision: revision + 1, updatedBy: by },
      })
      return count === 1 ? revision + 1 : null
    },
    deploy: ({ workflowId, revision, note, environments, by }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(LOCKED_DRAFT, [workflowId, organizationId])
        if (!rows[0] || revisionRow.parse(rows[0]).revision !== revision) return null
        const id = newId.uuid()
        const inserted = await client.query(INSERT_VERSION, [workflowId, id, note, by])
        await client.query(ACTIVATE, [workflowId, id, environments, by])
        return { id, number: numberRow.parse(inserted.rows[0]).number }
      }),
    activate: async ({ workflowId, number, environments, by }) => {
      const { rows } = await pool.query(
        `SELECT v.id FROM workflow_version v JOIN workflow w ON w.id = v.workflow_id
         WHERE v.workflow_id = $1 AND v.number = $2 AND w.organization_id = $3 AND w.archived_at IS NULL`,
        [workflowId, number, organizationId],
      )
      if (!rows[0]) return false
      await pool.query(ACTIVATE, [workflowId, idRow.parse(rows[0]).id, environments, by])
      return true
    },
  }
}
