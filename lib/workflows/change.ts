import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { ChangeWorkflowRequest } from '#lib/contracts/workflows.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { unknownWorkflow } from './require-workflow.ts'

/**
 * Renames a workflow, describes it anew, archives or restores it; throws `workflow_not_found`.
 *
 * An archived workflow starts no more executions and keeps its ids, versions and executions; what it began goes on.
 */
export async function changeWorkflow(
  runtime: Pick<Runtime, 'tenant' | 'catalog'>,
  principal: Member,
  workflowId: string,
  request: ChangeWorkflowRequest,
): Promise<void> {
  const { name, description, archived } = request
  const changed = await (isUuid(workflowId) &&
    runtime.tenant(principal.organizationId).workflows.change({
      workflowId,
      name,
      description,
      archived,
      audit: (before) => {
        const action = actionOf(archived, before.archived)
        return entryBy(principal, {
          action,
          target: { type: 'workflow', id: workflowId },
          before: { archived: before.archived },
          after: { archived: archived ?? before.archived, fields: Object.keys(request) },
        })
      },
    }))
  if (!changed) throw unknownWorkflow()
  runtime.catalog.forget()
}

function actionOf(archived: boolean | undefined, before: boolean): string {
  if (archived === undefined || archived === before) return 'workflow.changed'
  return archived ? 'workflow.archived' : 'workflow.restored'
}
