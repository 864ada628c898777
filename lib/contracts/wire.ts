import { z } from 'zod'
import { actorSchema } from '#lib/engine/block.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

/** An instant as ISO 8601 text in UTC. */
export const instant = z.iso.datetime()

/** A value that came out of, or goes into, JSON text; passed on as it is, without a copy. */
export const json = z.custom<Json>((value) => value !== undefined, 'Required')

/** A JSON object, passed on as it is. */
export const jsonObject = z.custom<JsonObject>(isJsonObject, 'Must be an object')

export const ENVIRONMENTS = ['PRODUCTION', 'DEVELOPMENT'] as const
export const environmentSchema = z.enum(ENVIRONMENTS)

/** Who acted: `type` is `user`, `key` or `system`. */
export const actor = actorSchema

/** The schema without text that PostgreSQL cannot keep: NUL characters and halves of surrogate pairs. */
export function storable<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.refine(isStorable, 'Holds characters that cannot be stored')
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member))
}

/** Rows asked for in one page: 1 to 100, 50 unless said. */
export const limitSchema = z.coerce.number().int().min(1).max(100).default(50)

/** A query parameter that may be given several times: always a list, empty when absent. */
export function repeated<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(item))
}

/** One page of a list; `nextCursor` is `null` on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ data: z.array(item), nextCursor: z.string().nullable() })
}

/** The body of every refusal of the console's API. */
export const errorBodySchema = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    details: z.array(z.strictObject({ path: z.string(), message: z.string(), code: z.string().optional() })),
    request_id: z.string(),
  }),
})
export type ErrorBody = z.infer<typeof errorBodySchema>
