import { BlockFailure } from '#lib/engine/block.ts'

const MESSAGES: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was cut off',
  EPIPE: 'The connection was cut off',
  ENOTFOUND: 'The host name is not known',
  EAI_AGAIN: 'The host name could not be looked up',
  ETIMEDOUT: 'The connection took too long',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The network cannot be reached',
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/

/** What a fault of the connection means to an author, without addresses and without what was sent. */
export function toFailure(fault: unknown): BlockFailure {
  const cause = fault instanceof AggregateError ? fault.errors[0] : fault
  if (cause instanceof BlockFailure) return cause
  const code = codeOf(cause)
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new BlockFailure({ code: 'response_too_large', message: 'The headers of the answer are too large' })
  }
  if (/^(HPE_|Z_|ERR__?(ZLIB|BROTLI)|ERR_BUFFER)/.test(code)) {
    return new BlockFailure({ code: 'invalid_response', message: `The answer is broken (${code})` })
  }
  if (CERTIFICATE.test(code)) {
    return new BlockFailure({
      code: 'network_error',
      message: `The certificate of the server is not trusted (${code})`,
    })
  }
  const message = MESSAGES[code] ?? (code === '' ? 'The connection failed' : `The connection failed (${code})`)
  return new BlockFailure({ code: 'network_error', message, retryable: true })
}

function codeOf(fault: unknown): string {
  const code: unknown = typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : ''
  return typeof code === 'string' ? code : ''
}
