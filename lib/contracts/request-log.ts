import { z } from 'zod'
import { actor, environmentSchema, instant, jsonObject, limitSchema, pageOf } from './wire.ts'

export const PUBLIC_APIS = ['v1', 'process', 'turns'] as const
export const CALL_RESULTS = ['ok', 'refused', 'failed'] as const

/** `GET /api/console/request-log`: newest first. */
export const requestLogQuerySchema = z.strictObject({
  environment: environmentSchema.default('PRODUCTION'),
  api: z.enum(PUBLIC_APIS).optional(),
  /** `ok` is below 400, `refused` below 500, `failed` the rest. */
  result: z.enum(CALL_RESULTS).optional(),
  /** A whole request id, idempotency key, execution id or id of a key. */
  q: z.string().trim().min(1).max(255).optional(),
  cursor: z.uuid().optional(),
  limit: limitSchema,
})
export type RequestLogQuery = z.output<typeof requestLogQuerySchema>

export const requestLogItemSchema = z.strictObject({
  id: z.uuid(),
  requestId: z.string(),
  at: instant,
  actor,
  api: z.enum(PUBLIC_APIS),
  method: z.string(),
  /** The address with `{name}` for its variable segments. */
  path: z.string(),
  status: z.int(),
  errorCode: z.string().nullable(),
  /** Milliseconds. */
  duration: z.number(),
})
export type RequestLogItem = z.infer<typeof requestLogItemSchema>

export const requestLogPageSchema = pageOf(requestLogItemSchema)

/** `GET /api/console/request-log/{id}`. */
export const requestLogDetailSchema = requestLogItemSchema.extend({
  idempotencyKey: z.string().nullable(),
  /** The request's shape, without values that could tell of people or secrets. */
  body: jsonObject.nullable(),
  /** As the called API names it. */
  executionName: z.string().nullable(),
  /** The execution the call was about, where it is still there. */
  executionId: z.uuid().nullable(),
})
export type RequestLogDetail = z.infer<typeof requestLogDetailSchema>
