import { z } from 'zod'
import { type Reference, referenceSchema } from '#lib/contracts/reference.ts'
import { type JsonObject, jsonObjectSchema } from '#lib/engine/json.ts'
import type { Runtime } from '#lib/ports.ts'
import { documentOf } from './serve.ts'

const contentSchema = z.record(
  z.string(),
  z.object({ schema: jsonObjectSchema.optional(), example: jsonObjectSchema.optional() }),
)

const documentSchema = z.object({
  servers: z.tuple([z.object({ url: z.string() })]),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        tags: z.tuple([z.string()]),
        summary: z.string(),
        description: z.string(),
        'x-permission': z.string().nullable().default(null),
        'x-addition': z.boolean().default(false),
        parameters: z
          .array(
            z.object({
              name: z.string(),
              in: z.enum(['path', 'query']),
              required: z.boolean(),
              schema: jsonObjectSchema,
            }),
          )
          .default([]),
        requestBody: z.object({ required: z.boolean(), content: contentSchema }).optional(),
        responses: z.record(z.string(), z.object({ description: z.string(), content: contentSchema.optional() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), jsonObjectSchema) }),
})
type Document = z.infer<typeof documentSchema>
type DocumentOperation = Document['paths'][string][string]

/** The reference of the public APIs, made from their OpenAPI document. */
export function referenceOf(runtime: () => Runtime): Reference {
  const document = documentSchema.parse(documentOf(runtime))
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return referenceSchema.parse({
    publicUrl: document.servers[0].url,
    apis: document.tags.map(({ name, description }) => ({
      name,
      description,
      operations: operations
        .filter(({ operation }) => operation.tags[0] === name)
        .map(({ path, method, operation }) => ({ path, method, ...detailsOf(operation, document.components.schemas) })),
    })),
  })
}

function detailsOf(operation: DocumentOperation, schemas: Record<string, JsonObject>) {
  const { operationId: id, summary, description, parameters, requestBody, responses } = operation
  const [body] = Object.entries(requestBody?.content ?? {})
  return {
    id,
    summary,
    description,
    permission: operation['x-permission'],
    addition: operation['x-addition'],
    parameters,
    body: body
      ? {
          type: body[0],
          required: requestBody?.required ?? false,
          schema: body[1].schema ?? {},
          example: body[1].example ?? null,
        }
      : null,
    answers: Object.entries(responses).map(([status, { description: said, content = {} }]) => {
      const [answer] = Object.entries(content)
      return {
        status,
        description: said,
        type: answer?.[0] ?? null,
        schema: answer?.[1].schema ? resolved(answer[1].schema, schemas) : null,
      }
    }),
  }
}

function resolved(schema: JsonObject, schemas: Record<string, JsonObject>): JsonObject {
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
  return name === undefined ? schema : (schemas[name] ?? schema)
}
