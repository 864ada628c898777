import type pg from 'pg'
import { z } from 'zod'
import type { AuditEntry } from '#lib/audit/entry.ts'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { newId } from '#lib/ids.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { jsonText } from './json-text.ts'
import { inTransaction } from './transaction.ts'

export type NewWorkflow = {
  id: string
  publicId: string
  hexId: string
  name: string
  description: string
  createdBy: string
  draft: { graph: Graph; hash: string }
  audit: AuditEntry
}

/** Numbers of the versions that were active before, by environment. */
export type Replaced = Partial<Record<EnvironmentName, number>>

export type NewVersion = {
  workflowId: string
  /** The draft's revision that was checked. */
  revision: number
  note: string
  environments: readonly EnvironmentName[]
  by: string
  audit(made: { number: number; replaced: Replaced }): AuditEntry[]
}

export type WorkflowChange = {
  workflowId: string
  name: string | undefined
  description: string | undefined
  archived: boolean | undefined
  audit(before: { archived: boolean }): AuditEntry
}

/** One organization's workflows, for changing. Every change is recorded with it. */
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
    audit: AuditEntry
  }): Promise<number | null>
  /** Makes the next version of the draft and activates it; `null` when the draft has moved on. */
  deploy(version: NewVersion): Promise<{ id: string; number: number } | null>
  /** Activates an existing version; `false` when there is none with this number. */
  activate(activation: {
    workflowId: string
    number: number
    environments: readonly EnvironmentName[]
    by: string
    audit(made: { replaced: Replaced }): AuditEntry[]
  }): Promise<boolean>
  /** Archived workflows too; `false` when there is none. */
  change(change: WorkflowChange): Promise<boolean>
}

const INSERT_WORKFLOW = `
INSERT INTO workflow (id, organization_id, public_id, hex_id, name, description, created_by, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, now())
ON CONFLICT (organization_id, public_id) DO NOTHING RETURNING id`

const INSERT_DRAFT = `
INSERT INTO draft (workflow_id, graph, hash, updated_by, updated_at) VALUES ($1, $2, $3, $4, now())`

const SAVE_DRAFT = `
UPDATE draft d SET graph = $4, hash = $5, revision = d.revision + 1, updated_by = $6, updated_at = now()
FROM workflow w
WHERE w.id = d.workflow_id AND d.workflow_id = $1 AND w.organization_id = $2 AND w.archived_at IS NULL AND d.revision = $3
RETURNING d.revision`

const LOCKED_DRAFT = `
SELECT d.revision FROM draft d JOIN workflow w ON w.id = d.workflow_id
WHERE d.workflow_id = $1 AND w.organization_id = $2 AND w.archived_at IS NULL FOR UPDATE OF d`

const INSERT_VERSION = `
INSERT INTO workflow_version (id, workflow_id, number, graph, hash, note, created_by)
SELECT $2, $1, coalesce((SELECT max(number) FROM workflow_version WHERE workflow_id = $1), 0) + 1, d.graph, d.hash, $3, $4
FROM draft d WHERE d.workflow_id = $1
RETURNING number`

const FIND_VERSION = `
SELECT v.id FROM workflow_version v JOIN workflow w ON w.id = v.workflow_id
WHERE v.workflow_id = $1 AND v.number = $2 AND w.organization_id = $3 AND w.archived_at IS NULL FOR SHARE OF w`

const ACTIVE = `
SELECT a.environment, v.number FROM activation a JOIN workflow_version v ON v.id = a.version_id
WHERE a.workflow_id = $1 FOR UPDATE OF a`

const ACTIVATE = `
INSERT INTO activation (workflow_id, environment, version_id, activated_by)
SELECT $1, environment, $2, $4 FROM unnest($3::text[]) AS environment
ON CONFLICT (workflow_id, environment)
DO UPDATE SET version_id = excluded.version_id, activated_by = excluded.activated_by, activated_at = now()`

const LOCKED_WORKFLOW = `
SELECT archived_at IS NOT NULL AS archived FROM workflow WHERE id = $1 AND organization_id = $2 FOR UPDATE`

const CHANGE = `
UPDATE workflow SET name = coalesce($2, name), description = coalesce($3, description), updated_at = now(),
  archived_at = CASE WHEN $4::bool IS NULL THEN archived_at WHEN $4 THEN coalesce(archived_at, now()) END
WHERE id = $1`

const revisionRow = z.object({ revision: z.int() })
const numberRow = z.object({ number: z.int() })
const idRow = z.object({ id: z.string() })
const archivedRow = z.object({ archived: z.boolean() })
const activeRow = z.object({ environment: z.enum(['PRODUCTION', 'DEVELOPMENT']), number: z.int() })

/** Changes the workflows of one organization; those of others do not exist for it. */
export function writeWorkflows({ pool }: Pick<Database, 'pool'>, organizationId: string): WorkflowWriter {
  return {
    insert: ({ draft, audit, ...workflow }) =>
      inTransaction(pool, async (client) => {
        const { id, publicId, hexId, name, description, createdBy } = workflow
        const values = [id, organizationId, publicId, hexId, name, description, createdBy]
        const { rowCount } = await client.query(INSERT_WORKFLOW, values)
        if (rowCount !== 1) return false
        await client.query(INSERT_DRAFT, [id, jsonText(draft.graph), draft.hash, createdBy])
        await insertAudit(client, audit)
        return true
      }),
    saveDraft: ({ workflowId, revision, graph, hash, by, audit }) =>
      inTransaction(pool, async (client) => {
        const values = [workflowId, organizationId, revision, jsonText(graph), hash, by]
        const { rows } = await client.query(SAVE_DRAFT, values)
        if (!rows[0]) return null
        await insertAudit(client, audit)
        return revisionRow.parse(rows[0]).revision
      }),
    deploy: ({ workflowId, revision, note, environments, by, audit }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(LOCKED_DRAFT, [workflowId, organizationId])
        if (!rows[0] || revisionRow.parse(rows[0]).revision !== revision) return null
        const id = newId.uuid()
        const inserted = await client.query(INSERT_VERSION, [workflowId, id, note, by])
        const { number } = numberRow.parse(inserted.rows[0])
        const replaced = await activate(client, { workflowId, versionId: id, environments, by })
        await insertAll(client, audit({ number, replaced }))
        return { id, number }
      }),
    activate: ({ workflowId, number, environments, by, audit }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(FIND_VERSION, [workflowId, number, organizationId])
        if (!rows[0]) return false
        const versionId = idRow.parse(rows[0]).id
        const replaced = await activate(client, { workflowId, versionId, environments, by })
        await insertAll(client, audit({ replaced }))
        return true
      }),
    change: ({ workflowId, name, description, archived, audit }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(LOCKED_WORKFLOW, [workflowId, organizationId])
        if (!rows[0]) return false
        await client.query(CHANGE, [workflowId, name, description, archived])
        await insertAudit(client, audit(archivedRow.parse(rows[0])))
        return true
      }),
  }
}

/** Makes a version the active one; answers with those it replaced. */
async function activate(
  client: pg.ClientBase,
  {
    workflowId,
    versionId,
    environments,
    by,
  }: { workflowId: string; versionId: string; environments: readonly string[]; by: string },
): Promise<Replaced> {
  const { rows } = await client.query(ACTIVE, [workflowId])
  await client.query(ACTIVATE, [workflowId, versionId, environments, by])
  return Object.fromEntries(
    z
      .array(activeRow)
      .parse(rows)
      .map(({ environment, number }) => [environment, number]),
  )
}

async function insertAll(client: pg.ClientBase, entries: readonly AuditEntry[]): Promise<void> {
  for (const entry of entries) await insertAudit(client, entry)
}
