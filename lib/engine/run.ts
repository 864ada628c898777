import type { Actor, ExecutionInfo } from './block.ts'
import type { GraphIndex } from './graph.ts'
import type { BlockRegistry, Clock, Ids, Journal, Vault } from './ports.ts'
import { createRecorder, type Recorded, Refused } from './recorder.ts'
import { Session } from './session.ts'
import type { ExecutionEvent, ExecutionState } from './state.ts'

export type EngineDeps<Services, Creation> = {
  blocks: BlockRegistry<Services>
  journal: Journal<Creation>
  clock: Clock
  ids: Ids
  /** Told of faults that are not the author's, once each. */
  report(error: unknown, executionId: string, blockId: string): void
}

/** Who asked for an execution to be cancelled, as the reason of its abort signal. */
export type CancelRequest = { by: Actor; reason?: string }

export type Drive<Services, Creation> = {
  info: ExecutionInfo
  graph: GraphIndex
  recorded: Recorded
  /** Facts that go before everything else, with the first checkpoint: the creation, or the answer to a pause. */
  opening?: ExecutionEvent[]
  creation?: Creation
  environment: Record<string, string>
  /** Texts that must never be recorded. */
  secrets: readonly string[]
  /** Seals and opens the variables that the graph marks as secret. */
  vault?: Vault
  services: Services
  /** Aborting it with a `CancelRequest` as reason cancels the execution. */
  cancel?: AbortSignal
}

export type RunResult = { type: 'at_rest'; state: ExecutionState } | { type: 'fenced' } | { type: 'conflict' }

/** Drives an execution until it comes to rest (ended or paused), or until somebody else owns it. */
export async function runExecution<Services, Creation>(
  deps: EngineDeps<Services, Creation>,
  drive: Drive<Services, Creation>,
): Promise<RunResult> {
  const recorder = createRecorder(deps.journal, drive.info.executionId, drive.recorded, drive.creation)
  const session = new Session(deps, drive, recorder)
  try {
    for (const event of drive.opening ?? []) recorder.record(event)
    await session.drive()
    return { type: 'at_rest', state: recorder.state }
  } catch (error) {
    session.abandon()
    if (error instanceof Refused) return { type: error.reason }
    throw error
  }
}
