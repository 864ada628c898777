import type { Graph } from '#lib/engine/graph.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { redactGraph, secretsOf } from '#lib/workflows/redact-graph.ts'
import { requireDraft } from '#lib/workflows/require-workflow.ts'
import type { V1Caller } from './family.ts'
import { type WorkflowDetailWire, workflowDetailSchema } from './manage-contract.ts'
import { toWorkflow } from './workflow-wire.ts'

/** A workflow as the caller may see it; throws `workflow_not_found`. */
export async function detailOf(runtime: Runtime, caller: V1Caller, publicId: string): Promise<WorkflowDetailWire> {
  const { id, archived } = await findByName(runtime, caller, publicId)
  const { organizationId, environment } = caller
  const summary = await runtime.catalog.summary(organizationId, environment, publicId)
  if (!summary) throw unknown()
  const { description, hash, deployedHash, versionNumber } = summary
  const facts = { description, archived, hash, deployedHash, deployedVersion: versionNumber }
  const mayRead = caller.permissions.has('workflows:editor:read') && !archived
  const state = mayRead ? { state: await stateOf(runtime, caller, id) } : {}
  return workflowDetailSchema.parse({ ...toWorkflow(caller, summary), ...facts, ...state })
}

async function stateOf(runtime: Runtime, caller: V1Caller, id: string): Promise<Graph> {
  const [{ graph }, secrets] = await Promise.all([requireDraft(runtime, caller, id), secretsOf(runtime, caller)])
  return redactGraph(graph, secrets, { ...runtime, ...caller })
}

/** The workflow with this id, archived or not; throws `workflow_not_found`. */
export async function findByName(runtime: Runtime, { organizationId }: V1Caller, publicId: string) {
  const found = await runtime.tenant(organizationId).workflows.named(publicId)
  if (!found) throw unknown()
  return found
}

function unknown(): AppError {
  return new AppError('workflow_not_found', 'There is no workflow with this id')
}
