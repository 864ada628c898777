import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { Actor, ExecutionInfo, Resolution } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { Pause } from '#lib/engine/state.ts'
import type { Runtime } from '#lib/ports.ts'
import type { CatchableEvent, Delivery } from '#lib/store/events.ts'
import { takeUp } from './drive.ts'

export type EventRequest = {
  organizationId: string
  environment: EnvironmentName
  name: string
  key: string
  data: JsonObject
  /** A repeat with the same id within a day is answered like the first and wakes nobody; none counts that reached nobody. */
  messageId?: string
  /** How long the event waits for catch blocks entered later. */
  ttlSeconds: number
  /** Only executions of this workflow. */
  workflowId?: string
}

const SENDER: Actor = { type: 'system', id: 'event', name: 'Event' }

/** Wakes every execution that waits for this event, each at most once; `buffered` where it is kept for later ones. */
export async function deliverEvent(
  runtime: Runtime,
  request: EventRequest,
): Promise<{ delivered: Delivery[]; buffered: boolean }> {
  const kept = request.messageId !== undefined || request.ttlSeconds > 0 ? await runtime.events.keep(request) : null
  if (kept?.repeated) {
    const { delivered } = kept.event
    return { delivered, buffered: delivered.length === 0 && request.ttlSeconds > 0 }
  }
  const delivered: Delivery[] = []
  for (const pauseId of await runtime.events.waiting(request)) {
    const delivery = await wake(runtime, request.organizationId, pauseId, request)
    if (delivery) delivered.push(delivery)
  }
  const buffered = delivered.length === 0 && request.ttlSeconds > 0
  if (kept && delivered.length === 0 && !buffered) await runtime.events.forget(kept.event.id)
  else if (kept) await runtime.events.noteDelivered(kept.event.id, delivered)
  return { delivered, buffered }
}

/** Answers a catch block that has just been entered with an event that came before it. */
export async function catchBuffered(runtime: Runtime, info: ExecutionInfo, pause: Pause): Promise<void> {
  if (!pause.event) return
  const { organizationId, environment, workflowId } = info
  const { name, correlationKey: key } = pause.event
  const event = await runtime.events.findBuffered({ organizationId, environment, workflowId, name, key })
  if (!event) return
  const delivery = await wake(runtime, organizationId, pause.id, event)
  if (delivery) await runtime.events.noteDelivered(event.id, [delivery])
}

async function wake(
  runtime: Runtime,
  organizationId: string,
  pauseId: string,
  { name, data }: Pick<CatchableEvent, 'name' | 'data'>,
): Promise<Delivery | null> {
  const at = runtime.clock.now()
  const resolution: Resolution = { action: 'complete', data, by: { ...SENDER, name: `Event ${name}` }, at }
  if (!(await runtime.executions.answerPause(pauseId, resolution))) return null
  const pause = await runtime.executions.findPause(organizationId, pauseId)
  const execution = pause && (await runtime.executions.find(organizationId, { id: pause.executionId }))
  if (!execution) return null
  takeUp(runtime, execution).catch((error: unknown) => runtime.report(error, { executionId: execution.id }))
  return { instanceId: execution.instanceId, blockId: pause.pause.blockId }
}
