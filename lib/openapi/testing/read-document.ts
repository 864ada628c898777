import { z } from 'zod'
import { isJsonObject, type JsonObject, jsonObjectSchema } from '#lib/engine/json.ts'

/** An operation as read from a document, the way any client would. */
export type ReadOperation = {
  name: string
  id: string
  method: string
  path: string
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: JsonObject }[]
  body: { type: string; schema: JsonObject; example: JsonObject | undefined } | null
  /** By status, or `default`; the schema is absent where the answer has no JSON body. */
  answers: ReadonlyMap<string, { type: string | null; schema: JsonObject | null }>
}

const contentSchema = z.record(
  z.string(),
  z.object({ schema: jsonObjectSchema.optional(), example: jsonObjectSchema.optional() }),
)
const operationSchema = z.object({
  operationId: z.string(),
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema: jsonObjectSchema }),
    )
    .default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ content: contentSchema.optional() })),
})

/** The operations of an OpenAPI document, every reference resolved. */
export function readOperations(document: JsonObject): ReadOperation[] {
  const paths = z.record(z.string(), z.record(z.string(), operationSchema)).parse(document.paths)
  const { schemas } = z.object({ schemas: z.record(z.string(), jsonObjectSchema) }).parse(document.components)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters, requestBody, responses }]) => {
      const [body] = Object.entries(requestBody?.content ?? {})
      return {
        name: `${method.toUpperCase()} ${path}`,
        id: operationId,
        method: method.toUpperCase(),
        path,
        parameters,
        body: body ? { type: body[0], schema: body[1].schema ?? {}, example: body[1].example } : null,
        answers: new Map(
          Object.entries(responses).map(([status, { content = {} }]) => {
            const [answer] = Object.entries(content)
            const schema = answer?.[1].schema
            return [status, { type: answer?.[0] ?? null, schema: schema ? resolve(schema, schemas) : null }]
          }),
        ),
      }
    }),
  )
}

function resolve(schema: JsonObject, schemas: Record<string, JsonObject>): JsonObject {
  if (typeof schema.$ref !== 'string') return schema
  const found = schemas[schema.$ref.replace('#/components/schemas/', '')]
  if (!found) throw new Error(`There is no ${schema.$ref}`)
  return found
}

/** What is wrong with an answer by the document: `null` where it is as described. */
export function misfit(operation: ReadOperation, status: number, type: string | null, body: unknown): string | null {
  const answer = operation.answers.get(String(status)) ?? operation.answers.get('default')
  if (!answer) return `${status} is not described`
  if (answer.type !== null && !type?.startsWith(answer.type)) return `${status} came as ${type}, not ${answer.type}`
  if (!answer.schema) return null
  const parsed = validatorOf(answer.schema).safeParse(body)
  return parsed.success ? null : `${status} does not fit: ${z.prettifyError(parsed.error)}`
}

const validators = new WeakMap<JsonObject, z.ZodType>()

function validatorOf(schema: JsonObject): z.ZodType {
  const known = validators.get(schema) ?? z.fromJSONSchema(schema)
  validators.set(schema, known)
  return known
}

/** Every reference in a document, in order. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isJsonObject(value)) return []
  const own = typeof value.$ref === 'string' ? [value.$ref] : []
  return [...own, ...Object.values(value).flatMap(referencesIn)]
}
