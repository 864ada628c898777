import type { ApiKeys } from '#lib/auth/api-key.ts'
import type { Auth } from '#lib/auth/session.ts'
import type { Tokens } from '#lib/auth/token.ts'
import type { BlockServices } from '#lib/blocks/services.ts'
import type { Credentials } from '#lib/credentials/create.ts'
import type { ExecutionInfo } from '#lib/engine/block.ts'
import type { BlockRegistry, Clock, Ids } from '#lib/engine/ports.ts'
import type { Projection } from '#lib/engine/project.ts'
import type { CancelRequest } from '#lib/engine/run.ts'
import type { Admission } from '#lib/executions/admission.ts'
import type { ExecutionStreams } from '#lib/executions/streams.ts'
import type { Files } from '#lib/files/create.ts'
import type { RateLimiter } from '#lib/http/rate-limit.ts'
import type { RequestLog } from '#lib/http/request-log.ts'
import type { Mailer } from '#lib/notices/ports.ts'
import type { WorkflowCatalog } from '#lib/store/catalog.ts'
import type { Database } from '#lib/store/database.ts'
import type { EventStore } from '#lib/store/events.ts'
import type { ExecutionStore } from '#lib/store/executions.ts'
import type { JournalWriter } from '#lib/store/journal.ts'
import type { MailQueue } from '#lib/store/notices.ts'
import type { ReviewSweeps } from '#lib/store/review-sweeps.ts'
import type { SearchIndex } from '#lib/store/search-index.ts'
import type { Tenant } from '#lib/store/tenant.ts'
import type { TurnStore } from '#lib/store/turns.ts'
import type { Listeners } from '#lib/store/webhooks.ts'
import type { Deliverer } from '#lib/webhooks/deliver.ts'

/** Everything use cases are handed; made once in `runtime.ts`, or by a test. */
export type Runtime = {
  /** Id of this process among the owners of executions. */
  processId: string
  /** Address of this instance without a trailing slash. */
  publicUrl: string
  /** 32 bytes in base64url. */
  masterKey: string
  db: Database
  clock: Clock
  ids: Ids
  auth: Auth
  apiKeys: ApiKeys
  tokens: Tokens
  rateLimiter: RateLimiter
  requestLog: RequestLog
  /** Sends events to webhook endpoints. */
  webhooks: Deliverer & Pick<Listeners, 'forget'>
  blocks: BlockRegistry<BlockServices>
  catalog: WorkflowCatalog
  /** The console's view of one organization. */
  tenant(organizationId: string): Tenant
  executions: ExecutionStore
  reviewSweeps: ReviewSweeps
  mailQueue: MailQueue
  mailer: Mailer
  events: EventStore
  turns: TurnStore
  journal: JournalWriter
  /** What executions are found by, kept shortly behind them. */
  search: SearchIndex
  /** What is recorded of executions, as it is recorded. */
  streams: ExecutionStreams
  credentials: Credentials
  files: Files
  /** Executions this process is driving, by id. */
  driving: Map<string, Driving>
  admission: Admission
  /** The services of one execution's blocks, bound to its organization and environment. */
  servicesFor(info: ExecutionInfo, settings: BlockServices['settings']): BlockServices
  /** Carries out what a recorded checkpoint asks of the world. */
  onCheckpoint(info: ExecutionInfo, projection: Projection): void
  /** Goes on with the parent of an execution that has ended. */
  onEnded(info: ExecutionInfo, parent: { executionId: string; pauseId: string }): Promise<void>
  /** Gives audit records written since a place in their organizations' chains. */
  linkAudit(): Promise<void>
  /** Forgets what has been kept long enough. */
  keepHouse(): Promise<void>
  /** Tells the operator of a fault, without personal data. */
  report(error: unknown, context: Record<string, string>): void
}

/** An execution underway in this process; `done` resolves when it rests. */
export type Driving = { cancel(request: CancelRequest): void; done: Promise<void> }
