import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import { environmentSchema } from '#lib/contracts/wire.ts'
import type { VersionView, WorkflowDetail } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Tenant } from '#lib/store/tenant.ts'
import type { WorkflowReader, WorkflowSummary } from '#lib/store/workflows-read.ts'
import { toListItem } from './to-view.ts'

/** A workflow with its draft, the graph active in the environment, and its versions; throws `workflow_not_found`. */
export async function getWorkflow(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  environment: EnvironmentName,
): Promise<WorkflowDetail> {
  const tenant = runtime.tenant(principal.organizationId)
  const { workflows } = tenant
  const summary = isUuid(workflowId) ? await workflows.find(workflowId, environment) : null
  if (!summary) throw new AppError('workflow_not_found', 'There is no such workflow')
  const [draft, active, versions] = await Promise.all([
    workflows.draft(summary.id),
    activeGraph(workflows, summary),
    listVersions(tenant, summary.id),
  ])
  if (!draft) throw new Error('A workflow has no draft')
  return {
    ...toListItem(summary),
    environment,
    createdAt: summary.createdAt.toISOString(),
    draft: {
      graph: draft.graph,
      hash: draft.hash,
      revision: draft.revision,
      updatedBy: await personOf(tenant, draft.updatedBy),
      updatedAt: draft.updatedAt.toISOString(),
    },
    active,
    versions,
  }
}

async function personOf(tenant: Tenant, id: string | null): Promise<{ id: string; name: string } | null> {
  return id === null ? null : { id, name: (await tenant.namesOf([id])).get(id) ?? id }
}

async function activeGraph(workflows: WorkflowReader, { active }: WorkflowSummary): Promise<WorkflowDetail['active']> {
  const graph = active && (await workflows.graphOf(active.versionId))
  if (!active || !graph) return null
  const { versionId, number, activatedAt } = active
  return { versionId, number, graph, activatedAt: activatedAt.toISOString() }
}

async function listVersions(tenant: Tenant, workflowId: string): Promise<VersionView[]> {
  const versions = await tenant.workflows.versions(workflowId)
  const authors = versions.flatMap((version) => version.createdBy ?? [])
  const names = await tenant.namesOf(authors)
  return versions.map(({ createdBy, createdAt, activeIn, ...version }) => ({
    ...version,
    createdBy: createdBy === null ? null : { id: createdBy, name: names.get(createdBy) ?? createdBy },
    createdAt: createdAt.toISOString(),
    activeIn: activeIn
      .map((name) => environmentSchema.parse(name))
      .toSorted()
      .toReversed(),
  }))
}
