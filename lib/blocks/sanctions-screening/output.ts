import { z } from 'zod'
import type { ListVersion, ScreeningHit } from '../services.ts'

const factorSchema = z.enum(['match', 'partial', 'mismatch', 'unknown'])

const hitSchema = z.object({
  entry_id: z.string(),
  list: z.string(),
  matched_name: z.string(),
  primary_name: z.string(),
  aliases: z.array(z.string()),
  type: z.string(),
  programs: z.array(z.string()),
  birth_dates: z.array(z.string()),
  countries: z.array(z.string()),
  score: z.number(),
  factors: z.object({
    name: z.number(),
    birth_date: factorSchema,
    country: factorSchema,
    identifier: factorSchema,
    type: factorSchema,
  }),
  weak_alias: z.boolean(),
  remarks: z.string().nullable(),
  /** Factors that contradict the subject, so that the hit does not count. */
  ruled_out_by: z.array(z.enum(['birth_date', 'type'])),
})

const listSchema = z.object({
  list: z.string(),
  version: z.string(),
  date: z.string(),
  imported_at: z.string(),
  entries: z.number(),
  sha256: z.string(),
  fictional: z.boolean(),
})

/** What a screening says, and everything it rests on. */
export const outputSchema = z.object({
  status: z.enum(['clear', 'hit', 'inconclusive']),
  /** Why the screening is inconclusive. */
  reason: z.enum(['no_list', 'list_too_old', 'name_unreadable']).nullable(),
  name_screened: z.string().meta({ personal: true }),
  hits: z.array(hitSchema),
  lists: z.array(listSchema),
  threshold: z.number(),
  /** Whether a made-up sample list had a part in the result. */
  fictional_list: z.boolean(),
  pep: z.enum(['covered', 'not_covered']),
  adverse_media: z.literal('not_covered'),
  provider: z.object({ name: z.string(), version: z.string() }),
})
export type ScreeningOutput = z.output<typeof outputSchema>
export type OutputHit = ScreeningOutput['hits'][number]

/** A hit in the words of the output. */
export function toOutputHit(hit: ScreeningHit, ruleOut: boolean): OutputHit {
  const contradicted = hit.factors.identifier === 'match' ? [] : contradictions(hit, ruleOut)
  return {
    entry_id: hit.entryId,
    list: hit.list,
    matched_name: hit.matchedName,
    primary_name: hit.primaryName,
    aliases: hit.aliases,
    type: hit.type,
    programs: hit.programs,
    birth_dates: hit.birthDates,
    countries: hit.countries,
    score: hit.score,
    factors: {
      name: hit.factors.name,
      birth_date: hit.factors.birthDate,
      country: hit.factors.country,
      identifier: hit.factors.identifier,
      type: hit.factors.type,
    },
    weak_alias: hit.weakAlias,
    remarks: hit.remarks,
    ruled_out_by: contradicted,
  }
}

function contradictions(hit: ScreeningHit, ruleOut: boolean): OutputHit['ruled_out_by'] {
  const found: OutputHit['ruled_out_by'] = []
  if (ruleOut && hit.factors.birthDate === 'mismatch') found.push('birth_date')
  if (hit.factors.type === 'mismatch') found.push('type')
  return found
}

/** A list version in the words of the output. */
export function toOutputList(list: ListVersion): ScreeningOutput['lists'][number] {
  return {
    list: list.list,
    version: list.version,
    date: list.date,
    imported_at: list.importedAt,
    entries: list.entries,
    sha256: list.sha256,
    fictional: list.fictional,
  }
}
