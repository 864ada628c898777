import type { Member } from '#lib/auth/principal.ts'
import type { Scenario, ScenarioList } from '#lib/contracts/scenarios.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { ScenarioRow } from '#lib/store/scenarios.ts'

/** A workflow's scenarios by name, each with its last result; throws `workflow_not_found`. */
export async function listScenarios(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
): Promise<ScenarioList> {
  const tenant = runtime.tenant(principal.organizationId)
  const draft = isUuid(workflowId) ? await tenant.workflows.draft(workflowId) : null
  if (!draft) throw new AppError('workflow_not_found', 'There is no such workflow')
  const rows = await tenant.scenarios.list(workflowId)
  const names = await tenant.namesOf(rows.flatMap(({ createdBy }) => createdBy ?? []))
  return { data: rows.map((row) => toScenario(row, names)), draftHash: draft.hash }
}

/** One scenario; throws `not_found`. */
export async function getScenario(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  id: string,
): Promise<Scenario> {
  const tenant = runtime.tenant(principal.organizationId)
  const row = isUuid(workflowId) && isUuid(id) ? await tenant.scenarios.find(workflowId, id) : null
  if (!row) throw new AppError('not_found', 'There is no such scenario')
  return toScenario(row, await tenant.namesOf(row.createdBy === null ? [] : [row.createdBy]))
}

function toScenario(
  { createdBy, createdAt, updatedAt, ...row }: ScenarioRow,
  names: ReadonlyMap<string, string>,
): Scenario {
  return {
    ...row,
    createdBy: createdBy === null ? null : { id: createdBy, name: names.get(createdBy) ?? createdBy },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
