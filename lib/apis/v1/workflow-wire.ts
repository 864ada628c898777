import { z } from 'zod'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import type { WorkflowSummary } from '#lib/workflows/records.ts'
import type { workflowSchema } from './contract.ts'
import type { V1Caller } from './family.ts'
import { statusToWire } from './to-wire.ts'

const statusSchema = z.enum(EXECUTION_STATUSES)

/** A workflow as the list shows it. */
export function toWorkflow(caller: V1Caller, workflow: WorkflowSummary): z.infer<typeof workflowSchema> {
  const { lastExecutionId, lastStatus, lastUpdatedAt } = workflow
  const last = lastExecutionId !== null && lastStatus !== null && lastUpdatedAt !== null
  return {
    id: workflow.publicId,
    organizationId: caller.organizationId,
    environment: environmentToWire(caller.environment),
    name: workflow.name,
    version: workflow.revision,
    lastSynced: workflow.lastSynced?.toISOString() ?? null,
    createdAt: workflow.createdAt.toISOString(),
    updatedAt: workflow.updatedAt.toISOString(),
    isDeployed: workflow.deployedAt !== null,
    deployedAt: workflow.deployedAt?.toISOString() ?? null,
    ...(last && {
      lastExecution: {
        executionId: lastExecutionId,
        status: statusToWire(statusSchema.parse(lastStatus)),
        updatedAt: lastUpdatedAt.toISOString(),
      },
    }),
  }
}

/** An environment in the words of v1. */
export function environmentToWire(environment: V1Caller['environment']): 'production' | 'staging' {
  return environment === 'PRODUCTION' ? 'production' : 'staging'
}
