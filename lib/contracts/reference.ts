import { z } from 'zod'
import { jsonObject } from './wire.ts'

const parameterSchema = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query']),
  required: z.boolean(),
  schema: jsonObject,
})

const answerSchema = z.strictObject({
  /** A status, or `default` for every one that is not named. */
  status: z.string(),
  description: z.string(),
  /** Media type, where there is a body. */
  type: z.string().nullable(),
  schema: jsonObject.nullable(),
})

export const referenceOperationSchema = z.strictObject({
  id: z.string(),
  method: z.string(),
  path: z.string(),
  summary: z.string(),
  /** Paragraphs, separated by empty lines; `code` in backticks. */
  description: z.string(),
  permission: z.string().nullable(),
  /** Goes beyond the API this one follows. */
  addition: z.boolean(),
  parameters: z.array(parameterSchema),
  body: z
    .strictObject({ type: z.string(), required: z.boolean(), schema: jsonObject, example: jsonObject.nullable() })
    .nullable(),
  answers: z.array(answerSchema),
})
export type ReferenceOperation = z.infer<typeof referenceOperationSchema>
export type ReferenceAnswer = z.infer<typeof answerSchema>

/** The reference of the public APIs as its page shows it, every schema complete in itself. */
export const referenceSchema = z.strictObject({
  publicUrl: z.string(),
  apis: z.array(
    z.strictObject({ name: z.string(), description: z.string(), operations: z.array(referenceOperationSchema) }),
  ),
})
export type Reference = z.infer<typeof referenceSchema>
