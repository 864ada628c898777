import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { Database } from './database.ts'
import { listEnvironments } from './environments.ts'
import { type ExecutionReader, readExecutions } from './executions-read.ts'
import { createMemberStore, type Membership } from './members.ts'
import { type PauseReader, readPauses } from './reviews.ts'
import { type WorkflowWriter, writeWorkflows } from './workflows.ts'
import { readWorkflows, type WorkflowReader } from './workflows-read.ts'

/** The console's view of one organization: nothing of another can be seen or changed through it. */
export type Tenant = {
  workflows: WorkflowReader & WorkflowWriter
  executions: ExecutionReader
  pauses: PauseReader
  member(userId: string): Promise<Membership | null>
  /** Names by user id, for showing who did something. */
  namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Production first. */
  environments(): Promise<EnvironmentName[]>
}

/** Opens the stores of one organization after another. */
export function createTenants(db: Pick<Database, 'pool' | 'prisma'>): (organizationId: string) => Tenant {
  const members = createMemberStore(db.prisma)
  return (organizationId) => ({
    workflows: { ...readWorkflows(db, organizationId), ...writeWorkflows(db, organizationId) },
    executions: readExecutions(db, organizationId),
    pauses: readPauses(db, organizationId),
    member: (userId) => members.find(organizationId, userId),
    namesOf: members.namesOf,
    environments: () => listEnvironments(db.prisma, organizationId),
  })
}
