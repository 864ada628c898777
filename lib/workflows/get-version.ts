import type { Member } from '#lib/auth/principal.ts'
import type { VersionGraph } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { requireDraft } from './require-workflow.ts'

/** The graph of one version; throws `workflow_not_found`, `version_not_found`. */
export async function getVersion(
  runtime: Pick<Runtime, 'tenant'>,
  principal: Member,
  workflowId: string,
  number: number,
): Promise<VersionGraph> {
  await requireDraft(runtime, principal, workflowId)
  const version = await runtime.tenant(principal.organizationId).workflows.version(workflowId, number)
  if (!version) throw new AppError('version_not_found', `There is no version ${number}`)
  return version
}
