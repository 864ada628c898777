import { type AppError, ERROR_CODES, type ErrorDetail } from '#lib/errors.ts'
import { type ErrorMapper, RequestError, refusalHeaders, replyJson } from '#lib/http/problem.ts'

/** Refusals as this API says them: `{status, message, path, timestamp}`, with `errors` where fields do not fit. */
export const processErrors: ErrorMapper = (error, _requestId, request) => {
  if (error.code === 'rate_limited') return tooMany(error)
  const status = statusOf(error)
  const body = {
    status,
    message: status === 400 ? unreadable(error) : error.message,
    path: new URL(request.url).pathname,
    timestamp: new Date().toISOString(),
    ...(status === 422 && {
      errors: error.details.map(({ path, message }) => ({ field: fieldOf(error, path), message })),
    }),
  }
  return replyJson(status, body, refusalHeaders(error))
}

function tooMany(error: AppError): Response {
  const retryAfter = Math.ceil(error.retryAfterSeconds ?? 1)
  const body = { error: 'RATE_LIMIT_EXCEEDED', message: error.message, retryAfter }
  return replyJson(429, body, refusalHeaders(error))
}

/** Fields that do not fit are 422; what cannot be understood at all, and a bad address, are 400. */
function statusOf(error: AppError): number {
  if (error instanceof RequestError) return error.part === 'body' && !error.details.some(isUnreadable) ? 422 : 400
  return error.code === 'validation_failed' && error.details.length > 0 ? 422 : ERROR_CODES[error.code]
}

/** An unknown field, a word outside its list, or a value where an object belongs. */
function isUnreadable({ path, code }: ErrorDetail): boolean {
  return code === 'unrecognized_key' || code === 'invalid_value' || code === 'custom' || path === ''
}

function unreadable(error: AppError): string {
  const detail = error instanceof RequestError && error.part === 'body' ? error.details.find(isUnreadable) : undefined
  if (!detail) return error.message
  return detail.path === '' ? detail.message : `${detail.path}: ${detail.message}`
}

/** Where the caller has put the value: input and submissions travel under `data`. */
function fieldOf({ code }: AppError, path: string): string {
  const submitted = code === 'missing_required_input' || code === 'invalid_input'
  return submitted ? `data.${path}` : path.replace(/^options\.input\./, 'data.')
}
