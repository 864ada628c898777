import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import { type DeployAnswer, type DeployRequest, findingId } from '#lib/contracts/workflows.ts'
import type { Problem } from '#lib/engine/validate.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { requireRunnable } from './require-runnable.ts'
import { movedOn, requireDraft } from './require-workflow.ts'

/** A deploy as asked for; `all` acknowledges whatever is found, for those who deploy what ships with the product. */
export type DeployCommand = Omit<DeployRequest, 'acknowledged'> & { acknowledged: readonly string[] | 'all' }

/**
 * Checks the draft, makes the next version of it and activates that, all or nothing.
 *
 * Throws `workflow_not_found`, `invalid_workflow_graph` naming every problem, `findings_not_acknowledged` naming
 * every policy finding left over, and `draft_conflict` when the draft is no longer the one that was checked.
 */
export async function deployWorkflow(
  runtime: Pick<Runtime, 'tenant' | 'blocks' | 'catalog'>,
  principal: Member,
  workflowId: string,
  request: DeployCommand,
): Promise<DeployAnswer> {
  const draft = await requireDraft(runtime, principal, workflowId)
  if (request.revision !== undefined && request.revision !== draft.revision) throw movedOn()
  const warnings = requireRunnable(draft.graph, runtime.blocks)
  const findings = requireAcknowledged(warnings, request.acknowledged)
  const environments = [...new Set(request.environments)]
  const version = await runtime.tenant(principal.organizationId).workflows.deploy({
    workflowId,
    revision: draft.revision,
    note: request.note,
    environments,
    by: principal.actor.id,
    audit: ({ number, replaced }) =>
      environments.map((environment) =>
        entryBy(principal, {
          environment,
          action: 'workflow.deployed',
          target: { type: 'workflow', id: workflowId },
          before: { version: replaced[environment] ?? null },
          after: { version: number, hash: draft.hash, acknowledged: findings },
        }),
      ),
  })
  if (!version) throw movedOn()
  runtime.catalog.forget()
  return { versionId: version.id, number: version.number, hash: draft.hash, warnings }
}

/** Ids of the policy findings among the problems, all of which must have been acknowledged. */
function requireAcknowledged(problems: readonly Problem[], acknowledged: DeployCommand['acknowledged']): string[] {
  const findings = problems.filter(({ severity }) => severity === 'policy')
  const left = acknowledged === 'all' ? [] : findings.filter((finding) => !acknowledged.includes(findingId(finding)))
  if (left.length > 0) {
    const details = left.map((finding) => ({ path: findingId(finding), message: finding.message, code: finding.code }))
    throw new AppError('findings_not_acknowledged', 'Acknowledge every policy finding to deploy', { details })
  }
  return [...new Set(findings.map(findingId))]
}
