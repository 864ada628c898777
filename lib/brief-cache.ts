/** Remembers answers for a short while, so that a change elsewhere is seen within `ttlMs`; never more than `size` of them. */
export type BriefCache<Value> = {
  /** The remembered answer, or the one `load` gives; callers at the same time share one load, a failed one is forgotten. */
  get(key: string, load: () => Promise<Value>): Promise<Value>
  forget(key: string): void
  clear(): void
}

/** Makes a `BriefCache`; `now` gives milliseconds. */
export function createBriefCache<Value>(options: {
  ttlMs: number
  size: number
  now: () => number
}): BriefCache<Value> {
  const entries = new Map<string, { value: Promise<Value>; until: number }>()
  return {
    get(key, load) {
      const known = entries.get(key)
      if (known && options.now() < known.until) return known.value
      entries.delete(key)
      const entry = { value: load(), until: options.now() + options.ttlMs }
      entry.value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key)
      })
      const oldest = entries.size >= options.size ? entries.keys().next() : undefined
      if (oldest && !oldest.done) entries.delete(oldest.value)
      entries.set(key, entry)
      return entry.value
    },
    forget: (key) => void entries.delete(key),
    clear: () => entries.clear(),
  }
}
