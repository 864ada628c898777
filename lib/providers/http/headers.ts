import { type IncomingHttpHeaders, validateHeaderName, validateHeaderValue } from 'node:http'
import { BlockFailure } from '#lib/engine/block.ts'
import { ENCODINGS } from './read-body.ts'

/** Headers that belong to the connection (RFC 9110 §7.6.1) or would make the message lie about itself. */
const OURS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The headers to send, in lower case, with ours. Throws a `BlockFailure` `invalid_header` that names the header, never its value. */
export function outgoingHeaders(given: Record<string, string>): Record<string, string> {
  const own = Object.entries(given).map(([name, value]) => {
    const lower = name.toLowerCase()
    if (OURS.has(lower)) throw invalid(name, 'cannot be set')
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch {
      throw invalid(name, 'has characters that are not allowed')
    }
    return [lower, value] as const
  })
  return { accept: '*/*', 'user-agent': 'Countersign', ...Object.fromEntries(own), 'accept-encoding': ENCODINGS }
}

function invalid(name: string, fault: string): BlockFailure {
  return new BlockFailure({ code: 'invalid_header', message: `The header ${JSON.stringify(name)} ${fault}` })
}

/** The headers of an answer; lines of one name are joined. */
export function incomingHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
