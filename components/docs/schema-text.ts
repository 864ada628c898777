import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

/** A member of an object in a schema. */
export type Member = { name: string; required: boolean; schema: JsonObject }

/** The members of an object schema, or of the items of a list of objects. */
export function membersOf(schema: JsonObject): Member[] {
  if (isJsonObject(schema.items)) return membersOf(schema.items)
  const [only, ...others] = choicesOf(schema).filter((choice) => choice.type !== 'null')
  if (only && others.length === 0) return membersOf(only)
  const { properties, required } = schema
  if (!isJsonObject(properties)) return []
  return Object.entries(properties).flatMap(([name, member]) =>
    isJsonObject(member)
      ? [{ name, required: Array.isArray(required) && required.includes(name), schema: member }]
      : [],
  )
}

/** What a value may be, in a few words: `string`, `list of objects`, `"a" or "b"`. */
export function typeText(schema: JsonObject): string {
  const choices = choicesOf(schema)
  if (choices.length > 0) return [...new Set(choices.map(typeText))].join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (Array.isArray(schema.type)) return schema.type.join(' or ')
  if (schema.type === 'array')
    return `list of ${isJsonObject(schema.items) ? plural(typeText(schema.items)) : 'anything'}`
  if (typeof schema.format === 'string') return schema.format
  return typeof schema.type === 'string' ? schema.type : 'anything'
}

/** Holds of all text that may stand in an id; not worth a reader's while. */
const NO_CONTROLS = '^\\P{Cc}*$'

/** Limits of a value, as people write them. */
export function limitsText(schema: JsonObject): string[] {
  const { minimum, maximum, minLength, maxLength, pattern, default: usual } = schema
  return [
    ...between(minimum, maximum, ''),
    ...between(minLength, maxLength, ' characters'),
    ...(typeof pattern === 'string' && pattern !== NO_CONTROLS ? [`fits ${pattern}`] : []),
    ...(usual === undefined ? [] : [`${JSON.stringify(usual)} unless given`]),
  ]
}

function between(least: Json | undefined, most: Json | undefined, unit: string): string[] {
  const bounded = typeof most === 'number' && most < Number.MAX_SAFE_INTEGER
  if (typeof least === 'number' && least > Number.MIN_SAFE_INTEGER) {
    return [bounded ? `${least} to ${most}${unit}` : `at least ${least}${unit}`]
  }
  return bounded ? [`at most ${most}${unit}`] : []
}

function choicesOf(schema: JsonObject): JsonObject[] {
  const choices = schema.anyOf ?? schema.oneOf
  return Array.isArray(choices) ? choices.filter(isJsonObject) : []
}

function plural(type: string): string {
  return /^\w+$/.test(type) && type !== 'anything' ? `${type}s` : type
}
