import type { Origin } from '#lib/audit/entry.ts'

/** The caller's network address, written by our own server over whatever the caller sent. */
export const ADDRESS_HEADER = 'x-countersign-address'

const LONGEST_AGENT = 300

/** From where a request came. */
export function originOf(request: Request, requestId: string, via: Origin['via']): Origin {
  return {
    address: request.headers.get(ADDRESS_HEADER),
    userAgent: request.headers.get('user-agent')?.slice(0, LONGEST_AGENT) ?? null,
    requestId,
    via,
  }
}
