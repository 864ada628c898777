import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Scenario, ScenarioRequest } from '#lib/contracts/scenarios.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid, newId } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { getScenario } from './list.ts'

const MOST = 200

/** Keeps a new scenario; throws `workflow_not_found`, and `validation_failed` where the name is taken or there are too many. */
export async function createScenario(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  request: ScenarioRequest,
): Promise<Scenario> {
  const { workflows, scenarios } = runtime.tenant(principal.organizationId)
  const known = isUuid(workflowId) && (await workflows.draft(workflowId))
  if (!known) throw new AppError('workflow_not_found', 'There is no such workflow')
  const id = newId.uuid()
  const result = await scenarios.insert(
    { ...request, id, workflowId, by: principal.actor.id, most: MOST },
    entryOf(principal, 'scenario.created', id, { workflowId, name: request.name }),
  )
  if (result === 'taken') throw nameTaken()
  if (result === 'full') throw new AppError('validation_failed', `A workflow has at most ${MOST} scenarios`)
  return getScenario(runtime, principal, workflowId, id)
}

/** Replaces a scenario, whose last result is forgotten; throws `not_found`, and `validation_failed` where the name is taken. */
export async function updateScenario(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  id: string,
  request: ScenarioRequest,
): Promise<Scenario> {
  const before = await getScenario(runtime, principal, workflowId, id)
  const changed = Object.keys(request).filter((key) => !same(Reflect.get(before, key), Reflect.get(request, key)))
  const result = await runtime
    .tenant(principal.organizationId)
    .scenarios.update(
      { ...request, id, workflowId },
      entryOf(principal, 'scenario.updated', id, { workflowId, name: request.name, changed }),
    )
  if (result === 'taken') throw nameTaken()
  return getScenario(runtime, principal, workflowId, id)
}

/** Lets go of a scenario; throws `not_found`. */
export async function removeScenario(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  id: string,
): Promise<void> {
  const { name } = await getScenario(runtime, principal, workflowId, id)
  const entry = entryOf(principal, 'scenario.removed', id, { workflowId, name })
  await runtime.tenant(principal.organizationId).scenarios.remove(workflowId, id, entry)
}

function entryOf(
  principal: Member,
  action: string,
  id: string,
  after: { workflowId: string; name: string; changed?: string[] },
) {
  return entryBy(principal, { action, target: { type: 'scenario', id }, after })
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function nameTaken(): AppError {
  const message = 'The workflow has a scenario of this name'
  return new AppError('validation_failed', message, { details: [{ path: 'name', message }] })
}
