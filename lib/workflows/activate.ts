import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { ActivateRequest } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { requireDraft } from './require-workflow.ts'

/** Makes an existing version the active one in the given environments; throws `workflow_not_found`, `version_not_found`. */
export async function activateVersion(
  runtime: Pick<Runtime, 'tenant' | 'catalog'>,
  principal: Member,
  workflowId: string,
  { number, environments }: ActivateRequest,
): Promise<void> {
  await requireDraft(runtime, principal, workflowId)
  const asked = [...new Set(environments)]
  const activated = await runtime.tenant(principal.organizationId).workflows.activate({
    workflowId,
    number,
    environments: asked,
    by: principal.actor.id,
    audit: ({ replaced }) =>
      asked.map((environment) =>
        entryBy(principal, {
          environment,
          action: 'version.activated',
          target: { type: 'workflow', id: workflowId },
          before: { version: replaced[environment] ?? null },
          after: { version: number },
        }),
      ),
  })
  if (!activated) throw new AppError('version_not_found', `There is no version ${number}`)
  runtime.catalog.forget()
}
