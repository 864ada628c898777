import fc from 'fast-check'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

const NASTY = [
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  '../../etc/passwd',
  "' OR 1=1 --",
  '{x}',
  '$' + '{x}',
  '🛂'.repeat(50),
]
const DEEPEST = 4

/** Texts that stand for things that are there, under the names they are asked for by. */
export type Known = readonly { name: RegExp; texts: readonly string[] }[]

/** Values of a JSON schema, for a member of the given name; where `known` has texts for the name, they are often used. */
export function valuesOf(schema: Json | undefined, known: Known, name = '', depth = 0): fc.Arbitrary<Json> {
  if (!isJsonObject(schema) || Object.keys(schema).length === 0 || depth > DEEPEST) return anything()
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (Array.isArray(choices)) return fc.oneof(...choices.map((choice) => valuesOf(choice, known, name, depth + 1)))
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => valuesOf({ ...schema, type }, known, name, depth)))
  const limits = (least: number, most: number) => ({
    min: typeof schema.minimum === 'number' ? schema.minimum : least,
    max: typeof schema.maximum === 'number' ? schema.maximum : most,
  })
  switch (schema.type) {
    case 'string':
      return texts(schema, known.find((those) => those.name.test(name))?.texts ?? [])
    case 'integer':
      return fc.integer(limits(-1000, 1000))
    case 'number':
      return fc.double({ ...limits(-1e6, 1e6), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valuesOf(schema.items, known, name, depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: 4,
      })
    case 'object':
      return objects(schema, known, depth)
    default:
      return anything()
  }
}

function anything(): fc.Arbitrary<Json> {
  return fc.oneof(fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>, fc.constantFrom(...NASTY))
}

function texts({ format, pattern, minLength, maxLength }: JsonObject, known: readonly string[]): fc.Arbitrary<string> {
  const fit = (text: string) => text.slice(0, Number(maxLength ?? 300)).padEnd(Number(minLength ?? 0), 'x')
  const plain =
    format === 'uuid'
      ? fc.uuid()
      : format === 'date-time'
        ? fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }).map((at) => at.toISOString())
        : typeof pattern === 'string' && !pattern.includes('\\P')
          ? fc.stringMatching(new RegExp(pattern, 'u'))
          : fc.string({ maxLength: 40 })
  return fc.oneof(
    ...(known.length > 0 ? [{ weight: 40, arbitrary: fc.constantFrom(...known) }] : []),
    { weight: 20, arbitrary: plain.map(fit) },
    { weight: 1, arbitrary: fc.constantFrom(...NASTY) },
  )
}

function objects(schema: JsonObject, known: Known, depth: number): fc.Arbitrary<Json> {
  const { properties, required, additionalProperties, propertyNames } = schema
  if (!isJsonObject(properties)) {
    const usual = isJsonObject(propertyNames) ? texts(propertyNames, []) : fc.string({ maxLength: 10 })
    const names = fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...NASTY) })
    return fc.dictionary(names, valuesOf(additionalProperties, known, '', depth + 1), {
      maxKeys: 4,
      noNullPrototype: true,
    })
  }
  const requiredKeys = Array.isArray(required) ? required.map(String) : []
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, valuesOf(member, known, name, depth + 1)]),
  )
  const whole = fc.record(members, { requiredKeys, noNullPrototype: true })
  const least = fc.record(Object.fromEntries(Object.entries(members).filter(([name]) => requiredKeys.includes(name))), {
    noNullPrototype: true,
  })
  return fc.oneof(whole, least)
}

/** Bodies of a schema, now and then spoilt: a member replaced, left out or added, broken JSON, nothing at all. */
export function bodiesOf(schema: JsonObject, known: Known): fc.Arbitrary<string | null> {
  const good = valuesOf(schema, known)
  const spoilt = fc.tuple(good, fc.nat(), anything(), fc.constantFrom('replace', 'drop', 'add')).map(spoil)
  const odd: fc.Arbitrary<string | null> = fc.constantFrom(
    null,
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"__proto__":{}}',
    `${'['.repeat(200)}${']'.repeat(200)}`,
  )
  return fc.oneof(
    { weight: 6, arbitrary: good.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: spoilt.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: odd },
  )
}

function spoil([value, at, other, how]: [Json, number, Json, string]): Json {
  if (!isJsonObject(value)) return other
  const names = Object.keys(value)
  const name = names[at % Math.max(1, names.length)]
  if (how === 'add' || name === undefined) return { ...value, unheard_of: other }
  if (how === 'replace') return { ...value, [name]: other }
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
}
