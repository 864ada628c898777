import { z } from 'zod'
import { environmentSchema, instant, limitSchema, pageOf, storable } from './wire.ts'

/** The events an endpoint can ask for. */
export const WEBHOOK_EVENT_NAMES = [
  'execution.started',
  'execution.completed',
  'execution.failed',
  'execution.paused',
  'execution.cancelled',
  'review.requested',
  'review.decided',
  'review.expired',
  'review.cancelled',
] as const

const url = z
  .url({ protocol: /^https?$/, message: 'Must be an http or https address' })
  .max(2000)
  .refine((value) => !URL.canParse(value) || new URL(value).username === '', 'Must not hold a name or password')
const events = z.array(z.enum(WEBHOOK_EVENT_NAMES)).min(1, 'Choose at least one')
const description = storable(z.string().trim().max(200))
const status = z.enum(['active', 'paused'])

export const endpointListQuerySchema = z.strictObject({ environment: environmentSchema.default('PRODUCTION') })

/** Body of `POST /api/console/webhooks`. */
export const newEndpointSchema = z.strictObject({
  environment: environmentSchema,
  url,
  description: description.default(''),
  events,
})
export type NewEndpointBody = z.input<typeof newEndpointSchema>

/** Body of `PUT /api/console/webhooks/{endpointId}`: what is given is changed. */
export const endpointChangeSchema = z.strictObject({
  url: url.optional(),
  description: description.optional(),
  events: events.optional(),
  status: status.optional(),
})
export type EndpointChangeBody = z.input<typeof endpointChangeSchema>

export const endpointSchema = z.strictObject({
  id: z.uuid(),
  environment: environmentSchema,
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_NAMES)),
  status,
  createdAt: instant,
  /** Until when the secret before the last rotation signs too. */
  previousUntil: instant.nullable(),
})
export type EndpointView = z.infer<typeof endpointSchema>

export const endpointListSchema = z.strictObject({ data: z.array(endpointSchema) })

/** A new or rotated secret: shown this once. */
export const endpointSecretSchema = z.strictObject({ endpoint: endpointSchema, secret: z.string() })

const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const

export const deliveryListQuerySchema = z.strictObject({
  status: z.enum(DELIVERY_STATUSES).optional(),
  cursor: z.uuid().optional(),
  limit: limitSchema,
})

const attemptSchema = z.strictObject({
  at: instant,
  /** HTTP status, where there was an answer. */
  status: z.int().nullable(),
  durationMs: z.int(),
  error: z.string().nullable(),
})

export const deliverySchema = z.strictObject({
  id: z.uuid(),
  eventId: z.string(),
  type: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(attemptSchema),
  executionId: z.uuid().nullable(),
  at: instant,
  /** When the next attempt is due. */
  nextAt: instant.nullable(),
})
export type DeliveryView = z.infer<typeof deliverySchema>

export const deliveryListSchema = pageOf(deliverySchema)
export const removedSchema = z.strictObject({ removed: z.literal(true) })
