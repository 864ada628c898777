import { z } from 'zod'
import type { BlockError, BlockOutcome } from '#lib/engine/block.ts'
import { type Json, jsonSchema, parseJson } from '#lib/engine/json.ts'
import { redact } from '#lib/engine/redact.ts'
import { defineBlock } from '../define.ts'
import type { HttpResponse } from '../services.ts'
import { configSchema, isExpected, type RequestConfig } from './config.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { toRequest } from './to-request.ts'

const outputSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: jsonSchema.meta({ personal: true }),
  durationMs: z.number(),
})
type RequestOutput = z.output<typeof outputSchema>

/** Headers of an answer that say something about it, and nothing about sessions. */
const SHOWN: ReadonlySet<string> = new Set([
  'content-type',
  'content-language',
  'date',
  'etag',
  'last-modified',
  'link',
  'location',
  'retry-after',
  'request-id',
  'x-request-id',
  'x-correlation-id',
])

const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([408, 425, 429])

/** Calls a server, always with the key of the visit, and hands on what it answers. */
export const httpRequest = defineBlock({
  type: 'http_request',
  label: 'HTTP request',
  description: 'Calls a web service and hands on its answer.',
  category: 'integration',
  icon: 'globe',
  config: configSchema,
  output: outputSchema,
  effect: 'keyed',
  limitMs: (config) => config.timeout_seconds * 1000,
  async execute({ config, services, idempotencyKey, signal }) {
    const { request, secrets } = toRequest(config, idempotencyKey)
    const response = redact(await services.http.request({ ...request, signal }), secrets)
    return conclude(config, response, services.now())
  },
})

function conclude(config: RequestConfig, response: HttpResponse, now: Date): BlockOutcome<RequestOutput> {
  const { status, durationMs } = response
  const body = readBody(config.response, response)
  const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => SHOWN.has(name)))
  const output = { status, headers, body: body ?? null, durationMs }
  if (!isExpected(config.expect_status, status)) return { type: 'failed', error: httpError(response, now), output }
  if (body === undefined) {
    return { type: 'failed', error: { code: 'invalid_response', message: 'The answer is not JSON' } }
  }
  return { type: 'completed', output }
}

/** The body as a value; `undefined` where it had to be JSON and is none. */
function readBody(as: RequestConfig['response'], { headers, body }: HttpResponse): Json | undefined {
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')
  if (as === 'text' || (as === 'auto' && !isJson)) return body
  if (as === 'auto' && body === '') return null
  const value = parseJson(body)
  return value === undefined && as === 'auto' ? body : value
}

function httpError({ status, headers }: HttpResponse, now: Date): BlockError {
  const retryable = status >= 500 || WORTH_ANOTHER_TRY.has(status)
  const seconds = retryable ? retryAfterSeconds(headers['retry-after'], now) : undefined
  return {
    code: 'http_error',
    message: `The server answered with status ${status}`,
    retryable,
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  }
}
