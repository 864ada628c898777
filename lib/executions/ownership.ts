import { setTimeout as sleep } from 'node:timers/promises'
import { foldEvents } from '#lib/engine/evolve.ts'
import type { ExecutionEvent } from '#lib/engine/state.ts'
import { sendMail } from '#lib/notices/send.ts'
import type { Runtime } from '#lib/ports.ts'
import { sweepReviews } from '#lib/reviews/sweep.ts'
import type { TakenOver, WorkerRegistration } from '#lib/store/workers.ts'
import { answersOf, drive, graphOf, infoOf, parentOf } from './drive.ts'
import { openOverrides } from './overrides.ts'
import { sweepParents } from './sweep.ts'
import { wakeExecutions } from './wake.ts'

const BEAT_MS = 500
const LOOK_MS = 250
/** A process that just could not reach the database judges nobody: the others may be as cut off as itself. */
const DISTRUST_MS = 3_000
const SWEEP_MS = 5_000
const REVIEW_MS = 1_000
const PRUNE_MS = 60_000
const LINK_MS = 1_000
const HOUSE_MS = 600_000
const FILL_MS = 600_000

export type Ownership = { stop(): Promise<void> }

/**
 * Keeps this process known as alive; one that `caresForOthers` also takes over from those that are gone and wakes
 * what is due. Every process begins its own dropped executions anew.
 */
export function startOwnership(
  runtime: Runtime,
  worker: WorkerRegistration,
  { caresForOthers }: { caresForOthers: boolean },
): Ownership {
  const stopping = new AbortController()
  let faultAt = Number.NEGATIVE_INFINITY

  const repeat = async (everyMs: number, work: () => Promise<void>) => {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => {
        faultAt = Date.now()
        runtime.report(error, { during: 'ownership' })
      })
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  }
  /** Everything once, for what a crash left out; then only what is new. */
  const fillSearch = async () => {
    let minutes: number | undefined
    await repeat(FILL_MS, async () => {
      await runtime.search.fillGaps(minutes)
      minutes = (3 * FILL_MS) / 60_000
    })
  }
  const loops = [
    repeat(BEAT_MS, async () => {
      await worker.beat()
      await passOnCancels(runtime)
    }),
    repeat(LOOK_MS, async () => {
      if (Date.now() - faultAt < DISTRUST_MS) return
      for (const taken of await takeOver(runtime, worker, caresForOthers)) void recover(runtime, taken)
    }),
    ...(caresForOthers
      ? [
          repeat(LOOK_MS, () => wakeExecutions(runtime)),
          repeat(SWEEP_MS, () => sweepParents(runtime)),
          repeat(LOOK_MS, () => sendDue(runtime)),
          repeat(REVIEW_MS, () => sweepReviews(runtime)),
          repeat(REVIEW_MS, () => sendMail(runtime)),
          repeat(PRUNE_MS, () => worker.prune()),
          repeat(LINK_MS, () => runtime.linkAudit()),
          repeat(HOUSE_MS, () => runtime.keepHouse()),
          fillSearch(),
        ]
      : []),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
      await worker.leave()
    },
  }
}

/** Nothing where the former owner recorded something at the same moment: the next look will tell. */
async function takeOver(runtime: Runtime, worker: WorkerRegistration, fromOthers: boolean): Promise<TakenOver[]> {
  try {
    return await worker.takeOver([...runtime.driving.keys()], fromOthers)
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === '23505') return []
    throw error
  }
}

/** Begins to send what webhooks are to be told; how it goes is noted with each delivery. */
async function sendDue({ webhooks }: Runtime): Promise<void> {
  await webhooks.deliverDue()
}

async function passOnCancels(runtime: Runtime): Promise<void> {
  if (runtime.driving.size === 0) return
  for (const { executionId, request } of await runtime.executions.cancelRequests(runtime.processId)) {
    runtime.driving.get(executionId)?.cancel(request)
  }
}

/** Goes on with an execution whose owner is gone, from what is on record. */
async function recover(runtime: Runtime, { executionId, organizationId, seq, epoch }: TakenOver): Promise<void> {
  try {
    const execution = await runtime.executions.find(organizationId, { id: executionId })
    if (!execution) return
    const { events } = await runtime.executions.events(executionId)
    const state = foldEvents(events)
    const opening: ExecutionEvent[] = state.status === 'paused' ? await answersOf(runtime, executionId) : []
    const { cancelRequest } = execution
    if (cancelRequest && !state.cancelling)
      opening.push({ t: 'cancel_requested', at: runtime.clock.now(), ...cancelRequest })
    await drive(runtime, {
      info: infoOf(execution),
      graph: await graphOf(runtime, execution),
      parent: parentOf(execution),
      recorded: { state, seq, epoch },
      opening,
      overrides: openOverrides(runtime, execution),
    })
  } catch (error) {
    runtime.report(error, { executionId })
  }
}
