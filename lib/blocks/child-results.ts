import { z } from 'zod'
import type { Resolution } from '#lib/engine/block.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'

/** What one child execution came to. */
export const childResultSchema = z.strictObject({
  executionId: z.string().nullable(),
  status: z.string(),
  output: jsonObjectSchema.meta({ personal: true }),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

const answerSchema = z.object({ results: z.array(childResultSchema) })

/** The results with which a pause that waited for child executions was answered, by index. */
export function childResults({ data }: Resolution): z.infer<typeof childResultSchema>[] {
  return answerSchema.parse(data).results
}
