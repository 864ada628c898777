import type { AppendResult, Checkpoint, Journal } from '#lib/engine/ports.ts'
import type { ExecutionEvent } from '#lib/engine/state.ts'

type Log = { checkpoints: Checkpoint[]; seq: number; epoch: number }

/** A journal that forgets everything with its process. */
export type MemoryJournal<Creation = unknown> = Journal<Creation> & {
  /** All facts of an execution in order; none for an execution that is not known. */
  events(executionId: string): ExecutionEvent[]
  checkpoints(executionId: string): readonly Checkpoint[]
  /** Makes `owner` the owner; whoever owned the execution before can record nothing more. Throws for unknown executions. */
  claim(executionId: string, owner: string, at: number): { seq: number; epoch: number }
}

/** Opens an empty journal. */
export function createMemoryJournal<Creation = unknown>(): MemoryJournal<Creation> {
  const logs = new Map<string, Log>()

  function append(checkpoint: Checkpoint<Creation>): AppendResult {
    const log = logs.get(checkpoint.executionId)
    if (checkpoint.creation !== undefined) {
      if (log) return 'conflict'
      logs.set(checkpoint.executionId, {
        checkpoints: [copy(checkpoint)],
        seq: checkpoint.seq,
        epoch: checkpoint.epoch,
      })
      return 'recorded'
    }
    if (!log || log.epoch !== checkpoint.epoch || log.seq + 1 !== checkpoint.seq) return 'fenced'
    log.checkpoints.push(copy(checkpoint))
    log.seq = checkpoint.seq
    return 'recorded'
  }

  return {
    append: async (checkpoint) => append(checkpoint),
    events: (executionId) => logs.get(executionId)?.checkpoints.flatMap(({ events }) => events) ?? [],
    checkpoints: (executionId) => logs.get(executionId)?.checkpoints ?? [],
    claim(executionId, owner, at) {
      const log = logs.get(executionId)
      if (!log) throw new Error(`There is no execution ${executionId}`)
      log.seq += 1
      log.epoch += 1
      log.checkpoints.push({
        executionId,
        seq: log.seq,
        epoch: log.epoch,
        events: [{ t: 'claimed', at, owner }],
        projection: { opened: [], closed: [] },
      })
      return { seq: log.seq, epoch: log.epoch }
    },
  }
}

/** What a database would give back: the JSON of the facts, and nothing shared with the writer. */
function copy(checkpoint: Checkpoint): Checkpoint {
  const { creation: _creation, ...kept } = checkpoint
  return JSON.parse(JSON.stringify(kept))
}
