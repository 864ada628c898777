import type pg from 'pg'
import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { createBriefCache } from '#lib/brief-cache.ts'
import { unseal } from '#lib/crypto.ts'
import { type Graph, type GraphIndex, graphSchema, indexGraph } from '#lib/engine/graph.ts'

import type { WorkflowSummary } from '#lib/workflows/records.ts'
import { readAgain } from './read.ts'
import { findWorkflowSummary, listWorkflowSummaries } from './workflow-summaries.ts'

export type WorkflowName = { publicId: string } | { id: string } | { hexId: string }

/** What an execution needs of a workflow. */
export type CatalogEntry = {
  id: string
  organizationId: string
  publicId: string
  name: string
  /** The version active in the environment asked for. */
  active: { versionId: string; number: number; hash: string } | null
}

export type EnvironmentValues = { acceptSpecimens: boolean; values: Record<string, string>; secrets: string[] }

/** The read path of starts: lean, and cached where a version can never change. */
export type WorkflowCatalog = {
  find(organizationId: string, name: WorkflowName, environment: EnvironmentName): Promise<CatalogEntry | null>
  /** Whether there is such a workflow that was archived, so that `find` does not find it. */
  isArchived(organizationId: string, name: WorkflowName): Promise<boolean>
  /** A version's graph, ready to run; versions are immutable, so the latest used ones stay in memory. */
  version(versionId: string): Promise<GraphIndex>
  versionByNumber(workflowId: string, number: number): Promise<{ versionId: string; number: number } | null>
  draft(workflowId: string): Promise<{ graph: Graph; hash: string } | null>
  environment(organizationId: string, environment: EnvironmentName): Promise<EnvironmentValues>
  /** The organization a workflow belongs to, for callers that may name any; `null` where there is none. */
  ownerOf(workflowId: string): Promise<string | null>
  /** Forgets what is remembered for a second, after a change made by this process. */
  forget(): void
  /** Every workflow of an organization, as it stands in one environment. */
  list(organizationId: string, environment: EnvironmentName): Promise<WorkflowSummary[]>
  /** One of them, also an archived one. */
  summary(organizationId: string, environment: EnvironmentName, publicId: string): Promise<WorkflowSummary | null>
}

const MAX_VERSIONS = 500
/** A deploy by another process, and a change of a variable, are seen within this time. */
const BRIEF = { ttlMs: 1_000, size: 1_000, now: Date.now }

const entryRow = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    public_id: z.string(),
    name: z.string(),
    version_id: z.string().nullable(),
    number: z.int().nullable(),
    hash: z.string().nullable(),
  })
  .transform(
    (row): CatalogEntry => ({
      id: row.id,
      organizationId: row.organization_id,
      publicId: row.public_id,
      name: row.name,
      active:
        row.version_id !== null && row.number !== null && row.hash !== null
          ? { versionId: row.version_id, number: row.number, hash: row.hash }
          : null,
    }),
  )

/** Opens the catalog; `masterKey` opens the sealed environment variables. */
export function createCatalog(pool: pg.Pool, masterKey: string): WorkflowCatalog {
  const versions = new Map<string, GraphIndex>()
  const entries = createBriefCache<CatalogEntry | null>(BRIEF)
  const environments = createBriefCache<EnvironmentValues>(BRIEF)

  return {
    async find(organizationId, name, environment) {
      const key = JSON.stringify([organizationId, name, environment])
      const found = await entries.get(key, () => findEntry(pool, organizationId, name, environment))
      // What is not there may be made at any moment.
      if (!found) entries.forget(key)
      return found
    },
    async isArchived(organizationId, name) {
      const [column, value] = nameColumn(name)
      const text = `SELECT 1 FROM workflow WHERE organization_id = $1 AND ${column} = $2 AND archived_at IS NOT NULL`
      return (await readAgain(pool, text, [organizationId, value])).rows.length > 0
    },
    forget() {
      entries.clear()
      environments.clear()
    },
    list: (organizationId, environment) => listWorkflowSummaries(pool, organizationId, environment),
    summary: (organizationId, environment, publicId) =>
      findWorkflowSummary(pool, organizationId, environment, publicId),
    async version(versionId) {
      const known = versions.get(versionId)
      if (known) return known
      const { rows } = await readAgain(pool, 'SELECT graph FROM workflow_version WHERE id = $1', [versionId])
      const index = indexGraph(graphSchema.parse(rows[0]?.graph))
      if (versions.size >= MAX_VERSIONS) versions.delete(versions.keys().next().value ?? '')
      versions.set(versionId, index)
      return index
    },
    async versionByNumber(workflowId, number) {
      const { rows } = await readAgain(pool, 'SELECT id FROM workflow_version WHERE workflow_id = $1 AND number = $2', [
        workflowId,
        number,
      ])
      return rows[0] ? { versionId: z.object({ id: z.string() }).parse(rows[0]).id, number } : null
    },
    async ownerOf(workflowId) {
      const { rows } = await readAgain(pool, 'SELECT organization_id FROM workflow WHERE id = $1', [workflowId])
      return rows[0] ? ownerRow.parse(rows[0]).organization_id : null
    },
    async draft(workflowId) {
      const { rows } = await readAgain(pool, 'SELECT graph, hash FROM draft WHERE workflow_id = $1', [workflowId])
      return rows[0] ? draftRow.parse(rows[0]) : null
    },
    environment: (organizationId, environment) =>
      environments.get(`${organizationId} ${environment}`, () =>
        readEnvironment(pool, masterKey, organizationId, environment),
      ),
  }
}

const ownerRow = z.object({ organization_id: z.string() })
async function findEntry(
  pool: pg.Pool,
  organizationId: string,
  name: WorkflowName,
  environment: EnvironmentName,
): Promise<CatalogEntry | null> {
  const [column, value] = nameColumn(name)
  const { rows } = await readAgain(pool, {
    name: `catalog_find_${column}`,
    text: `SELECT w.id, w.organization_id, w.public_id, w.name, v.id AS version_id, v.number, v.hash
      FROM workflow w
      LEFT JOIN activation a ON a.workflow_id = w.id AND a.environment = $3
      LEFT JOIN workflow_version v ON v.id = a.version_id
      WHERE w.organization_id = $1 AND w.${column} = $2 AND w.archived_at IS NULL`,
    values: [organizationId, value, environment],
  })
  return rows[0] ? entryRow.parse(rows[0]) : null
}

async function readEnvironment(
  pool: pg.Pool,
  masterKey: string,
  organizationId: string,
  environment: EnvironmentName,
): Promise<EnvironmentValues> {
  const { rows } = await readAgain(pool, {
    name: 'catalog_environment',
    text: `SELECT e.accept_specimens, v.name, v.secret, v.value FROM environment e
      LEFT JOIN environment_variable v ON v.organization_id = e.organization_id AND v.environment = e.name
      WHERE e.organization_id = $1 AND e.name = $2`,
    values: [organizationId, environment],
  })
  return environmentOf(
    rows.map((row) => variableRow.parse(row)),
    masterKey,
    organizationId,
  )
}

const draftRow = z.object({ graph: graphSchema, hash: z.string() })
const variableRow = z.object({
  accept_specimens: z.boolean(),
  name: z.string().nullable(),
  secret: z.boolean().nullable(),
  value: z.instanceof(Uint8Array).nullable(),
})

function environmentOf(
  rows: z.infer<typeof variableRow>[],
  masterKey: string,
  organizationId: string,
): EnvironmentValues {
  const variables = rows.flatMap(({ name, secret, value }) => {
    if (name === null || value === null) return []
    return [
      {
        name,
        secret: secret ?? true,
        value: unseal(masterKey, value, `variable:${organizationId}:${name}`).toString(),
      },
    ]
  })
  return {
    acceptSpecimens: rows[0]?.accept_specimens ?? false,
    values: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    secrets: variables.filter(({ secret }) => secret).map(({ value }) => value),
  }
}

function nameColumn(name: WorkflowName): [column: string, value: string] {
  if ('publicId' in name) return ['public_id', name.publicId]
  if ('hexId' in name) return ['hex_id', name.hexId]
  return ['id', name.id]
}
