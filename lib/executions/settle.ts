import { setTimeout as sleep } from 'node:timers/promises'
import { foldEvents } from '#lib/engine/evolve.ts'
import type { ExecutionState } from '#lib/engine/state.ts'
import type { Runtime } from '#lib/ports.ts'
import type { Outcome } from './drive.ts'

const FIRST_POLL_MS = 5
const LONGEST_POLL_MS = 250

/** Where an execution comes to together with those it waits for: ended, or nothing left but waiting for somebody outside. */
export async function settled(runtime: Runtime, executionId: string, reached: Promise<Outcome>): Promise<Outcome> {
  let outcome = await reached
  for (let wait = FIRST_POLL_MS; waitsForChildren(outcome.state); wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
    const below = await runtime.executions.pausesBelow(executionId)
    const open = await runtime.executions.openDescendants(executionId)
    if (below.length > 0 && open.every(({ status }) => status === 'paused')) return { ...outcome, below }
    await sleep(wait)
    const { events } = await runtime.executions.events(executionId)
    outcome = { state: foldEvents(events), graph: outcome.graph }
  }
  return outcome
}

/** Whether the execution is underway, or rests only because others are. */
function waitsForChildren({ status, pauses }: ExecutionState): boolean {
  if (status === 'paused') return Object.values(pauses).some((pause) => pause.children !== undefined)
  return status === 'running' || status === 'cancelling' || status === 'queued'
}
