import { text } from '#components/messages/text.ts'
import { checkFields, type FieldProblem, type FieldSpec, withDefaults } from '#lib/engine/fields.ts'
import { type Json, type JsonObject, jsonSchema } from '#lib/engine/json.ts'

/** What a form holds while it is filled in: numbers and JSON as typed, so that no keystroke is lost. */
export type FormValues = Record<string, string | boolean | string[]>

/** The values a form starts with: what was `given` before, else the fields' defaults, else nothing. */
export function startValues(fields: readonly FieldSpec[], given: JsonObject = {}): FormValues {
  const values = withDefaults(fields, given)
  return Object.fromEntries(fields.map((field) => [field.name, toTyped(field, values[field.name])]))
}

function toTyped(field: FieldSpec, value: Json | undefined): string | boolean | string[] {
  if (field.type === 'boolean') return value === true
  if (field.type === 'multiselect') return Array.isArray(value) ? value.map(String) : []
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** What was typed as a submission, and every field that is missing or wrong in the words the server would use. */
export function readForm(
  fields: readonly FieldSpec[],
  typed: FormValues,
): { data: JsonObject; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const data: JsonObject = {}
  for (const field of fields) {
    const read = readValue(field, typed[field.name])
    if ('problem' in read) problems.push({ path: field.name, message: read.problem })
    else if (read.value !== undefined) data[field.name] = read.value
  }
  const unreadable = new Set(problems.map(({ path }) => path))
  const checked = checkFields(fields, data).filter(({ path }) => !unreadable.has(path))
  return { data, problems: [...problems, ...checked] }
}

type Read = { value: Json | undefined } | { problem: string }

function readValue(field: FieldSpec, typed: FormValues[string] | undefined): Read {
  if (typed === undefined || typed === '') return { value: undefined }
  if (typeof typed === 'boolean') return { value: typed }
  if (Array.isArray(typed)) return { value: typed.length === 0 ? undefined : typed }
  if (field.type === 'number') return readNumber(typed)
  if (field.type === 'json') return readJson(typed)
  return { value: typed }
}

function readNumber(typed: string): Read {
  const value = Number(typed.trim())
  return typed.trim() !== '' && Number.isFinite(value) ? { value } : { problem: text.fields.number }
}

function readJson(typed: string): Read {
  try {
    return { value: jsonSchema.parse(JSON.parse(typed)) }
  } catch {
    return { problem: text.fields.json }
  }
}
