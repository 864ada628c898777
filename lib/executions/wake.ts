import type { Actor, Resolution } from '#lib/engine/block.ts'
import type { Runtime } from '#lib/ports.ts'
import { takeUp } from './drive.ts'

const BATCH = 200
const CLOCK: Actor = { type: 'system', id: 'clock', name: 'Timer' }

/** Answers every pause whose time has come: timers go on, the others expire. */
export async function wakeExecutions(runtime: Runtime): Promise<void> {
  const due = await runtime.executions.dueToWake(BATCH)
  await Promise.all(due.map(({ executionId, organizationId }) => wake(runtime, organizationId, executionId)))
}

async function wake(runtime: Runtime, organizationId: string, executionId: string): Promise<void> {
  const execution = await runtime.executions.find(organizationId, { id: executionId })
  if (!execution) return
  const now = runtime.clock.now()
  for (const { id, status, pause } of await runtime.executions.pauses(executionId)) {
    if (status !== 'open') continue
    const woken = pause.wakeAt !== undefined && pause.wakeAt <= now
    const expired = pause.expiresAt !== undefined && pause.expiresAt <= now
    if (!woken && !expired) continue
    const resolution: Resolution = { action: woken ? 'complete' : 'expire', data: {}, by: CLOCK, at: now }
    await runtime.executions.answerPause(id, resolution)
  }
  takeUp(runtime, execution).catch((error: unknown) => runtime.report(error, { executionId }))
}
