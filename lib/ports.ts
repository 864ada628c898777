import type { BlockServices } from '#lib/blocks/services.ts'
import type { ExecutionInfo } from '#lib/engine/block.ts'
import type { BlockRegistry, Clock, Ids } from '#lib/engine/ports.ts'
import type { CancelRequest } from '#lib/engine/run.ts'
import type { WorkflowCatalog } from '#lib/store/catalog.ts'
import type { Database } from '#lib/store/database.ts'
import type { ExecutionStore } from '#lib/store/executions.ts'
import type { JournalWriter } from '#lib/store/journal.ts'

/** Everything use cases are handed; made once in `runtime.ts`, or by a test. */
export type Runtime = {
  /** Id of this process among the owners of executions. */
  processId: string
  publicUrl: string
  masterKey: string
  db: Database
  clock: Clock
  ids: Ids
  blocks: BlockRegistry<BlockServices>
  catalog: WorkflowCatalog
  executions: ExecutionStore
  journal: JournalWriter
  /** Executions this process is driving, by id. */
  driving: Map<string, Driving>
  /** The services of one execution's blocks, bound to its organization and environment. */
  servicesFor(info: ExecutionInfo): Promise<BlockServices>
  /** Tells the operator of a fault, without personal data. */
  report(error: unknown, context: Record<string, string>): void
}

export type Driving = { cancel(request: CancelRequest): void; done: Promise<void> }
