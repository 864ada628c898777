import type { AuditEntry } from '#lib/audit/entry.ts'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { HttpService } from '#lib/blocks/services.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { WebhookEvent } from './events.ts'

type EndpointStatus = 'active' | 'paused'
type DeliveryStatus = 'pending' | 'delivered' | 'failed'

/** An address that is told of events; its secrets are sealed. */
export type Endpoint = {
  id: string
  environment: EnvironmentName
  url: string
  description: string
  events: WebhookEvent[]
  status: EndpointStatus
  createdAt: Date
  /** Until when the secret before the last rotation signs too. */
  previousUntil: Date | null
}

export type NewEndpoint = Pick<Endpoint, 'id' | 'environment' | 'url' | 'description' | 'events'> & {
  secret: Uint8Array
  createdBy: string
}

/** One attempt to deliver; `at` is ISO 8601, `status` the HTTP status where there was an answer. */
export type Attempt = { at: string; status: number | null; durationMs: number; error: string | null }

/** An event for one endpoint, and how sending it went so far. */
export type Delivery = {
  id: string
  eventId: string
  type: string
  status: DeliveryStatus
  log: Attempt[]
  executionId: string | null
  at: Date
  /** When the next attempt is due; `null` when none is. */
  nextAt: Date | null
}

/** A delivery that this process is to attempt now. */
export type ClaimedDelivery = {
  id: string
  eventId: string
  type: string
  at: Date
  /** Attempts of the present round, this one included. */
  attempts: number
  data: JsonObject
  endpointId: string
  url: string
  environment: EnvironmentName
  secret: Uint8Array
  previousSecret: Uint8Array | null
  previousUntil: Date | null
  /** Ids by which the public APIs know the execution. */
  execution: {
    publicId: string
    instanceId: string
    runId: string
    workflowPublicId: string
    workflowId: string
    version: number | null
  } | null
}

export type Verdict =
  | { status: 'delivered'; attempt: Attempt }
  | { status: 'failed'; attempt: Attempt }
  | { status: 'pending'; attempt: Attempt; nextAt: Date }

/** Deliveries as the sender sees them, of all organizations. */
export type DeliveryStore = {
  /** Claims at most `limit` due deliveries, each for `leaseMs`: after it, a claim nobody settled is due again. */
  claim(limit: number, leaseMs: number): Promise<ClaimedDelivery[]>
  settle(deliveryId: string, verdict: Verdict): Promise<void>
}

export type EndpointChange = Partial<Pick<Endpoint, 'url' | 'description' | 'events' | 'status'>>

/** One organization's endpoints. Every change is recorded with it; `null` and `false` where there is no such thing. */
export type EndpointStore = {
  list(environment: EnvironmentName): Promise<Endpoint[]>
  find(id: string): Promise<Endpoint | null>
  insert(endpoint: NewEndpoint, audit: AuditEntry): Promise<Endpoint>
  update(id: string, change: EndpointChange, audit: AuditEntry): Promise<Endpoint | null>
  rotate(id: string, secret: Uint8Array, previousUntil: Date, audit: AuditEntry): Promise<Endpoint | null>
  remove(id: string, audit: AuditEntry): Promise<boolean>
  /** Newest first. */
  deliveries(
    id: string,
    page: { status?: DeliveryStatus | undefined; cursor?: string | undefined; limit: number },
  ): Promise<Delivery[]>
  /** Sends something to one endpoint whatever it asked for. */
  enqueue(id: string, event: { eventId: string; type: string; data: JsonObject }): Promise<Delivery | null>
  /** Sends a delivery once more, as a new round of attempts. */
  redeliver(id: string, deliveryId: string, audit: AuditEntry): Promise<Delivery | null>
}

export type DeliverDeps = {
  deliveries: DeliveryStore
  http: Pick<HttpService, 'request'>
  /** 32 bytes in base64url. */
  masterKey: string
  now(): Date
  random(): number
  report(error: unknown): void
}
