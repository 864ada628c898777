import { z } from 'zod'
import type { Json } from '#lib/engine/json.ts'

const factor = z.enum(['match', 'partial', 'mismatch', 'unknown'])

const hitSchema = z.object({
  entryId: z.string(),
  list: z.string(),
  matchedName: z.string(),
  primaryName: z.string(),
  aliases: z.array(z.string()).default([]),
  programs: z.array(z.string()).default([]),
  birthDates: z.array(z.string()).default([]),
  countries: z.array(z.string()).default([]),
  score: z.number(),
  factors: z.object({ name: factor, birthDate: factor, country: factor, identifier: factor, type: factor }),
  weakAlias: z.boolean().default(false),
  remarks: z.string().nullable().default(null),
})
export type Hit = z.infer<typeof hitSchema>

const listSchema = z.object({
  list: z.string(),
  version: z.string(),
  date: z.string(),
  entries: z.number(),
  fictional: z.boolean().default(false),
})

const screeningSchema = z.object({
  hits: z.array(hitSchema),
  lists: z.array(listSchema),
  name_screened: z.string().optional(),
})
export type Screening = z.infer<typeof screeningSchema>

const documentSchema = z.looseObject({
  document_type: z.string().nullable(),
  checks: z.array(z.object({ code: z.string(), passed: z.boolean(), detail: z.string().nullish() })),
})
export type DocumentFinding = z.infer<typeof documentSchema>

/** What a block found, told by the shape of its output and never by its type. */
export type Finding =
  | { kind: 'screening'; screening: Screening }
  | { kind: 'document'; document: DocumentFinding }
  | { kind: 'plain'; value: Json }

/** Reads an output as the most telling finding it fits. */
export function findingOf(output: Json): Finding {
  const screening = screeningSchema.safeParse(output)
  if (screening.success) return { kind: 'screening', screening: screening.data }
  const document = documentSchema.safeParse(output)
  if (document.success) return { kind: 'document', document: document.data }
  return { kind: 'plain', value: output }
}
