import type { ExpectedOutput, ScenarioResult } from '#lib/contracts/scenarios.ts'
import { isJsonObject, type Json, ownValue } from '#lib/engine/json.ts'

/** Expected values that are not there, each with what is; objects may hold more than is expected of them. */
export function compareOutputs(expected: readonly ExpectedOutput[], outputs: Json): ScenarioResult['differences'] {
  return expected.flatMap(({ path, value }) => {
    const actual = valueAt(outputs, path)
    return holds(actual, value) ? [] : [{ path, expected: value, actual: actual ?? null }]
  })
}

/** The value at a path of keys and positions with dots between; `undefined` where there is none. */
export function valueAt(value: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return /^\d+$/.test(step) ? at[Number(step)] : undefined
    return at !== undefined && isJsonObject(at) ? ownValue(at, step) : undefined
  }, value)
}

function holds(actual: Json | undefined, expected: Json): boolean {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false
    return expected.every((item, position) => holds(actual[position], item))
  }
  if (isJsonObject(expected)) {
    if (actual === undefined || !isJsonObject(actual)) return false
    return Object.entries(expected).every(([key, member]) => holds(ownValue(actual, key), member))
  }
  return actual === expected
}
