import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject } from './json.ts'

/** What stands in the place of personal data. */
export const CONCEALED = '•••••'

/** Where a value holds personal data: all of it, or in members by name; `*` stands for list items and all other members. */
export type Personal = true | { readonly [member: string]: Personal }

const NOWHERE: Personal = {}
const SHORTEST = 3
/** Longer texts are compared as a whole only. */
const LONGEST_PATTERN = 200
const MOST_PATTERNS = 1_000

/** Where values of a schema hold personal data, as told by `.meta({ personal: true })`. */
export function personalIn(schema: z.ZodType): Personal {
  return read(z.toJSONSchema(schema, { unrepresentable: 'any' }))
}

type Node = z.core.JSONSchema.BaseSchema | boolean

function read(node: Node | undefined): Personal {
  if (typeof node !== 'object') return NOWHERE
  if (node.personal === true) return true
  const items = Array.isArray(node.items) ? undefined : node.items
  const members = Object.entries(node.properties ?? {}).map(([name, member]) => ({ [name]: read(member) }))
  const others = [read(items), read(node.additionalProperties)].map((rest) => ({ '*': rest }))
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].map(read)
  return [...members, ...others, ...alternatives].map(prune).reduce(join, NOWHERE)
}

function prune(where: Personal): Personal {
  if (where === true) return true
  return Object.fromEntries(
    Object.entries(where).filter(([, inner]) => inner === true || Object.keys(inner).length > 0),
  )
}

function join(a: Personal, b: Personal): Personal {
  if (a === true || b === true) return true
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries(Array.from(names, (name) => [name, join(a[name] ?? NOWHERE, b[name] ?? NOWHERE)]))
}

function inner(where: Personal, name: string): Personal {
  if (where === true) return true
  return (Object.hasOwn(where, name) ? where[name] : where['*']) ?? NOWHERE
}

/** The texts and numbers that stand where the personal data is. */
export function personalValues(value: Json, where: Personal): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return where === true ? [value] : []
  if (Array.isArray(value)) return value.flatMap((item) => personalValues(item, inner(where, '*')))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => personalValues(member, inner(where, name)))
}

/** The value with everything concealed that stands where the personal data is; its shape, and what is empty, stay. */
export function concealAt(value: Json, where: Personal): Json {
  if (Array.isArray(value)) return value.map((item) => concealAt(item, inner(where, '*')))
  if (isJsonObject(value)) return mapMembers(value, (member, name) => concealAt(member, inner(where, name)))
  return where === true && value !== null && value !== '' ? CONCEALED : value
}

/** Conceals personal values wherever else they turn up. */
export type Concealer = {
  text(text: string): string
  json(value: Json): Json
  /** Like `json`, but a text that holds a personal value is concealed as a whole, so that it can be restored. */
  whole(value: Json): Json
}

/**
 * A concealer of these values. In texts it finds whole words in any case, a text of several lines also line by line;
 * values shorter than three characters are too common to be looked for. What is `kept` stays as it is where it stands alone.
 */
export function createConcealer(values: readonly (string | number)[], kept?: Json): Concealer {
  const texts = values.flatMap((value) => {
    const text = String(value).trim()
    return text.includes('\n') ? [text, ...text.split('\n').map((line) => line.trim())] : [text]
  })
  const known = new Set(texts.filter((text) => text.length >= SHORTEST))
  const words = [...known].filter((text) => text.length <= LONGEST_PATTERN).sort((a, b) => b.length - a.length)
  if (known.size === 0) return { text: same, json: same, whole: same }
  const alternatives = words.slice(0, MOST_PATTERNS).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  const conceal = (text: string) => {
    if (text === kept) return text
    if (known.has(text.trim())) return CONCEALED
    return alternatives.length > 0 ? text.replace(pattern, CONCEALED) : text
  }
  const visitor = (change: (text: string) => string) => {
    const visit = (value: Json): Json => {
      if (typeof value === 'string') return change(value)
      if (typeof value === 'number') return value !== kept && known.has(String(value)) ? CONCEALED : value
      if (Array.isArray(value)) return value.map(visit)
      return isJsonObject(value) ? mapMembers(value, visit) : value
    }
    return visit
  }
  const whole = visitor((text) => (conceal(text) === text ? text : CONCEALED))
  return { text: conceal, json: visitor(conceal), whole }
}

function same<Value>(value: Value): Value {
  return value
}

/** An edited value with whatever was left concealed taken from the original at the same place. */
export function restoreConcealed(edited: Json, original: Json | undefined): Json {
  if (edited === CONCEALED) return original ?? CONCEALED
  if (Array.isArray(edited)) {
    return edited.map((item, at) => restoreConcealed(item, Array.isArray(original) ? original[at] : undefined))
  }
  if (!isJsonObject(edited)) return edited
  const from = isJsonObject(original) ? original : {}
  return mapMembers(edited, (member, name) =>
    restoreConcealed(member, Object.hasOwn(from, name) ? from[name] : undefined),
  )
}

function mapMembers(value: JsonObject, change: (member: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member, name)]))
}
