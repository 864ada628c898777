import type { Runtime } from '#lib/ports.ts'
import { loadOutcome, type Outcome } from './drive.ts'
import type { StoredExecution } from './records.ts'

/** Where an execution stands now: what its facts amount to, and what executions below it wait for. */
export async function standingOf(runtime: Runtime, execution: StoredExecution): Promise<Outcome> {
  const outcome = await loadOutcome(runtime, execution)
  const waitsBelow = Object.values(outcome.state.pauses).some(({ children }) => children !== undefined)
  return waitsBelow ? { ...outcome, below: await runtime.executions.pausesBelow(execution.id) } : outcome
}
