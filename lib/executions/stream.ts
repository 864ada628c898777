import { evolve, UNBORN } from '#lib/engine/evolve.ts'
import { type ExecutionEvent, type ExecutionState, isTerminal } from '#lib/engine/state.ts'
import type { Runtime } from '#lib/ports.ts'
import type { StoredExecution } from './records.ts'

/** The place of a fact in its execution: the checkpoint's number, and the fact's place in it, from 0. */
export type FactId = { seq: number; index: number }

/** A fact as it was recorded, and what all facts up to it amount to. */
export type Change = { id: FactId; event: ExecutionEvent; state: ExecutionState }

/** Before the first fact. */
const BEGINNING: FactId = { seq: 0, index: -1 }
const TEXT = /^(\d{1,9})\.(\d{1,6})$/

/** A fact's id as text, `<seq>.<index>`. */
export function factIdText({ seq, index }: FactId): string {
  return `${seq}.${index}`
}

/** The id a client has seen last; the beginning where it says none, or nonsense. */
export function readFactId(text: string | null | undefined): FactId {
  const [, seq, index] = TEXT.exec(text ?? '') ?? []
  return seq === undefined || index === undefined ? BEGINNING : { seq: Number(seq), index: Number(index) }
}

/**
 * Where a client goes on: after the fact it names; `now` leaves out everything that is on record already.
 * `null` where the execution has ended and nothing is left to tell.
 */
export async function startingPoint(
  { streams }: Pick<Runtime, 'streams'>,
  execution: Pick<StoredExecution, 'id' | 'status'>,
  named: string | null | undefined,
): Promise<FactId | null> {
  const known = readFactId(named)
  if (named !== 'now' && !isTerminal(execution.status)) return known
  const { seq, facts } = await streams.last(execution.id)
  const last = { seq, index: facts - 1 }
  if (isTerminal(execution.status) && (named === 'now' || !isAfter(last, known))) return null
  return named === 'now' ? last : known
}

function isAfter(one: FactId, other: FactId): boolean {
  return one.seq > other.seq || (one.seq === other.seq && one.index > other.index)
}

/**
 * Every fact of an execution after the one known, as it is recorded, by whichever process; ends with the execution.
 * `signal` stops it before.
 */
export async function* followExecution(
  { streams }: Pick<Runtime, 'streams'>,
  executionId: string,
  known: FactId,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  let state = UNBORN
  for await (const { seq, events } of streams.follow(executionId, 0, signal)) {
    for (const [index, event] of events.entries()) {
      state = evolve(state, event)
      const id = { seq, index }
      if (isAfter(id, known)) yield { id, event, state }
    }
    if (isTerminal(state.status)) return
  }
}
