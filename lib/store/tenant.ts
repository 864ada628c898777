import type { AuditEntry } from '#lib/audit/entry.ts'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { EndpointStore } from '#lib/webhooks/ports.ts'
import { insertAudit } from './audit.ts'
import type { Database } from './database.ts'
import { createDraftHistory, type DraftHistoryStore } from './draft-history.ts'
import { listEnvironments } from './environments.ts'
import { type ExecutionReader, readExecutions } from './executions-read.ts'
import { type HomeReader, readHome } from './home.ts'
import { createMemberStore, type Membership } from './members.ts'
import { type NoticeReader, readNotices } from './notices.ts'
import { type RequestLogReader, readCalls } from './request-log.ts'
import { type CaseReader, readCases } from './review-cases.ts'
import { type ReviewWriter, writeReviews } from './review-changes.ts'
import { type QueueTaker, takeFromQueue } from './review-queue.ts'
import { type ReviewerReader, readReviewers } from './reviewers.ts'
import { type PauseReader, readPauses } from './reviews.ts'
import { createSavedViews, type SavedViews } from './saved-views.ts'
import { createScenarioStore, type ScenarioStore } from './scenarios.ts'
import { createEndpointStore } from './webhook-endpoints.ts'
import { type WorkflowWriter, writeWorkflows } from './workflows.ts'
import { readWorkflows, type WorkflowReader } from './workflows-read.ts'

/** The console's view of one organization: nothing of another can be seen or changed through it. */
export type Tenant = ReviewerReader & {
  workflows: WorkflowReader & WorkflowWriter
  /** Drafts that something was loaded over. */
  drafts: DraftHistoryStore
  scenarios: ScenarioStore
  executions: ExecutionReader
  views: SavedViews
  pauses: PauseReader & CaseReader & ReviewWriter & QueueTaker
  notices: NoticeReader
  home: HomeReader
  calls: RequestLogReader
  webhooks: EndpointStore
  /** Puts on record what a person did that changes nothing here, like looking at what is concealed. */
  record(entry: AuditEntry): Promise<void>
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
    drafts: createDraftHistory(db, organizationId),
    scenarios: createScenarioStore(db, organizationId),
    executions: readExecutions(db, organizationId),
    views: createSavedViews(db, organizationId),
    calls: readCalls(db, organizationId),
    webhooks: createEndpointStore(db, organizationId),
    pauses: {
      ...readPauses(db, organizationId),
      ...readCases(db, organizationId),
      ...writeReviews(db, organizationId),
      ...takeFromQueue(db, organizationId),
    },
    record: (entry) => insertAudit(db.pool, entry),
    ...readReviewers(db, organizationId),
    notices: readNotices(db, organizationId),
    home: readHome(db, organizationId),
    member: (userId) => members.find(organizationId, userId),
    namesOf: members.namesOf,
    environments: () => listEnvironments(db.prisma, organizationId),
  })
}
