import { type JsonObject, jsonObjectSchema } from '#lib/engine/json.ts'

/** The object that JSON text stands for; `null` where it is no JSON, or not an object. Nothing typed is an empty one. */
export function readObject(typed: string): JsonObject | null {
  if (typed.trim() === '') return {}
  try {
    return jsonObjectSchema.parse(JSON.parse(typed))
  } catch {
    return null
  }
}
