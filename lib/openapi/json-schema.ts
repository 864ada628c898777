import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

/** What zod writes beside the keywords of JSON Schema: words for forms. */
const FORM_WORDS = new Set(['label', 'help', 'when', 'choices', 'control', 'personal', '$schema', '$defs', 'id'])
const NAMED_FORMATS = new Set(['date-time', 'uuid', 'uri', 'email'])

/**
 * A schema in JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it): of what is sent (`input`) or of what is answered.
 * Values that may be any JSON have the empty schema.
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const written = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema: { _zod: inner }, jsonSchema }) => {
      if (inner.def.type === 'custom' && 'fn' in inner.def && inner.def.fn === isJsonObject) jsonSchema.type = 'object'
    },
  })
  const tidied = tidy(JSON.parse(JSON.stringify(written)))
  if (!isJsonObject(tidied)) throw new Error('A schema must be an object')
  return tidied
}

function tidy(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidy)
  if (!isJsonObject(value)) return value
  // The only recursive schema is that of any JSON value.
  if (typeof value.$ref === 'string') return {}
  const help: JsonObject = typeof value.help === 'string' ? { description: value.help } : {}
  const kept = Object.entries(value).filter(([key]) => !isWordOfForms(key, value) && !isSpelledOut(key, value))
  return {
    ...help,
    ...Object.fromEntries(kept.map(([key, member]) => [key, key === 'properties' ? tidyEach(member) : tidy(member)])),
  }
}

/** Names of properties are no keywords, whatever they are. */
function tidyEach(properties: Json | undefined): Json {
  if (!isJsonObject(properties)) return {}
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, tidy(schema)]))
}

function isWordOfForms(key: string, schema: JsonObject): boolean {
  return FORM_WORDS.has(key) && !(key === 'id' && typeof schema.id !== 'string')
}

/** The pattern of a format that has a name says it again at great length. */
function isSpelledOut(key: string, { format }: JsonObject): boolean {
  return key === 'pattern' && typeof format === 'string' && NAMED_FORMATS.has(format)
}
