import type pg from 'pg'
import { z } from 'zod'
import { newId } from '#lib/ids.ts'
import { NOTICE_TYPES, type NoticeType } from '#lib/notices/records.ts'
import type { Database } from './database.ts'

/** A notice for one person; `occasion` tells two of one type about one review apart, so that each is made once. */
export type NewNotice = { userId: string; type: NoticeType; occasion: string }

export type NoticeRow = z.output<typeof noticeRow>

/** The inboxes of one organization's people. */
export type NoticeReader = {
  /** The latest first, and how many are unread, counted no further than `limit`. */
  list(userId: string, limit: number): Promise<{ notices: NoticeRow[]; unread: number }>
  /** Marks notices as read, those of one review or all. */
  markRead(userId: string, pauseId: string | null): Promise<void>
}

/** Mail still to be sent, of all organizations. */
export type MailQueue = {
  /** Takes mail that nobody is sending; what a process took and left behind is taken again after ten minutes. */
  claim(limit: number): Promise<MailRow[]>
  sent(id: string): Promise<void>
  /** To be tried again, or given up after `mostTries`. */
  failed(id: string, mostTries: number): Promise<void>
}

export type MailRow = z.output<typeof mailRow>

const noticeRow = z.object({
  id: z.uuid(),
  type: z.enum(NOTICE_TYPES),
  pauseId: z.string(),
  title: z.string(),
  workflowName: z.string(),
  open: z.boolean(),
  createdAt: z.date(),
  readAt: z.date().nullable(),
})

const mailRow = z.object({ id: z.uuid(), type: z.enum(NOTICE_TYPES), pauseId: z.string(), email: z.string() })

/** Puts notices into the inboxes, and out for mailing, with the change they are about. */
export async function insertNotices(
  client: Pick<pg.ClientBase, 'query'>,
  organizationId: string,
  pauseId: string,
  notices: readonly NewNotice[],
): Promise<void> {
  for (const { userId, type, occasion } of notices) {
    await client.query(
      `INSERT INTO notice (id, organization_id, user_id, type, pause_id, occasion) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING`,
      [newId.uuid(), organizationId, userId, type, pauseId, occasion],
    )
  }
}

/** Opens the inboxes of one organization. */
export function readNotices({ pool }: Pick<Database, 'pool'>, organizationId: string): NoticeReader {
  return {
    list: async (userId, limit) => {
      const [{ rows }, unread] = await Promise.all([
        pool.query(
          `SELECT n.id, n.type, n.pause_id AS "pauseId", p.request->>'title' AS title, w.name AS "workflowName",
             p.status = 'open' AS open, n.created_at AS "createdAt", n.read_at AS "readAt"
           FROM notice n JOIN pause p ON p.id = n.pause_id JOIN workflow w ON w.id = p.workflow_id
           WHERE n.organization_id = $1 AND n.user_id = $2 ORDER BY n.created_at DESC, n.id DESC LIMIT $3`,
          [organizationId, userId, limit],
        ),
        pool.query(`SELECT FROM notice WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL LIMIT $3`, [
          organizationId,
          userId,
          limit,
        ]),
      ])
      return { notices: rows.map((row) => noticeRow.parse(row)), unread: unread.rowCount ?? 0 }
    },
    markRead: async (userId, pauseId) => {
      await pool.query(
        `UPDATE notice SET read_at = now() WHERE organization_id = $1 AND user_id = $2 AND read_at IS NULL
           AND ($3::text IS NULL OR pause_id = $3)`,
        [organizationId, userId, pauseId],
      )
    },
  }
}

/** Opens the queue of mail. */
export function createMailQueue(pool: pg.Pool): MailQueue {
  return {
    claim: async (limit) => {
      const { rows } = await pool.query(
        `UPDATE notice n SET mail_state = 'sending', mail_claimed_at = now(), mail_tries = n.mail_tries + 1
         FROM (
           SELECT id FROM notice
           WHERE mail_state IN ('pending', 'sending')
             AND (mail_claimed_at IS NULL OR mail_claimed_at < now() - CASE mail_state
               WHEN 'sending' THEN interval '10 minutes' ELSE least(mail_tries, 10) * interval '30 seconds' END)
           ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED
         ) due JOIN notice m ON m.id = due.id JOIN "user" u ON u.id = m.user_id
         WHERE n.id = due.id RETURNING n.id, n.type, n.pause_id AS "pauseId", u.email`,
        [limit],
      )
      return rows.map((row) => mailRow.parse(row))
    },
    sent: async (id) => {
      await pool.query(`UPDATE notice SET mail_state = 'sent' WHERE id = $1`, [id])
    },
    failed: async (id, mostTries) => {
      await pool.query(
        `UPDATE notice SET mail_state = CASE WHEN mail_tries >= $2 THEN 'failed' ELSE 'pending' END WHERE id = $1`,
        [id, mostTries],
      )
    },
  }
}
