import type pg from 'pg'
import type { AuditEntry } from '#lib/audit/entry.ts'
import type { Actor, Resolution } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { newId } from '#lib/ids.ts'
import type { Proposal, ReviewActionType } from '#lib/reviews/records.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { acceptAnswer } from './executions.ts'
import { jsonText } from './json-text.ts'
import { insertNotices, type NewNotice } from './notices.ts'
import { inTransaction } from './transaction.ts'

/** What changes of a review; what is left out stays. */
export type ReviewChange = {
  claimedBy?: string | null
  priority?: number
  snoozedUntil?: Date | null
  proposal?: Proposal | null
  /** The workflow in whose reviews the new holder has had their turn. */
  turnIn?: string
  /** Closes it. */
  resolution?: Resolution
}

/** What is told of a change: the timeline, people's inboxes and the audit trail. */
export type ChangeRecord = {
  actions: { type: ReviewActionType; actor: Actor; data: JsonObject }[]
  notices?: NewNotice[]
  audit: AuditEntry
}

/** Writes what people do to the reviews of one organization. */
export type ReviewWriter = {
  /**
   * Carries out a change and records it in one transaction, if the review is open and has not been touched since it
   * had `revision`; else does nothing and answers `false`.
   */
  change(review: { id: string; revision: number }, change: ReviewChange, record: ChangeRecord): Promise<boolean>
  /** Records what was done to a review, open or not, where nothing of it changes. */
  note(pauseId: string, record: ChangeRecord): Promise<void>
}

/** The columns that can be set by themselves, with how their value is sent. */
const COLUMNS = {
  claimedBy: 'claimed_by',
  priority: 'priority',
  snoozedUntil: 'snoozed_until',
  proposal: 'proposal',
} as const
type Column = keyof typeof COLUMNS

/** Opens the writer of one organization; the reviews of others are as if they were not there. */
export function writeReviews({ pool }: Pick<Database, 'pool'>, organizationId: string): ReviewWriter {
  return {
    change: (review, change, record) =>
      undone(pool, async (client) => {
        await insertRecord(client, organizationId, review.id, record)
        return applyChange(client, organizationId, review, change)
      }),
    note: (pauseId, record) => inTransaction(pool, (client) => insertRecord(client, organizationId, pauseId, record)),
  }
}

class Undo extends Error {}

/** A transaction that is rolled back where `work` answers `false`. */
async function undone(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<boolean>): Promise<boolean> {
  try {
    await inTransaction(pool, async (client) => {
      if (!(await work(client))) throw new Undo()
    })
    return true
  } catch (error) {
    if (error instanceof Undo) return false
    throw error
  }
}

/** Puts an action, its notices and its audit record into the change's own transaction. */
export async function insertRecord(
  client: pg.PoolClient,
  organizationId: string,
  pauseId: string,
  { actions, notices = [], audit }: ChangeRecord,
): Promise<void> {
  for (const { type, actor, data } of actions) {
    await client.query(
      'INSERT INTO review_action (id, pause_id, organization_id, type, actor, data) VALUES ($1, $2, $3, $4, $5, $6)',
      [newId.uuid(), pauseId, organizationId, type, jsonText(actor), jsonText(data)],
    )
  }
  await insertNotices(client, organizationId, pauseId, notices)
  await insertAudit(client, audit)
}

async function applyChange(
  client: pg.PoolClient,
  organizationId: string,
  { id, revision }: { id: string; revision: number },
  { resolution, turnIn, ...change }: ReviewChange,
): Promise<boolean> {
  if (resolution) return acceptAnswer(client, id, resolution, revision)
  if (turnIn !== undefined) {
    await client.query(
      `INSERT INTO review_rota (workflow_id, user_id, assigned_at) VALUES ($1, $2, now())
       ON CONFLICT (workflow_id, user_id) DO UPDATE SET assigned_at = now()`,
      [turnIn, change.claimedBy],
    )
  }
  const set = Object.keys(COLUMNS).filter((key): key is Column => Object.hasOwn(change, key))
  const values = set.map((key) => (key === 'proposal' && change.proposal ? jsonText(change.proposal) : change[key]))
  const claim = set.includes('claimedBy') ? ', claimed_at = now(), awaits_assignee = false' : ''
  const { rowCount } = await client.query(
    `UPDATE pause SET revision = revision + 1${claim}${set.map((key, at) => `, ${COLUMNS[key]} = $${at + 4}`).join('')}
     WHERE id = $1 AND organization_id = $2 AND revision = $3 AND status = 'open'`,
    [id, organizationId, revision, ...values],
  )
  return rowCount === 1
}
