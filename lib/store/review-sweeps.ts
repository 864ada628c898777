import type pg from 'pg'
import { z } from 'zod'
import type { NoticeType } from '#lib/notices/records.ts'
import { insertNotices } from './notices.ts'
import { inTransaction } from './transaction.ts'

/** What the clock has to do about reviews of any organization. */
export type ReviewSweeps = {
  /** Open reviews for which somebody is to be chosen by turns, oldest first. */
  awaitingAssignee(limit: number): Promise<AwaitingReview[]>
  /** Those who were given reviews of a workflow by turns, with when they last were. */
  rota(workflowId: string): Promise<ReadonlyMap<string, Date>>
  /** Open reviews of which nobody was told yet that they are due soon or late, the earliest due first. */
  dueToTell(limit: number): Promise<DueReview[]>
  /** Tells people once, however many processes look at the same time. */
  tellDue(review: DueReview, userIds: readonly string[]): Promise<void>
}

export type AwaitingReview = { pauseId: string; organizationId: string; workflowId: string }
export type DueReview = {
  pauseId: string
  organizationId: string
  executionId: string
  stage: Extract<NoticeType, 'due_soon' | 'late'>
}

/** People are told as soon as a quarter of the time is left, but no earlier than this. */
const EARLIEST = `interval '4 hours'`

const DUE = `
SELECT id AS "pauseId", organization_id AS "organizationId", execution_id AS "executionId",
  CASE WHEN due_at <= now() THEN 'late' ELSE 'due_soon' END AS stage
FROM pause
WHERE status = 'open' AND due_notice < 2 AND due_at IS NOT NULL AND due_at <= now() + ${EARLIEST}
  AND kind IN ('review', 'task')
  AND (due_at <= now() OR (due_notice = 0 AND due_at - least(${EARLIEST}, (due_at - opened_at) / 4) <= now()))
ORDER BY due_at LIMIT $1`

const STAGE = { due_soon: 1, late: 2 } as const

const awaitingRow = z.object({ pauseId: z.string(), organizationId: z.string(), workflowId: z.string() })
const dueRow = z.object({
  pauseId: z.string(),
  organizationId: z.string(),
  executionId: z.string(),
  stage: z.enum(['due_soon', 'late']),
})
const rotaRow = z.object({ userId: z.string(), assignedAt: z.date() })

/** Opens the sweeps over all organizations. */
export function createReviewSweeps(pool: pg.Pool): ReviewSweeps {
  return {
    awaitingAssignee: async (limit) => {
      const { rows } = await pool.query(
        `SELECT id AS "pauseId", organization_id AS "organizationId", workflow_id AS "workflowId" FROM pause
         WHERE status = 'open' AND awaits_assignee ORDER BY opened_at LIMIT $1`,
        [limit],
      )
      return rows.map((row) => awaitingRow.parse(row))
    },
    rota: async (workflowId) => {
      const { rows } = await pool.query(
        'SELECT user_id AS "userId", assigned_at AS "assignedAt" FROM review_rota WHERE workflow_id = $1',
        [workflowId],
      )
      return new Map(rows.map((row) => rotaRow.parse(row)).map(({ userId, assignedAt }) => [userId, assignedAt]))
    },
    dueToTell: async (limit) => {
      const { rows } = await pool.query(DUE, [limit])
      return rows.map((row) => dueRow.parse(row))
    },
    tellDue: ({ pauseId, organizationId, stage }, userIds) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE pause SET due_notice = $2 WHERE id = $1 AND status = 'open' AND due_notice < $2`,
          [pauseId, STAGE[stage]],
        )
        if (rowCount !== 1) return
        const notices = userIds.map((userId) => ({ userId, type: stage, occasion: stage }))
        await insertNotices(client, organizationId, pauseId, notices)
      }),
  }
}
