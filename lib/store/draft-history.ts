import { z } from 'zod'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { KEEP_REASONS, type KeepReason } from '#lib/contracts/workflows.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import { newId } from '#lib/ids.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

/** A draft that something was loaded over. */
export type KeptDraft = z.output<typeof keptRow>

/** The drafts one organization keeps. */
export type DraftHistoryStore = {
  /** Keeps the draft as it is stored, and lets go of all but the latest `most` of its workflow. */
  keep(draft: { workflowId: string; reason: KeepReason; by: string; most: number; audit: AuditEntry }): Promise<void>
  /** Newest first. */
  list(workflowId: string): Promise<KeptDraft[]>
  find(workflowId: string, id: string): Promise<(KeptDraft & { graph: Graph }) | null>
}

const KEEP = `
INSERT INTO draft_history (id, workflow_id, graph, hash, revision, saved_by, saved_at, reason, kept_by)
SELECT $1, d.workflow_id, d.graph, d.hash, d.revision, d.updated_by, d.updated_at, $4, $5
FROM draft d JOIN workflow w ON w.id = d.workflow_id WHERE d.workflow_id = $2 AND w.organization_id = $3`

const LET_GO = `
DELETE FROM draft_history WHERE id IN (
  SELECT id FROM draft_history WHERE workflow_id = $1 ORDER BY kept_at DESC, id DESC OFFSET $2)`

const SELECT = `
SELECT h.id, h.hash, h.revision, h.saved_by AS "savedBy", h.saved_at AS "savedAt", h.reason, h.kept_by AS "keptBy",
  h.kept_at AS "keptAt"`
const FROM = `
FROM draft_history h JOIN workflow w ON w.id = h.workflow_id WHERE h.workflow_id = $1 AND w.organization_id = $2`

const keptRow = z.object({
  id: z.string(),
  hash: z.string(),
  revision: z.int(),
  savedBy: z.string().nullable(),
  savedAt: z.date(),
  reason: z.enum(KEEP_REASONS),
  keptBy: z.string().nullable(),
  keptAt: z.date(),
})
const graphRow = keptRow.extend({ graph: graphSchema })

/** Opens the kept drafts of one organization. */
export function createDraftHistory({ pool }: Pick<Database, 'pool'>, organizationId: string): DraftHistoryStore {
  return {
    keep: ({ workflowId, reason, by, most, audit }) =>
      inTransaction(pool, async (client) => {
        await client.query(KEEP, [newId.uuid(), workflowId, organizationId, reason, by])
        await client.query(LET_GO, [workflowId, most])
        await insertAudit(client, audit)
      }),
    list: async (workflowId) => {
      const { rows } = await pool.query(`${SELECT} ${FROM} ORDER BY h.kept_at DESC, h.id DESC`, [
        workflowId,
        organizationId,
      ])
      return z.array(keptRow).parse(rows)
    },
    find: async (workflowId, id) => {
      const { rows } = await pool.query(`${SELECT}, h.graph ${FROM} AND h.id = $3`, [workflowId, organizationId, id])
      return rows[0] ? graphRow.parse(rows[0]) : null
    },
  }
}
