import type { Json } from '#lib/engine/json.ts'

/** What `jsonb` refuses: NUL, and halves of a surrogate pair. Their escapes are rare enough to look for first. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

/** JSON text that a `jsonb` column takes: characters it refuses become U+FFFD. */
export function jsonText(value: unknown): string {
  return storableText(JSON.stringify(value))
}

/** The same for a value that is JSON text already. */
export function storableText(text: string): string {
  return UNSTORABLE.test(text) ? JSON.stringify(storable(JSON.parse(text))) : text
}

function storable(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD')
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [String(storable(key)), storable(item)]))
}
