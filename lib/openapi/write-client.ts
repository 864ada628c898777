import type { Reference, ReferenceOperation } from '#lib/contracts/reference.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

const HEADER = `// Made from the OpenAPI document by \`npm run client\`; a test holds the two together.
// biome-ignore-all format: as generated
/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
`

/** TypeScript types of every operation: what it takes and what each status answers with. */
export function writeClientTypes({ apis }: Reference): string {
  const operations = apis.flatMap((api) => api.operations).filter(({ answers, body }) => isJson(answers, body))
  const members = operations.map((operation) => `  ${operation.id}: ${operationType(operation)}`)
  const addresses = operations.map(({ id, method, path }) => `  ${id}: ['${method}', '${path}'],`)
  return [
    HEADER,
    '/** What the operations take and answer with, by their names in the OpenAPI document. */',
    `export type Operations = {\n${members.join('\n')}\n}`,
    '',
    '/** Method and address of every operation. */',
    `export const ADDRESSES = {\n${addresses.join('\n')}\n} as const satisfies Record<keyof Operations, readonly [string, string]>`,
    '',
  ].join('\n')
}

/** Forms and event streams are not for a client of JSON. */
function isJson(answers: ReferenceOperation['answers'], body: ReferenceOperation['body']): boolean {
  const types = [...answers.map(({ type }) => type), body?.type ?? null]
  return types.every((type) => type === null || type === 'application/json')
}

function operationType({ parameters, body, answers }: ReferenceOperation): string {
  const place = (wanted: 'path' | 'query') => {
    const members = parameters.filter((parameter) => parameter.in === wanted)
    if (members.length === 0) return []
    const optional = members.every(({ required }) => !required)
    const types = members.map(
      ({ name, required, schema }) => `${nameText(name)}${required ? '' : '?'}: ${typeOf(schema)}`,
    )
    return [`${wanted}${optional ? '?' : ''}: { ${types.join('; ')} }`]
  }
  const input = [
    ...place('path'),
    ...place('query'),
    ...(body ? [`body${body.required ? '' : '?'}: ${typeOf(body.schema)}`] : []),
  ]
  const statuses = answers
    .filter(({ status }) => status.startsWith('2'))
    .map(({ status, schema }) => `{ status: ${status}; body: ${schema ? typeOf(schema) : 'null'} }`)
  return `{ input: { ${input.join('; ')} }; answer: ${statuses.join(' | ')} }`
}

/** The TypeScript type of a schema. */
function typeOf(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return 'Json'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => JSON.stringify(value)))
  const choices = schema.anyOf ?? schema.oneOf
  if (Array.isArray(choices)) return union(choices.map((choice) => typeOf(choice)))
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type })))
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return `Array<${typeOf(schema.items)}>`
    case 'object':
      return objectType(schema)
    default:
      return 'Json'
  }
}

function objectType({ properties, required, additionalProperties }: JsonObject): string {
  if (!isJsonObject(properties)) return `{ [key: string]: ${typeOf(additionalProperties)} }`
  const names = Array.isArray(required) ? required : []
  const members = Object.entries(properties).map(
    ([name, member]) => `${nameText(name)}${names.includes(name) ? '' : '?'}: ${typeOf(member)}`,
  )
  return `{ ${members.join('; ')} }`
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ')
}

function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}
