import type { ExecutionListItem } from '#lib/contracts/executions.ts'
import { isTerminal } from '#lib/engine/state.ts'

export type BulkAction = 'cancel' | 'again'

/** How it stands with one row. */
export type BulkResult = { state: 'waiting' | 'busy' | 'done' } | { state: 'skipped' | 'failed'; reason: string }

export type BulkResults = ReadonlyMap<string, BulkResult>

const AT_ONCE = 3

/** Rows that the action makes sense for: what has ended cannot be cancelled, what runs need not be run again. */
export function fits(action: BulkAction, { status }: Pick<ExecutionListItem, 'status'>): boolean {
  if (action === 'again') return isTerminal(status)
  return !isTerminal(status) && status !== 'cancelling'
}

/**
 * Does something to each row, three at a time, and tells after every step how all of them stand.
 * A refusal of one holds up nobody; `signal` keeps the rest from beginning.
 */
export async function doToEach(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
  tell: (id: string, result: BulkResult) => void,
  { signal, reasonOf, stopped }: { signal: AbortSignal; reasonOf(error: unknown): string; stopped: string },
): Promise<void> {
  const queue = [...ids]
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (signal.aborted) {
        tell(id, { state: 'skipped', reason: stopped })
        continue
      }
      tell(id, { state: 'busy' })
      try {
        await act(id)
        tell(id, { state: 'done' })
      } catch (error) {
        tell(id, { state: 'failed', reason: reasonOf(error) })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
