import { BlockFailure } from '#lib/engine/block.ts'
import type { Attempt, ClaimedDelivery, DeliverDeps, Verdict } from './ports.ts'
import { openSecret, signatureOf } from './secret.ts'

export type Deliverer = {
  /** Begins to send what is due, as far as this process has room; answers how many. */
  deliverDue(): Promise<number>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
}

const MOST_AT_ONCE = 32
const TIMEOUT_MS = 10_000
/** Longer than an attempt can take: after it, the attempt of a process that died is made again. */
const LEASE_MS = 60_000
const MOST_ANSWER_BYTES = 64 * 1024
/** Seconds from each failed attempt to the next; after the last one the delivery has failed. */
const WAITS = [5, 30, 120, 600, 1_800, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600]

/** Sends deliveries by HTTP until the receiver answers with 2xx, each at least once, with growing waits between attempts. */
export function createDeliverer(deps: DeliverDeps): Deliverer {
  const underway = new Set<Promise<void>>()
  return {
    deliverDue: async () => {
      const room = MOST_AT_ONCE - underway.size
      const claimed = room > 0 ? await deps.deliveries.claim(room, LEASE_MS) : []
      for (const delivery of claimed) {
        const sending = attempt(deps, delivery)
          .then((verdict) => deps.deliveries.settle(delivery.id, verdict))
          .catch(deps.report)
          .finally(() => underway.delete(sending))
        underway.add(sending)
      }
      return claimed.length
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}

async function attempt(deps: DeliverDeps, delivery: ClaimedDelivery): Promise<Verdict> {
  const made = await send(deps, delivery)
  if (made.error === null) return { status: 'delivered', attempt: made }
  const wait = WAITS[delivery.attempts - 1]
  if (wait === undefined) return { status: 'failed', attempt: made }
  // A little early or late, so that what failed together does not come back together.
  const nextAt = new Date(deps.now().getTime() + wait * 1000 * (0.9 + deps.random() * 0.2))
  return { status: 'pending', attempt: made, nextAt }
}

async function send(deps: DeliverDeps, delivery: ClaimedDelivery): Promise<Attempt> {
  const now = deps.now()
  const body = JSON.stringify(payloadOf(delivery))
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Countersign-Webhooks',
    'countersign-event': delivery.type,
    'countersign-delivery': delivery.id,
    'countersign-signature': signatureOf(secretsOf(deps, delivery, now), body, Math.floor(now.getTime() / 1000)),
  }
  const startedAt = performance.now()
  const done = (status: number | null, error: string | null): Attempt => ({
    at: now.toISOString(),
    status,
    durationMs: Math.round(performance.now() - startedAt),
    error,
  })
  try {
    const { status } = await deps.http.request({
      method: 'POST',
      url: delivery.url,
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      maxResponseBytes: MOST_ANSWER_BYTES,
      signal: AbortSignal.timeout(LEASE_MS / 2),
    })
    return done(status, status >= 200 && status < 300 ? null : 'unexpected_status')
  } catch (error) {
    if (error instanceof BlockFailure) return done(null, error.error.code)
    throw error
  }
}

function secretsOf({ masterKey }: DeliverDeps, delivery: ClaimedDelivery, now: Date): string[] {
  const { endpointId, secret, previousSecret, previousUntil } = delivery
  const overlaps = previousSecret !== null && previousUntil !== null && previousUntil > now
  return [secret, ...(overlaps ? [previousSecret] : [])].map((sealed) => openSecret(masterKey, endpointId, sealed))
}

/** What a receiver is told: which execution, by its ids of every API, and what became of it. */
function payloadOf({ eventId, type, at, environment, execution, data }: ClaimedDelivery) {
  const ids = execution && {
    executionId: execution.publicId,
    processInstanceId: execution.instanceId,
    runId: execution.runId,
    workflowId: execution.workflowPublicId,
    processId: execution.workflowId,
    version: execution.version,
  }
  return { id: eventId, type, createdAt: at.toISOString(), environment, data: { ...ids, ...data } }
}
