import type { ExecutionInfo } from '#lib/engine/block.ts'
import type { Projection } from '#lib/engine/project.ts'
import type { Pause } from '#lib/engine/state.ts'
import type { Runtime } from '#lib/ports.ts'
import { cancelChildren } from './cancel.ts'
import { advanceChildren, advanceParent } from './children.ts'
import { catchBuffered } from './events.ts'

/** Carries out what a recorded checkpoint asks of the world; a crash before it is made good by the sweeps. */
export function afterCheckpoint(runtime: Runtime, info: ExecutionInfo, { opened, closed }: Projection): void {
  const over = new Set(closed.map(({ id }) => id))
  for (const pause of opened) if (!over.has(pause.id)) guarded(runtime, info, afterPause(runtime, info, pause))
  for (const { id, status } of closed)
    if (status === 'cancelled') guarded(runtime, info, cancelChildren(runtime, info, id))
}

async function afterPause(runtime: Runtime, info: ExecutionInfo, pause: Pause): Promise<void> {
  if (pause.event) await catchBuffered(runtime, info, pause)
  if (!pause.children) return
  const parent = await runtime.executions.find(info.organizationId, { id: info.executionId })
  if (parent) await advanceChildren(runtime, parent, pause)
}

function guarded(runtime: Runtime, info: ExecutionInfo, work: Promise<void>): void {
  work.catch((error: unknown) => runtime.report(error, { executionId: info.executionId }))
}

/** Goes on with the parent of an execution that has just ended. */
export function afterEnd(
  runtime: Runtime,
  info: ExecutionInfo,
  parent: { executionId: string; pauseId: string },
): Promise<void> {
  return advanceParent(runtime, info.organizationId, parent.executionId, parent.pauseId)
}
