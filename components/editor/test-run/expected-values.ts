import type { ExpectedOutput, Recording } from '#lib/contracts/scenarios.ts'
import { type Json, jsonSchema } from '#lib/engine/json.ts'

/** A line of the form: one value that may be expected, as typed. */
export type ValueRow = { key: string; on: boolean; path: string; value: string }

let rows = 0
const newKey = () => `row-${++rows}`

/** An empty line. */
export function emptyRow(): ValueRow {
  return { key: newKey(), on: true, path: '', value: '' }
}

/** The lines for what a scenario expects. */
export function rowsOf(expected: readonly ExpectedOutput[]): ValueRow[] {
  return expected.map(({ path, value }) => ({ key: newKey(), on: true, path, value: toTyped(value) }))
}

/** The lines for what a run left: what speaks of its decisions is chosen. */
export function rowsOfRun({ values }: Recording): ValueRow[] {
  return values.map(({ path, value, suggested }) => ({ key: newKey(), on: suggested, path, value: toTyped(value) }))
}

/** What the chosen lines expect; lines without a path say nothing. */
export function readRows(typed: readonly ValueRow[]): ExpectedOutput[] {
  return typed.flatMap(({ on, path, value }) =>
    on && path.trim() !== '' ? [{ path: path.trim(), value: toValue(value) }] : [],
  )
}

/** Text stands for itself unless it would be read as something else. */
function toTyped(value: Json): string {
  return typeof value === 'string' && toValue(value) === value ? value : JSON.stringify(value)
}

function toValue(typed: string): Json {
  try {
    return jsonSchema.parse(JSON.parse(typed))
  } catch {
    return typed
  }
}
