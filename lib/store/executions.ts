import type pg from 'pg'
import { z } from 'zod'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { type Resolution, resolutionSchema } from '#lib/engine/block.ts'
import { type Graph, graphSchema } from '#lib/engine/graph.ts'
import type { CancelRequest } from '#lib/engine/run.ts'
import {
  EXECUTION_STATUSES,
  type ExecutionEvent,
  type ExecutionStatus,
  executionEventSchema,
  type Pause,
  pauseSchema,
} from '#lib/engine/state.ts'
import {
  type ChildExecution,
  cancelRequestSchema,
  childExecutionSchema,
  type ExecutionName,
  type ExecutionSummary,
  type StoredExecution,
  type SummaryFilter,
  storedExecutionSchema,
} from '#lib/executions/records.ts'
import { type Holder, type Proposal, proposalSchema } from '#lib/reviews/records.ts'
import { insertAudit } from './audit.ts'
import { wholeEntries } from './blobs.ts'
import { listSummaries } from './execution-summaries.ts'
import { jsonText } from './json-text.ts'
import { readAgain } from './read.ts'
import { inTransaction } from './transaction.ts'

/** The write side's view of executions: load, claim, answer pauses. All instants are the database's. */
export type ExecutionStore = {
  /** The execution of this organization with this name, or `null`. */
  find(organizationId: string, name: ExecutionName): Promise<StoredExecution | null>
  /** The graph an execution is pinned to. */
  graph(execution: Pick<StoredExecution, 'versionId' | 'snapshotId'>): Promise<Graph>
  /** All facts of an execution, in order, and the last checkpoint's number. */
  events(executionId: string): Promise<{ events: ExecutionEvent[]; seq: number }>
  saveSnapshot(id: string, graph: Graph): Promise<void>
  /** Takes a paused execution over; `null` when it is not paused (any more). */
  claimPaused(
    executionId: string,
    owner: string,
  ): Promise<{ epoch: number; cancelRequest: CancelRequest | null } | null>
  /** Answers that were accepted and not yet taken up, oldest first. */
  unappliedAnswers(executionId: string): Promise<{ pauseId: string; resolution: Resolution }[]>
  /** Accepts an answer if the pause is still open: of any number of callers one is told `true`. */
  answerPause(pauseId: string, resolution: Resolution): Promise<boolean>
  /** Pauses of an execution, oldest first. */
  pauses(executionId: string): Promise<StoredPause[]>
  findPause(organizationId: string, pauseId: string): Promise<StoredPause | null>
  /** Executions of one organization and environment, newest first. */
  list(filter: SummaryFilter): Promise<ExecutionSummary[]>
  /** Notes that somebody wants the execution cancelled; `false` when it has already ended. */
  requestCancel(executionId: string, request: CancelRequest, audit?: AuditEntry): Promise<boolean>
  /** Cancel requests for executions that this process drives. */
  cancelRequests(owner: string): Promise<{ executionId: string; request: CancelRequest }[]>
  /** The executions that a pause waits for, by index. */
  children(pauseId: string): Promise<ChildExecution[]>
  /** Executions below this one that have not ended. */
  openDescendants(executionId: string): Promise<{ id: string; status: ExecutionStatus }[]>
  /** Pauses below this execution that wait for somebody outside. */
  pausesBelow(executionId: string): Promise<PauseBelow[]>
  /** Open pauses of any organization that have waited for executions of their own for some seconds. */
  waitingParents(limit: number): Promise<{ pauseId: string; executionId: string; organizationId: string }[]>
  /** Paused executions of any organization with a pause that is due to wake or expire, oldest first. */
  dueToWake(limit: number): Promise<{ executionId: string; organizationId: string }[]>
}

/** An open pause of an execution further down the tree. */
export type PauseBelow = {
  executionId: string
  executionPublicId: string
  executionInstanceId: string
  blockName: string
  pause: Pause
}

export type StoredPause = {
  id: string
  executionId: string
  environment: 'PRODUCTION' | 'DEVELOPMENT'
  status: 'open' | 'resolved' | 'expired' | 'cancelled'
  pause: Pause
  resolution: Resolution | null
  holder: Holder | null
  proposal: Proposal | null
  /** Counts what people did to it. */
  revision: number
}

/** When somebody looks after an execution whose answer or cancel was accepted by a process that died at once. */
const SOON = `least(wake_at, now() + interval '2 seconds')`

const EXECUTION = `
SELECT e.id, e.organization_id AS "organizationId", e.workflow_id AS "workflowId", w.name AS "workflowName",
  w.public_id AS "workflowPublicId", e.environment, e.public_id AS "publicId", e.instance_id AS "instanceId",
  e.run_id AS "runId", e.version_id AS "versionId", e.version_number AS "versionNumber", e.snapshot_id AS "snapshotId",
  e.draft, e.trigger, e.triggered_by AS "triggeredBy", e.status, e.epoch, e.revision, e.input, e.overrides,
  e.parent_execution_id AS "parentExecutionId", e.parent_id AS "parentId", e.parent_pause_id AS "parentPauseId",
  e.child_index AS "childIndex", e.root_execution_id AS "rootExecutionId", e.request_hash AS "requestHash",
  e.cancel_request AS "cancelRequest", e.call_chain AS "callChain", e.source_execution_id AS "sourceExecutionId",
  e.replay_of AS "replayOf", e.correlation_key AS "correlationKey", e.created_at AS "createdAt", e.ended_at AS "endedAt"
FROM execution e JOIN workflow w ON w.id = e.workflow_id
WHERE e.organization_id = $1 AND `

const TREE = `
WITH RECURSIVE tree AS (
  SELECT id, public_id, instance_id, status, ended_at FROM execution WHERE parent_id = $1
  UNION ALL
  SELECT e.id, e.public_id, e.instance_id, e.status, e.ended_at FROM execution e JOIN tree ON e.parent_id = tree.id)`

const PAUSE = `SELECT id, execution_id, environment, status, request, resolution, proposal, revision,
  (SELECT jsonb_build_object('id', u.id, 'name', u.name) FROM "user" u WHERE u.id = claimed_by) AS holder
FROM pause WHERE `

const pauseRow = z
  .object({
    id: z.string(),
    execution_id: z.string(),
    environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
    status: z.enum(['open', 'resolved', 'expired', 'cancelled']),
    request: pauseSchema,
    resolution: resolutionSchema.nullable(),
    holder: z.object({ id: z.string(), name: z.string() }).nullable(),
    proposal: proposalSchema.nullable(),
    revision: z.int(),
  })
  .transform(({ execution_id: executionId, request: pause, ...row }): StoredPause => ({ ...row, executionId, pause }))

const eventRow = z.object({ seq: z.int(), entries: z.array(executionEventSchema) })
const cancelRow = z.object({ id: z.string(), cancel_request: cancelRequestSchema })
const dueRow = z.object({ executionId: z.string(), organizationId: z.string() })
const claimRow = z.object({ epoch: z.int(), cancelRequest: cancelRequestSchema.nullable() })
const descendantRow = z.object({ id: z.string(), status: z.enum(EXECUTION_STATUSES) })
const belowRow = z.object({
  executionId: z.string(),
  executionPublicId: z.string(),
  executionInstanceId: z.string(),
  blockName: z.string(),
  pause: pauseSchema,
})
const waitingRow = z.object({ pauseId: z.string(), executionId: z.string(), organizationId: z.string() })
const answerRow = z.object({ id: z.string(), resolution: resolutionSchema })

export function createExecutionStore(pool: pg.Pool): ExecutionStore {
  return {
    async find(organizationId, name) {
      const [condition, ...values] = nameCondition(name)
      const { rows } = await readAgain(pool, `${EXECUTION} ${condition}`, [organizationId, ...values])
      return rows[0] ? storedExecutionSchema.parse(rows[0]) : null
    },
    async graph({ versionId, snapshotId }) {
      const table = versionId === null ? 'snapshot' : 'workflow_version'
      const { rows } = await readAgain(pool, `SELECT graph FROM ${table} WHERE id = $1`, [versionId ?? snapshotId])
      return graphSchema.parse(rows[0]?.graph)
    },
    async events(executionId) {
      const { rows } = await readAgain(
        pool,
        `SELECT seq, ${wholeEntries('e')} AS entries FROM execution_event e WHERE execution_id = $1 ORDER BY seq`,
        [executionId],
      )
      const checkpoints = rows.map((row) => eventRow.parse(row))
      return { events: checkpoints.flatMap((checkpoint) => checkpoint.entries), seq: checkpoints.at(-1)?.seq ?? 0 }
    },
    async saveSnapshot(id, graph) {
      await pool.query('INSERT INTO snapshot (id, graph) VALUES ($1, $2)', [id, jsonText(graph)])
    },
    async claimPaused(executionId, owner) {
      const { rows } = await pool.query(
        `UPDATE execution SET status = 'running', owner = $2, epoch = epoch + 1, wake_at = NULL, updated_at = now()
         WHERE id = $1 AND status = 'paused' RETURNING epoch, cancel_request AS "cancelRequest"`,
        [executionId, owner],
      )
      return rows[0] ? claimRow.parse(rows[0]) : null
    },
    async unappliedAnswers(executionId) {
      const { rows } = await readAgain(
        pool,
        `SELECT id, resolution FROM pause
         WHERE execution_id = $1 AND NOT applied AND resolution IS NOT NULL ORDER BY resolved_at, id`,
        [executionId],
      )
      return rows.map((row) => answerRow.parse(row)).map(({ id, resolution }) => ({ pauseId: id, resolution }))
    },
    async answerPause(pauseId, resolution) {
      return acceptAnswer(pool, pauseId, resolution)
    },
    async pauses(executionId) {
      const { rows } = await readAgain(pool, `${PAUSE} execution_id = $1 ORDER BY opened_at, id`, [executionId])
      return rows.map((row) => pauseRow.parse(row))
    },
    async findPause(organizationId, pauseId) {
      const { rows } = await readAgain(pool, `${PAUSE} organization_id = $1 AND id = $2`, [organizationId, pauseId])
      return rows[0] ? pauseRow.parse(rows[0]) : null
    },
    list: (filter) => listSummaries(pool, filter),
    async requestCancel(executionId, request, audit) {
      if (!audit) return requestCancel(pool, executionId, request)
      return inTransaction(pool, async (client) => {
        const accepted = await requestCancel(client, executionId, request)
        if (accepted) await insertAudit(client, audit)
        return accepted
      })
    },
    async cancelRequests(owner) {
      const { rows } = await pool.query({
        name: 'cancel_requests',
        text: 'SELECT id, cancel_request FROM execution WHERE owner = $1 AND cancel_request IS NOT NULL',
        values: [owner],
      })
      return rows
        .map((row) => cancelRow.parse(row))
        .map(({ id, cancel_request: request }) => ({ executionId: id, request }))
    },
    async children(pauseId) {
      const { rows } = await readAgain(
        pool,
        `SELECT id, public_id AS "publicId", child_index AS "childIndex", status, output, error FROM execution
         WHERE parent_pause_id = $1 ORDER BY child_index`,
        [pauseId],
      )
      return rows.map((row) => childExecutionSchema.parse(row))
    },
    async openDescendants(executionId) {
      const { rows } = await readAgain(pool, `${TREE} SELECT id, status FROM tree WHERE ended_at IS NULL`, [
        executionId,
      ])
      return rows.map((row) => descendantRow.parse(row))
    },
    async pausesBelow(executionId) {
      const { rows } = await readAgain(
        pool,
        `${TREE} SELECT tree.id AS "executionId", tree.public_id AS "executionPublicId", tree.instance_id AS "executionInstanceId", pause.block_name AS "blockName", pause.request AS pause
         FROM tree JOIN pause ON pause.execution_id = tree.id
         WHERE pause.status = 'open' AND pause.kind <> 'child' ORDER BY pause.opened_at, pause.id`,
        [executionId],
      )
      return rows.map((row) => belowRow.parse(row))
    },
    async waitingParents(limit) {
      const { rows } = await pool.query({
        name: 'waiting_parents',
        text: `SELECT id AS "pauseId", execution_id AS "executionId", organization_id AS "organizationId" FROM pause
          WHERE kind = 'child' AND status = 'open' AND opened_at < now() - interval '5 seconds'
            AND NOT EXISTS (SELECT FROM execution e WHERE e.parent_pause_id = pause.id AND e.ended_at IS NULL)
          ORDER BY opened_at LIMIT $1`,
        values: [limit],
      })
      return rows.map((row) => waitingRow.parse(row))
    },
    async dueToWake(limit) {
      const { rows } = await pool.query({
        name: 'due_to_wake',
        text: `SELECT id AS "executionId", organization_id AS "organizationId" FROM execution
          WHERE wake_at <= now() AND status = 'paused' ORDER BY wake_at LIMIT $1`,
        values: [limit],
      })
      return rows.map((row) => dueRow.parse(row))
    },
  }
}

/**
 * Writes an answer if the pause is still open, and has not been touched since it had `revision` where one is given;
 * somebody will look after the execution even if this process dies at once.
 */
export async function acceptAnswer(
  client: Pick<pg.ClientBase, 'query'>,
  pauseId: string,
  resolution: Resolution,
  revision?: number,
): Promise<boolean> {
  const status = resolution.action === 'expire' ? 'expired' : 'resolved'
  const { rowCount } = await client.query(
    `WITH answered AS (
       UPDATE pause SET status = $2, resolution = $3, resolved_at = to_timestamp($4 / 1000.0), revision = revision + 1
       WHERE id = $1 AND status = 'open' AND revision = coalesce($5, revision) RETURNING execution_id)
     UPDATE execution SET wake_at = ${SOON} WHERE id = (SELECT execution_id FROM answered)`,
    [pauseId, status, jsonText(resolution), resolution.at, revision],
  )
  return rowCount === 1
}

async function requestCancel(
  client: Pick<pg.ClientBase, 'query'>,
  executionId: string,
  request: CancelRequest,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE execution SET cancel_requested_at = coalesce(cancel_requested_at, now()),
       cancel_request = coalesce(cancel_request, $2), wake_at = ${SOON}
     WHERE id = $1 AND ended_at IS NULL`,
    [executionId, jsonText(request)],
  )
  return rowCount === 1
}

function nameCondition(name: ExecutionName): [condition: string, ...values: string[]] {
  if ('publicId' in name) return ['e.public_id = $2', name.publicId]
  if ('instanceId' in name) return ['e.instance_id = $2', name.instanceId]
  if ('runId' in name) return ['e.run_id = $2', name.runId]
  if ('id' in name) return ['e.id = $2', name.id]
  return ['e.idempotency_key = $2 AND e.environment = $3', name.idempotencyKey, name.environment]
}
