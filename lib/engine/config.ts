import type { z } from 'zod'
import { type Json, type JsonObject, jsonSchema, ownValue } from './json.ts'
import { holdsReference } from './references.ts'

const known = new WeakMap<z.ZodObject, JsonObject>()

/** What a block's settings are where the author says nothing. */
export function defaultsOf(schema: z.ZodObject): JsonObject {
  const cached = known.get(schema)
  if (cached) return cached
  const defaults = Object.entries(schema.shape).flatMap(([key, property]): [string, Json][] => {
    const parsed = jsonSchema.safeParse((property as z.ZodType).safeParse(undefined).data)
    return parsed.success ? [[key, parsed.data]] : []
  })
  const result = Object.fromEntries(defaults)
  known.set(schema, result)
  return result
}

/** Settings that the schema refuses, leaving out those whose value is only known when the block runs. */
export function checkConfig(schema: z.ZodObject, config: JsonObject): { path: string[]; message: string }[] {
  const parsed = schema.safeParse({ ...defaultsOf(schema), ...config })
  if (parsed.success) return []
  return parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String)
    return holdsReference(valueAt(config, path)) ? [] : [{ path, message: issue.message }]
  })
}

function valueAt(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)]
    return typeof at === 'object' && at !== null ? ownValue(at, step) : undefined
  }, value)
}
