import type { Checkpoint } from '#lib/engine/ports.ts'
import type { NewExecution } from '#lib/executions/records.ts'
import { newId } from '#lib/ids.ts'
import type { Announcement } from '#lib/webhooks/events.ts'
import { type SetAside, toEntries } from './blobs.ts'
import { jsonText, storableText } from './json-text.ts'

/**
 * The statement that writes a batch of checkpoints, at most one of each execution: only the parts that the batch
 * needs, so that the commonest, facts alone, is planned and run in a fraction of the time of the whole.
 * A checkpoint takes effect only if its event row could be inserted: the execution's epoch and the row's primary key
 * are the fence against an earlier owner.
 */
export function appendStatement(entries: readonly JournalEntry[]): { name: string; text: string; values: string[] } {
  const written = entries.map(({ checkpoint }) => ({ checkpoint, ...toEntries(checkpoint.events) }))
  const lists = [creations(entries), changes(entries), opened(entries), closed(entries), announced(entries)]
  const texts = [...lists.map((list) => (list.length > 0 ? jsonText(list) : null)), blobsText(written)]
  const parts = PARTS.filter((_, at) => texts[at] !== null)
  const [only] = written
  if (only && written.length === 1 && parts.length === 0) return appendOne(only)
  const creates = parts.some(({ name }) => name === 'created')
  const ctes = parts.map(({ name, sql }, at) => `${name} AS (${sql(`$${at + 2}::jsonb`)})`)
  const appended = `appended AS (${appendEvents(creates)})`
  const ordered = creates ? [ctes[0], appended, ...ctes.slice(1)] : [appended, ...ctes]
  return {
    name: `journal_${parts.map(({ name }) => name).join('_')}`,
    text: `WITH ${ordered.join(', ')} SELECT execution_id, seq FROM appended`,
    values: [eventsText(written), ...texts.filter((text) => text !== null)],
  }
}

type Part = { name: string; sql(parameter: string): string }

const PARTS: readonly Part[] = [
  { name: 'created', sql: createExecutions },
  { name: 'turned', sql: turnExecutions },
  { name: 'opened', sql: openPauses },
  { name: 'closed', sql: closePauses },
  { name: 'announced', sql: announceEvents },
  { name: 'aside', sql: setAside },
]

/** New executions. */
function createExecutions(parameter: string): string {
  return `
  INSERT INTO execution (
    id, organization_id, workflow_id, environment, public_id, instance_id, run_id, version_id, version_number, snapshot_id,
    draft, trigger, triggered_by, status, owner, epoch, revision, input, output, error, overrides, parent_execution_id,
    call_chain, parent_id, parent_pause_id, child_index, root_execution_id, idempotency_key, request_hash,
    source_execution_id, replay_of, subject_id, correlation_key, wake_at, created_at, ended_at, updated_at)
  SELECT id, organization_id, workflow_id, environment, public_id, instance_id, run_id, version_id, version_number, snapshot_id,
    draft, trigger, triggered_by, status, owner, epoch, 1, input, output, error, decode(overrides, 'base64'), parent_execution_id,
    call_chain, parent_id, parent_pause_id, child_index, root_execution_id, idempotency_key, request_hash,
    source_execution_id, replay_of, subject_id, correlation_key, wake_at, created_at, ended_at, now()
  FROM jsonb_to_recordset(${parameter}) AS creation (
    id uuid, organization_id uuid, workflow_id uuid, environment text, public_id text, instance_id text, run_id text,
    version_id uuid, version_number int, snapshot_id uuid, draft boolean, trigger text, triggered_by jsonb, status text,
    owner uuid, epoch int, input jsonb, output jsonb, error jsonb, overrides text, parent_execution_id text, call_chain text[],
    parent_id uuid, parent_pause_id text, child_index int, root_execution_id uuid, idempotency_key text, request_hash text,
    source_execution_id uuid, replay_of uuid, subject_id text, correlation_key text, wake_at timestamptz,
    created_at timestamptz, ended_at timestamptz)
  ON CONFLICT DO NOTHING
  RETURNING id`
}

const OWNED = `EXISTS (SELECT FROM execution WHERE execution.id = event.execution_id AND execution.epoch = event.epoch)`

/** The facts; those of new executions only where the execution could be made. */
function appendEvents(creates: boolean): string {
  const made = 'EXISTS (SELECT FROM created WHERE created.id = event.execution_id)'
  return `
  INSERT INTO execution_event (execution_id, seq, epoch, kind, entries, blobs, at)
  SELECT execution_id, seq, epoch, kind, entries, blobs, at
  FROM jsonb_to_recordset($1::jsonb) AS event (
    execution_id uuid, seq int, epoch int, kind text, entries jsonb, blobs int, at timestamptz)
  WHERE ${creates ? `CASE WHEN seq = 1 THEN ${made} ELSE ${OWNED} END` : OWNED}
  ON CONFLICT DO NOTHING
  RETURNING execution_id, seq, epoch`
}

/** The facts of one execution alone: what a process with little to do writes most, for half the database's work. */
function appendOne({ checkpoint, json }: Written): { name: string; text: string; values: string[] } {
  const { executionId, seq, epoch, events } = checkpoint
  const { t = '', at = 0 } = events.at(-1) ?? {}
  return {
    name: 'journal_one',
    text: `
      INSERT INTO execution_event (execution_id, seq, epoch, kind, entries, at)
      SELECT id, $2::int, epoch, $4, $5::jsonb, $6::timestamptz FROM execution WHERE id = $1::uuid AND epoch = $3::int
      ON CONFLICT DO NOTHING
      RETURNING execution_id, seq`,
    values: [executionId, String(seq), String(epoch), t, storableText(json), new Date(at).toISOString()],
  }
}

/** Executions that begin or end a segment. */
function turnExecutions(parameter: string): string {
  return `
  UPDATE execution SET
    status = change.status,
    revision = change.seq,
    output = coalesce(change.output, execution.output),
    error = coalesce(change.error, execution.error),
    owner = CASE WHEN change.rests THEN NULL ELSE execution.owner END,
    wake_at = CASE WHEN change.status = 'paused' THEN least(execution.wake_at, change.wake_at)
      WHEN change.rests THEN NULL ELSE execution.wake_at END,
    ended_at = change.ended_at,
    updated_at = now()
  FROM jsonb_to_recordset(${parameter}) AS change (
    execution_id uuid, seq int, status text, output jsonb, error jsonb, rests boolean, wake_at timestamptz, ended_at timestamptz)
  WHERE execution.id = change.execution_id
    AND EXISTS (SELECT FROM appended WHERE appended.execution_id = change.execution_id)`
}

/** Pauses that open. */
function openPauses(parameter: string): string {
  return `
  INSERT INTO pause (
    id, execution_id, organization_id, workflow_id, environment, block_id, block_name, visit, kind, status, request,
    event_name, event_key, applied, priority, awaits_assignee, opened_at, due_at, expires_at, wake_at, resolved_at)
  SELECT id, execution_id, organization_id, workflow_id, environment, block_id, block_name, visit, kind, status, request,
    event_name, event_key, status <> 'open', coalesce(priority, 3), coalesce(awaits_assignee, false), opened_at, due_at, expires_at, wake_at, resolved_at
  FROM jsonb_to_recordset(${parameter}) AS pause (
    id text, execution_id uuid, organization_id uuid, workflow_id uuid, environment text, block_id text, block_name text,
    visit int, kind text, status text, request jsonb, event_name text, event_key text, priority int, awaits_assignee boolean,
    opened_at timestamptz, due_at timestamptz, expires_at timestamptz, wake_at timestamptz, resolved_at timestamptz)
  WHERE EXISTS (SELECT FROM appended WHERE appended.execution_id = pause.execution_id)`
}

/** Pauses that are over. */
function closePauses(parameter: string): string {
  return `
  UPDATE pause SET
    status = change.status,
    resolution = coalesce(pause.resolution, change.resolution),
    resolved_at = coalesce(pause.resolved_at, change.resolved_at),
    applied = true
  FROM jsonb_to_recordset(${parameter}) AS change (
    id text, execution_id uuid, status text, resolution jsonb, resolved_at timestamptz)
  WHERE pause.id = change.id
    AND EXISTS (SELECT FROM appended WHERE appended.execution_id = change.execution_id)`
}

/** Deliveries to the webhook endpoints that asked for what the checkpoints make known. */
function announceEvents(parameter: string): string {
  return `
  INSERT INTO webhook_delivery (endpoint_id, event_id, type, execution_id, data, at)
  SELECT endpoint.id, event_id, type, execution_id, data, event.at
  FROM jsonb_to_recordset(${parameter}) AS event (
    execution_id uuid, seq int, organization_id uuid, environment text, event_id text, type text, data jsonb,
    if_review text, at timestamptz)
  JOIN webhook_endpoint endpoint ON endpoint.organization_id = event.organization_id
    AND endpoint.environment = event.environment AND endpoint.status = 'active' AND event.type = ANY(endpoint.events)
  WHERE EXISTS (SELECT FROM appended WHERE appended.execution_id = event.execution_id AND appended.seq = event.seq)
    AND (if_review IS NULL OR EXISTS (SELECT FROM pause WHERE pause.id = if_review AND pause.kind = 'review'))`
}

/** Values too long for their facts. */
function setAside(parameter: string): string {
  return `
  INSERT INTO blob (execution_id, seq, fact, field, value)
  SELECT execution_id, seq, fact, field, value
  FROM jsonb_to_recordset(${parameter}) AS blob (
    execution_id uuid, seq int, epoch int, fact int, field text, value jsonb)
  WHERE EXISTS (SELECT FROM appended WHERE (appended.execution_id, appended.epoch) = (blob.execution_id, blob.epoch))`
}

/** Where a checkpoint's pauses belong. */
export type JournalOwner = Pick<NewExecution, 'organizationId' | 'workflowId' | 'environment'>
export type JournalEntry = {
  checkpoint: Checkpoint<NewExecution>
  owner: JournalOwner
  blockName(blockId: string): string
  /** What webhook endpoints are told, where any listens. */
  announced?: readonly Announcement[]
}

function creations(entries: readonly JournalEntry[]): object[] {
  return entries.flatMap(({ checkpoint: { creation, epoch, projection } }) => {
    if (!creation) return []
    const version = 'versionId' in creation.graph ? creation.graph : undefined
    const snapshot = 'snapshotId' in creation.graph ? creation.graph : undefined
    return {
      id: creation.id,
      organization_id: creation.organizationId,
      workflow_id: creation.workflowId,
      environment: creation.environment,
      public_id: creation.publicId,
      instance_id: creation.instanceId,
      run_id: creation.runId,
      version_id: version?.versionId,
      version_number: version?.versionNumber,
      snapshot_id: snapshot?.snapshotId,
      draft: creation.draft,
      trigger: creation.trigger,
      triggered_by: creation.triggeredBy,
      status: projection.status ?? 'running',
      owner: projection.output ? undefined : creation.owner,
      epoch,
      input: creation.input,
      output: projection.output,
      error: projection.error,
      overrides: creation.overrides && Buffer.from(creation.overrides).toString('base64'),
      parent_execution_id: creation.parentExecutionId,
      call_chain: creation.callChain,
      parent_id: creation.parent?.executionId,
      parent_pause_id: creation.parent?.pauseId,
      child_index: creation.parent?.index,
      root_execution_id: creation.parent?.rootExecutionId,
      idempotency_key: creation.idempotency?.key,
      request_hash: creation.idempotency?.requestHash,
      source_execution_id: creation.sourceExecutionId,
      replay_of: creation.replayOf,
      subject_id: creation.subjectId,
      correlation_key: creation.correlationKey,
      wake_at: instant(projection.wakeAt),
      created_at: instant(creation.createdAt),
      ended_at: instant(projection.endedAt),
    }
  })
}

type Written = { checkpoint: Checkpoint<NewExecution>; json: string; blobs: SetAside[] }

/** The event rows as one JSON text, made of the texts that their facts are already. */
function eventsText(written: readonly Written[]): string {
  const rows = written.map(({ checkpoint, json, blobs }) => {
    const last = checkpoint.events.at(-1)
    const row = {
      execution_id: checkpoint.executionId,
      seq: checkpoint.seq,
      epoch: checkpoint.epoch,
      kind: last?.t,
      blobs: blobs.length > 0 ? blobs.length : undefined,
      at: instant(last?.at),
    }
    return `${JSON.stringify(row).slice(0, -1)},"entries":${json}}`
  })
  return storableText(`[${rows.join(',')}]`)
}

function blobsText(written: readonly Written[]): string | null {
  const rows = written.flatMap(({ checkpoint: { executionId, seq, epoch }, blobs }) =>
    blobs.map(({ fact, field, json }) => {
      const row = JSON.stringify({ execution_id: executionId, seq, epoch, fact, field })
      return `${row.slice(0, -1)},"value":${json}}`
    }),
  )
  return rows.length > 0 ? storableText(`[${rows.join(',')}]`) : null
}

function changes(entries: readonly JournalEntry[]): object[] {
  return entries.flatMap(({ checkpoint: { creation, executionId, seq, projection } }) => {
    if (creation || projection.status === undefined) return []
    return {
      execution_id: executionId,
      seq,
      status: projection.status,
      output: projection.output,
      error: projection.error,
      rests: projection.output !== undefined,
      wake_at: instant(projection.wakeAt),
      ended_at: instant(projection.endedAt),
    }
  })
}

function opened(entries: readonly JournalEntry[]): object[] {
  return entries.flatMap(({ checkpoint: { executionId, projection }, owner, blockName }) =>
    projection.opened.map((pause) => {
      const end = projection.closed.find(({ id }) => id === pause.id)
      return {
        id: pause.id,
        execution_id: executionId,
        organization_id: owner.organizationId,
        workflow_id: owner.workflowId,
        environment: owner.environment,
        block_id: pause.blockId,
        block_name: blockName(pause.blockId),
        visit: pause.visit,
        kind: pause.kind,
        status: end?.status ?? 'open',
        request: pause,
        event_name: pause.event?.name,
        event_key: pause.event?.correlationKey,
        priority: pause.priority,
        awaits_assignee: pause.autoAssign,
        opened_at: instant(pause.openedAt),
        due_at: instant(pause.dueAt),
        expires_at: instant(pause.expiresAt),
        wake_at: instant(pause.wakeAt),
        resolved_at: instant(end?.at),
      }
    }),
  )
}

function closed(entries: readonly JournalEntry[]): object[] {
  return entries.flatMap(({ checkpoint: { executionId, projection } }) => {
    const fresh = new Set(projection.opened.map((pause) => pause.id))
    return projection.closed
      .filter(({ id }) => !fresh.has(id))
      .map(({ id, status, at, resolution }) => ({
        id,
        execution_id: executionId,
        status,
        resolution,
        resolved_at: instant(at),
      }))
  })
}

function announced(entries: readonly JournalEntry[]): object[] {
  return entries.flatMap(({ checkpoint: { executionId, seq, events }, owner, announced: told = [] }) =>
    told.map(({ type, data, ifReview }) => ({
      execution_id: executionId,
      seq,
      organization_id: owner.organizationId,
      environment: owner.environment,
      event_id: newId.event(),
      type,
      data,
      if_review: ifReview,
      at: instant(events.at(-1)?.at),
    })),
  )
}

function instant(ms: number | null | undefined): string | undefined {
  return ms === null || ms === undefined ? undefined : new Date(ms).toISOString()
}
