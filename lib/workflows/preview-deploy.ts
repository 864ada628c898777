import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import type { DeployPreview } from '#lib/contracts/workflows.ts'
import type { Block, Graph } from '#lib/engine/graph.ts'
import { ownValue } from '#lib/engine/json.ts'
import { holdsReference } from '#lib/engine/references.ts'
import { checkDeployable } from '#lib/engine/validate.ts'
import type { Runtime } from '#lib/ports.ts'
import type { WorkflowSummary } from '#lib/store/workflows-read.ts'
import { requireDraft, unknownWorkflow } from './require-workflow.ts'

type Place = DeployPreview['environments'][number]

/** What a deploy of the draft would do in each environment, without doing it; throws `workflow_not_found`. */
export async function previewDeploy(
  runtime: Pick<Runtime, 'tenant' | 'blocks' | 'catalog'>,
  principal: Member,
  workflowId: string,
): Promise<DeployPreview> {
  const { graph, hash, revision } = await requireDraft(runtime, principal, workflowId)
  const tenant = runtime.tenant(principal.organizationId)
  const environments = await tenant.environments()
  const summaries = await Promise.all(environments.map((name) => tenant.workflows.find(workflowId, name)))
  const places = environments.map(async (environment, at): Promise<Place> => {
    const summary = summaries[at]
    if (!summary) throw unknownWorkflow()
    const [missing, live, staying, callers] = await Promise.all([
      missingIn(runtime, principal, graph, environment),
      liveIn(runtime, principal, summary),
      tenant.workflows.staying(workflowId, environment),
      callersOf(runtime, principal, summary, environment),
    ])
    return { environment, missing, live, staying, callers }
  })
  return {
    revision,
    hash,
    graph,
    problems: checkDeployable(graph, runtime.blocks),
    nextNumber: (summaries[0]?.latestVersion ?? 0) + 1,
    environments: await Promise.all(places),
  }
}

/** Workflows that the graph runs and that nobody can call in the environment. */
async function missingIn(
  { catalog, blocks }: Pick<Runtime, 'catalog' | 'blocks'>,
  { organizationId }: Member,
  graph: Graph,
  environment: EnvironmentName,
): Promise<string[]> {
  const called = new Set(graph.blocks.flatMap((block) => calledBy(block, blocks) ?? []))
  const found = await Promise.all(
    [...called].map(async (publicId) => {
      const workflow = await catalog.find(organizationId, { publicId }, environment)
      return workflow?.active ? [] : [publicId]
    }),
  )
  return found.flat()
}

async function liveIn(
  { tenant }: Pick<Runtime, 'tenant'>,
  { organizationId }: Member,
  { active }: WorkflowSummary,
): Promise<Place['live']> {
  const graph = active && (await tenant(organizationId).workflows.graphOf(active.versionId))
  if (!active || !graph) return null
  return { versionId: active.versionId, number: active.number, hash: active.hash, graph }
}

/** Workflows whose active version names this one in a block that runs other workflows. */
async function callersOf(
  { tenant, blocks }: Pick<Runtime, 'tenant' | 'blocks'>,
  { organizationId }: Member,
  { publicId }: WorkflowSummary,
  environment: EnvironmentName,
): Promise<Place['callers']> {
  const mentioning = await tenant(organizationId).workflows.activeMentions(publicId, environment)
  return mentioning.flatMap(({ graph, ...workflow }) => {
    const calling = callingBlocks(graph, publicId, blocks)
    return calling.length === 0 ? [] : [{ ...workflow, blocks: calling }]
  })
}

function callingBlocks(graph: Graph, publicId: string, blocks: Runtime['blocks']): string[] {
  return graph.blocks.filter((block) => calledBy(block, blocks) === publicId).map(({ name }) => name)
}

/** Public id of the workflow that a block runs; `null` where it runs none, or the id is only known when it runs. */
function calledBy({ type, config, enabled }: Block, blocks: Runtime['blocks']): string | null {
  const key = blocks.get(type)?.runs
  const called = key === undefined || !enabled ? undefined : ownValue(config, key)
  return typeof called === 'string' && !holdsReference(called) ? called : null
}
