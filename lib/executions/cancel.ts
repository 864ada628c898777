import { setTimeout as sleep } from 'node:timers/promises'
import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Actor, ExecutionInfo } from '#lib/engine/block.ts'
import type { CancelRequest } from '#lib/engine/run.ts'
import { isTerminal } from '#lib/engine/state.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { loadOutcome, type Outcome, takeUp } from './drive.ts'
import type { StoredExecution } from './records.ts'

const POLL_MS = 25

/** Cancels an execution and waits until it is: nothing runs afterwards. Throws `already_terminal`. */
export async function cancelExecution(
  runtime: Runtime,
  principal: Member,
  execution: StoredExecution,
  reason?: string,
): Promise<Outcome> {
  const request: CancelRequest = { by: principal.actor, ...(reason !== undefined && { reason }) }
  const audit = entryBy(principal, {
    action: 'execution.cancelled',
    target: { type: 'execution', id: execution.id },
    environment: execution.environment,
    before: { status: execution.status },
  })
  if (isTerminal(execution.status) || !(await runtime.executions.requestCancel(execution.id, request, audit)))
    throw alreadyTerminal()
  await cancelBelow(runtime, execution, request)
  const outcome = await carryOut(runtime, execution, request)
  if (outcome.state.status !== 'cancelled') throw alreadyTerminal()
  return outcome
}

/** Children first, the deepest before all others: whoever waits for them is not woken by anything but the cancel. */
async function cancelBelow(runtime: Runtime, execution: StoredExecution, request: CancelRequest): Promise<void> {
  const open = await runtime.executions.openDescendants(execution.id)
  for (const { id } of open) await runtime.executions.requestCancel(id, request)
  for (const { id } of open.toReversed()) {
    const child = await runtime.executions.find(execution.organizationId, { id })
    if (child && !isTerminal(child.status)) await carryOut(runtime, child, request)
  }
}

/** Cancels whatever a pause waited for, when the pause itself is cancelled. */
export async function cancelChildren(runtime: Runtime, info: ExecutionInfo, pauseId: string): Promise<void> {
  const by: Actor = { type: 'system', id: 'engine', name: 'Parent execution' }
  for (const { id } of await runtime.executions.children(pauseId)) {
    const child = await runtime.executions.find(info.organizationId, { id })
    const request: CancelRequest = { by, reason: 'The parent execution ended' }
    if (!child || !(await runtime.executions.requestCancel(child.id, request))) continue
    await cancelBelow(runtime, child, request)
    await carryOut(runtime, child, request)
  }
}

/** Signals the owner, here or elsewhere, or takes a paused execution up, until it has ended. */
async function carryOut(runtime: Runtime, execution: StoredExecution, request: CancelRequest): Promise<Outcome> {
  for (;;) {
    const driving = runtime.driving.get(execution.id)
    if (driving) {
      driving.cancel(request)
      await driving.done
    }
    const taken = await takeUp(runtime, execution, { cancel: request })
    if (taken) return taken
    const outcome = await loadOutcome(runtime, execution)
    if (isTerminal(outcome.state.status)) return outcome
    await sleep(POLL_MS)
  }
}

function alreadyTerminal(): AppError {
  return new AppError('already_terminal', 'The execution has already ended')
}
