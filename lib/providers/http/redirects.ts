import type { HttpRequest } from '#lib/blocks/services.ts'

/** One request on the way to an answer. */
export type Hop = { url: URL } & Pick<HttpRequest, 'method' | 'body'> & { headers: Record<string, string> }

/** Headers that may go to a server the author did not name. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent'])

/**
 * The request a redirect asks for (RFC 9110 §15.4), or `null` where it is not followed: there is none, or it would carry
 * a body to another origin or leave https.
 */
export function nextHop(hop: Hop, status: number, to: URL): Hop | null {
  if (hop.url.protocol === 'https:' && to.protocol === 'http:') return null
  const leaves = to.origin !== hop.url.origin
  const same = repeats(hop.method, status)
  if (same && leaves && hop.body !== undefined) return null
  const kept = Object.entries(hop.headers).filter(
    ([name]) => (!leaves || HARMLESS.has(name)) && (same || !name.startsWith('content-')),
  )
  return {
    url: to,
    method: same ? hop.method : 'GET',
    headers: Object.fromEntries(kept),
    ...(same && hop.body !== undefined && { body: hop.body }),
  }
}

/** Whether the method goes along; else the new request is a GET. */
function repeats(method: Hop['method'], status: number): boolean {
  if (status === 307 || status === 308 || method === 'GET' || method === 'HEAD') return true
  return status !== 303 && method !== 'POST'
}

/** Whether a status asks to go elsewhere. */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}
