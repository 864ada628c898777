import type { PauseRequest } from './block.ts'
import { type Json, type JsonObject, ownValue } from './json.ts'

/** A submission under the names its pause asks for: a single value may also be called `value`, or be the only one. */
export function readSubmission({ single }: Pick<PauseRequest, 'single'>, data: JsonObject): JsonObject {
  if (single === undefined) return data
  const value = ownValue(data, single) ?? ownValue(data, 'value') ?? onlyValue(data)
  return value === undefined ? {} : { [single]: value }
}

function onlyValue(data: JsonObject): Json | undefined {
  const [first, ...others] = Object.values(data)
  return others.length === 0 ? first : undefined
}
