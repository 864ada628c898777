import { AppError, ERROR_CODES, type ErrorDetail } from '#lib/errors.ts'
import { type ErrorMapper, RequestError, refusalHeaders, replyJson } from '#lib/http/problem.ts'

const PLACES = { params: 'path', query: 'query', body: 'body' } as const
const TYPES: Readonly<Record<string, string>> = {
  missing: 'missing',
  invalid_type: 'type_error',
  invalid_value: 'enum',
}

/**
 * Refusals as this API says them: `{"detail": "…"}`, and 422 with a list of `{loc, msg, type}` where the request
 * does not fit its schema.
 */
export const turnErrors: ErrorMapper = (error) => {
  if (error instanceof RequestError) {
    const place = PLACES[error.part]
    return replyJson(422, { detail: error.details.map((detail) => toProblem(place, detail)) })
  }
  if (error.code === 'malformed_request') {
    return replyJson(422, { detail: [{ loc: ['body'], msg: error.message, type: 'json_invalid' }] })
  }
  return replyJson(statusOf(error), { detail: detailOf(error) }, refusalHeaders(error))
}

/** The same, where an address that names no workflow is one that does not exist. */
export const turnErrorsBesideOthers: ErrorMapper = (error, requestId, request) => {
  const stranger = error instanceof RequestError && error.part === 'params'
  return turnErrors(stranger ? new AppError('not_found', 'Not Found') : error, requestId, request)
}

function toProblem(place: string, { path, message, code }: ErrorDetail) {
  const steps = path === '' ? [] : path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  return {
    loc: [place, ...steps],
    msg: code === 'missing' ? 'Field required' : message,
    type: TYPES[code ?? ''] ?? 'value_error',
  }
}

/** Schema errors apart, this API knows 422 for nothing. */
function statusOf({ code }: AppError): number {
  return ERROR_CODES[code] === 422 ? 400 : ERROR_CODES[code]
}

function detailOf({ message, details }: AppError): string {
  return details.length === 0 ? message : `${message}: ${details.map((detail) => detail.message).join('; ')}`
}
