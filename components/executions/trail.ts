const STORAGE_KEY = 'countersign-execution-trail'

/** Remembers, for this tab, the order of the executions last listed. */
export function rememberTrail(ids: readonly string[]): void {
  sessionStorage.setItem(STORAGE_KEY, ids.join(' '))
}

/** The executions before and after one in the list last seen. */
export function neighboursOf(id: string): { previous: string | undefined; next: string | undefined } {
  const ids = (sessionStorage.getItem(STORAGE_KEY) ?? '').split(' ')
  const at = ids.indexOf(id)
  return at < 0 ? { previous: undefined, next: undefined } : { previous: ids[at - 1] || undefined, next: ids[at + 1] }
}
