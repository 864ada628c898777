import type pg from 'pg'
import { z } from 'zod'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { type ScenarioRequest, type ScenarioResult, scenarioSchema } from '#lib/contracts/scenarios.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { jsonText } from './json-text.ts'
import { inTransaction } from './transaction.ts'

/** A scenario as it is kept. */
export type ScenarioRow = z.output<typeof rowSchema>

/** One organization's scenarios; those of workflows of others do not exist for it. */
export type ScenarioStore = {
  /** By name. */
  list(workflowId: string): Promise<ScenarioRow[]>
  find(workflowId: string, id: string): Promise<ScenarioRow | null>
  /** `taken` where the workflow has a scenario of this name, `full` where it has as many as it may. */
  insert(
    scenario: ScenarioRequest & { id: string; workflowId: string; by: string; most: number },
    audit: AuditEntry,
  ): Promise<'kept' | 'taken' | 'full'>
  /** What it came to last is forgotten. `gone` where there is no such scenario. */
  update(
    scenario: ScenarioRequest & { id: string; workflowId: string },
    audit: AuditEntry,
  ): Promise<'kept' | 'taken' | 'gone'>
  /** `false` where there is no such scenario. */
  remove(workflowId: string, id: string, audit: AuditEntry): Promise<boolean>
  saveResult(id: string, result: ScenarioResult): Promise<void>
}

const OWN = `workflow_id IN (SELECT id FROM workflow WHERE id = $1 AND organization_id = $2)`

const SELECT = `
SELECT id, name, input, answers, expected_status AS "expectedStatus", expected_outputs AS "expectedOutputs",
  last_result AS "lastResult", created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt"
FROM scenario WHERE ${OWN}`

const { input, answers, expectedStatus, expectedOutputs, lastResult } = scenarioSchema.shape
const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  input,
  answers,
  expectedStatus,
  expectedOutputs,
  lastResult,
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
const countRow = z.object({ many: z.int() })

/** Opens the scenarios of one organization. */
export function createScenarioStore({ pool }: Pick<Database, 'pool'>, organizationId: string): ScenarioStore {
  return {
    list: async (workflowId) => {
      const { rows } = await pool.query(`${SELECT} ORDER BY name, id`, [workflowId, organizationId])
      return z.array(rowSchema).parse(rows)
    },
    find: async (workflowId, id) => {
      const { rows } = await pool.query(`${SELECT} AND id = $3`, [workflowId, organizationId, id])
      return rows[0] ? rowSchema.parse(rows[0]) : null
    },
    insert: (scenario, audit) =>
      inTransaction(pool, async (client) => {
        const counted = await client.query('SELECT count(*)::int AS many FROM scenario WHERE workflow_id = $1', [
          scenario.workflowId,
        ])
        if (countRow.parse(counted.rows[0]).many >= scenario.most) return 'full'
        const { rowCount } = await client.query(
          `INSERT INTO scenario (id, workflow_id, created_by, name, input, answers, expected_status, expected_outputs)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workflow_id, name) DO NOTHING`,
          [scenario.id, scenario.workflowId, scenario.by, ...valuesOf(scenario)],
        )
        if (rowCount === 0) return 'taken'
        await insertAudit(client, audit)
        return 'kept'
      }),
    update: (scenario, audit) =>
      inTransaction(pool, async (client) => {
        if (await isTaken(client, scenario)) return 'taken'
        const { rowCount } = await client.query(
          `UPDATE scenario SET name = $4, input = $5, answers = $6, expected_status = $7, expected_outputs = $8,
             last_result = NULL, updated_at = now()
           WHERE ${OWN} AND id = $3`,
          [scenario.workflowId, organizationId, scenario.id, ...valuesOf(scenario)],
        )
        if (rowCount === 0) return 'gone'
        await insertAudit(client, audit)
        return 'kept'
      }),
    remove: (workflowId, id, audit) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(`DELETE FROM scenario WHERE ${OWN} AND id = $3`, [
          workflowId,
          organizationId,
          id,
        ])
        if (rowCount === 0) return false
        await insertAudit(client, audit)
        return true
      }),
    saveResult: async (id, result) => {
      await pool.query('UPDATE scenario SET last_result = $2 WHERE id = $1', [id, jsonText(result)])
    },
  }
}

function valuesOf(scenario: ScenarioRequest): string[] {
  const { name, expectedStatus: status } = scenario
  return [name, jsonText(scenario.input), jsonText(scenario.answers), status, jsonText(scenario.expectedOutputs)]
}

async function isTaken(
  client: pg.PoolClient,
  { workflowId, name, id }: { workflowId: string; name: string; id: string },
): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM scenario WHERE workflow_id = $1 AND name = $2 AND id <> $3', [
    workflowId,
    name,
    id,
  ])
  return rowCount !== 0
}
