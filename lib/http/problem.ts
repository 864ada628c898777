import type { z } from 'zod'
import { AppError, ERROR_CODES, type ErrorDetail } from '#lib/errors.ts'

/** Turns a refusal of a request into one API family's own status and body. */
export type ErrorMapper = (error: AppError, requestId: string, request: Request) => Response

export type RequestPart = 'params' | 'query' | 'body'

/** A request whose parts do not fit the route's schemas; `part` says which, `details` name every field. */
export class RequestError extends AppError {
  readonly part: RequestPart

  constructor(part: RequestPart, error: z.ZodError, given: unknown) {
    const details = error.issues.flatMap((issue) => toDetails(issue, given))
    const missing = details.length > 0 && details.every((detail) => detail.code === 'missing')
    super(missing ? 'missing_required_field' : 'validation_failed', summary(details), { details })
    this.name = 'RequestError'
    this.part = part
  }
}

function summary(details: readonly ErrorDetail[]): string {
  const [first, ...others] = details
  if (!first) return 'The request is not valid'
  const text = first.path === '' ? first.message : `${first.path}: ${first.message}`
  return others.length === 0 ? text : `${text} (and ${others.length} more)`
}

function toDetails(issue: z.core.$ZodIssue, given: unknown): ErrorDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key.slice(0, 100)]),
      message: 'Unknown field',
      code: 'unrecognized_key',
    }))
  }
  const missing = issue.code !== 'custom' && isAbsent(given, issue.path)
  return [
    {
      path: pathText(issue.path),
      message: missing ? 'Required' : issue.message,
      code: missing ? 'missing' : issue.code,
    },
  ]
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}

/** Whether there is an object that could hold a value at the path, and it holds none. */
function isAbsent(given: unknown, path: readonly PropertyKey[]): boolean {
  const last = path.at(-1)
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), given)
  return last !== undefined && isObject(holder) && Reflect.get(holder, last) === undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

const bodies = new WeakMap<Response, { value: unknown; text: string }>()

/** A JSON answer that no cache may keep. */
export function replyJson(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = JSON.stringify(body)
  const plain = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  const response = new Response(text, { status, headers: { ...plain, ...headers } })
  bodies.set(response, { value: body, text })
  return response
}

/** The value behind an answer of `replyJson`, without reading its text again. */
export function bodyOf(response: Response): unknown {
  return bodies.get(response)?.value
}

/** The text of an answer of `replyJson`, without the detour through a stream; `undefined` for any other answer. */
export function textOf(response: Response): string | undefined {
  return bodies.get(response)?.text
}

/** Headers that go with a refusal in every family: how to sign in, when to come back. */
export function refusalHeaders(error: AppError): Record<string, string> {
  return {
    ...(error.code === 'unauthorized' && { 'www-authenticate': 'Bearer' }),
    ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(Math.ceil(error.retryAfterSeconds)) }),
  }
}

/** The envelope `{"error":{"code","message","details","request_id"}}` of the console's API. */
export const envelopeErrors: ErrorMapper = (error, requestId) =>
  replyJson(
    ERROR_CODES[error.code],
    { error: { code: error.code, message: error.message, details: error.details, request_id: requestId } },
    refusalHeaders(error),
  )
