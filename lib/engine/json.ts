import { z } from 'zod'

/** Any value that survives a round trip through JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(jsonSchema), z.record(z.string(), jsonSchema)]),
)
export const jsonObjectSchema = z.record(z.string(), jsonSchema)

/** Whether a value is a JSON object (not null, not a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at an own property, or `undefined`; never a member of the prototype. */
export function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** The values of `base` with those of `over`: objects are merged at every depth, everything else is replaced. */
export function mergeJson(base: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).map(([key, value]): [string, Json] => {
    const known = ownValue(base, key)
    return [key, isJsonObject(known) && isJsonObject(value) ? mergeJson(known, value) : value]
  })
  return { ...base, ...Object.fromEntries(merged) }
}

/** JSON text with sorted keys, so that equal values give equal text (RFC 8785 without its number rules). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}

/** About how many characters a value's JSON has; counts no further than `enough`, so that a long value costs little. */
export function roughLength(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 4
  let length = 2
  for (const key in value) {
    if (length >= enough) return length
    length += key.length + 4 + roughLength(Reflect.get(value, key), enough - length)
  }
  return length
}

const DEEPEST = 200

/** The value of a JSON text, without keys named `__proto__`; `undefined` for a text that is none, or goes deeper than 200 levels. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return tidy(value, DEEPEST) ? value : undefined
  } catch {
    return undefined
  }
}

/** Takes out what would be read as a prototype; answers whether the value keeps within the levels. */
function tidy(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__')
  return levels > 0 && Object.values(value).every((item) => tidy(item, levels - 1))
}
