/** Address of the sign-in page that leads back to `next`; `ended` says that a session ran out. */
export function loginPath(next: string, ended = false): string {
  const params = new URLSearchParams()
  if (next !== '/') params.set('next', next)
  if (ended) params.set('ended', '1')
  return params.size === 0 ? '/login' : `/login?${params}`
}

/** A path of this site to go to after signing in; anything else gives the start page. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/'
  const base = 'https://here.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  return url?.origin === base ? url.pathname + url.search + url.hash : '/'
}
