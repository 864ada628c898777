import type { z } from 'zod'
import { text } from '#components/messages/text.ts'
import { type ErrorBody, errorBodySchema } from '#lib/contracts/wire.ts'

/** A refusal or failure of the console's API, with what a person should read in `message`. */
export class ApiError extends Error {
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number
  readonly code: string
  readonly details: ErrorBody['error']['details']
  readonly requestId: string | undefined

  constructor(status: number, error: { code: string; message: string } & Partial<ErrorBody['error']>) {
    super(error.message)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code
    this.details = error.details ?? []
    this.requestId = error.request_id
  }
}

type Query = Record<string, string | number | readonly string[] | null | undefined>

/** A path with its query; empty values are left out, lists repeat their name. */
export function withQuery(path: string, query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value]
    for (const item of values) if (item !== null && item !== undefined && item !== '') params.append(name, String(item))
  }
  return params.size === 0 ? path : `${path}?${params}`
}

/** Reads from the console's API; the answer is checked against `schema`. Throws `ApiError`. */
export function getJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  signal?: AbortSignal,
): Promise<z.output<Schema>> {
  return call(path, schema, { ...(signal && { signal }) })
}

/** Sends to the console's API; the answer is checked against `schema`. Throws `ApiError`. */
export function postJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body: unknown,
): Promise<z.output<Schema>> {
  return send('POST', path, schema, body)
}

/** Replaces something through the console's API; the answer is checked against `schema`. Throws `ApiError`. */
export function putJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body: unknown,
): Promise<z.output<Schema>> {
  return send('PUT', path, schema, body)
}

/** Changes something through the console's API; the answer is checked against `schema`. Throws `ApiError`. */
export function patchJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body: unknown,
): Promise<z.output<Schema>> {
  return send('PATCH', path, schema, body)
}

/** Deletes through the console's API; the answer is checked against `schema`. Throws `ApiError`. */
export function deleteJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  return call(path, schema, { method: 'DELETE' })
}

/** Sends one file as the part `file` of a form; the answer is checked against `schema`. Throws `ApiError`. */
export function sendFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  file: File,
): Promise<z.output<Schema>> {
  const body = new FormData()
  body.append('file', file)
  return call(path, schema, { method: 'POST', body })
}

function send<Schema extends z.ZodType>(method: string, path: string, schema: Schema, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  return call(path, schema, { method, headers, body: JSON.stringify(body) })
}

async function call<Schema extends z.ZodType>(path: string, schema: Schema, init: RequestInit) {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error
    throw new ApiError(0, { code: 'offline', message: text.errors.offline })
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusal(response.status, body)
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new ApiError(response.status, { code: 'unreadable', message: text.errors.unreadable })
  return parsed.data
}

function refusal(status: number, body: unknown): ApiError {
  const parsed = errorBodySchema.safeParse(body)
  if (parsed.success) return new ApiError(status, parsed.data.error)
  return new ApiError(status, { code: 'unexpected', message: text.errors.unexpected })
}

/** What to tell a person about any error, and the reference to pass on. */
export function explain(error: unknown): { message: string; reference: string | undefined } {
  if (!(error instanceof ApiError)) return { message: text.errors.unexpected, reference: undefined }
  if (error.status === 403) return { message: text.errors.forbidden, reference: undefined }
  if (error.status === 404) return { message: text.errors.notFound, reference: undefined }
  if (error.status >= 500) return { message: text.errors.unexpected, reference: error.requestId }
  return { message: error.message, reference: error.requestId }
}
