import { evolve } from './evolve.ts'
import { roughLength } from './json.ts'
import type { Journal } from './ports.ts'
import { project } from './project.ts'
import type { ExecutionEvent, ExecutionState } from './state.ts'

/** Where an execution stands in its log. */
export type Recorded = { state: ExecutionState; seq: number; epoch: number }

/** Thrown inside the loop when a checkpoint was refused; the execution belongs to somebody else, or its id is taken. */
export class Refused extends Error {
  readonly reason: 'fenced' | 'conflict'
  constructor(reason: 'fenced' | 'conflict') {
    super(`The checkpoint was refused: ${reason}`)
    this.reason = reason
  }
}

/** Keeps the state in step with the facts, and writes the facts checkpoint by checkpoint. */
export type Recorder = {
  readonly state: ExecutionState
  /** Adds a fact; it is durable only after the next `flush`. */
  record(event: ExecutionEvent): void
  /** Writes all facts recorded so far as one checkpoint. Rejects with `Refused`. */
  flush(): Promise<void>
  /** When the oldest fact that is not yet written was recorded, in milliseconds since 1970. */
  readonly unwrittenSince: number | undefined
  /** Whether the facts not yet written have come to about 64 KB, and should not wait for more. */
  readonly full: boolean
}

const FULL_AT = 64 * 1024

/** Starts recording where the log ends; `creation` goes with the first checkpoint of a new execution. */
export function createRecorder<Creation>(
  journal: Journal<Creation>,
  executionId: string,
  from: Recorded,
  creation?: Creation,
): Recorder {
  let { state, seq } = from
  let pending: ExecutionEvent[] = []
  let length = 0
  let create = creation
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    if (pending.length === 0) return
    const events = pending
    pending = []
    length = 0
    seq += 1
    const result = await journal.append({
      executionId,
      seq,
      epoch: from.epoch,
      events,
      projection: project(events, state),
      ...(create !== undefined && { creation: create }),
    })
    if (result !== 'recorded') throw new Refused(result)
    create = undefined
  }

  return {
    get state() {
      return state
    },
    get unwrittenSince() {
      return pending[0]?.at
    },
    get full() {
      return length >= FULL_AT
    },
    record(event) {
      state = evolve(state, event)
      pending.push(event)
      length += roughLength(event, FULL_AT)
    },
    flush() {
      writing = writing.then(write)
      return writing
    },
  }
}
