import { AppError } from '#lib/errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a changing call that a page of another site made with a person's cookie.
 *
 * Browsers say where a call comes from in `Sec-Fetch-Site` (W3C Fetch Metadata) or `Origin`;
 * a changing call that says neither is refused too.
 */
export function assertSameOrigin(request: Request, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin') return
  if (site === null && isOwnOrigin(request.headers, publicUrl)) return
  throw new AppError('forbidden', 'This call does not come from the console')
}

function isOwnOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  return new URL(origin).origin === new URL(publicUrl).origin || new URL(origin).host === headers.get('host')
}
