import { z } from 'zod'

const nameSchema = z.union([
  z.string(),
  z.object({ first: z.string().nullish(), last: z.string().nullish() }),
  z.null(),
])

const textsSchema = z.union([z.array(z.string()), z.string(), z.null()])

/** Settings of the block; what is read from references may be empty. */
export const configSchema = z.strictObject({
  name: nameSchema.default('{input.name?}').meta({
    label: 'Name',
    help: 'A full name, or an object with first and last.',
    control: 'text',
  }),
  birth_date: z
    .union([z.string(), z.null()])
    .default('{input.birth_date?}')
    .meta({ label: 'Birth date', help: 'YYYY-MM-DD or YYYY. Compared apart from the name.', control: 'text' }),
  countries: textsSchema
    .default('')
    .meta({ label: 'Countries', help: 'ISO 3166-1 alpha-2 codes, separated by commas.', control: 'text' }),
  identifiers: textsSchema.default('').meta({
    label: 'Identifiers',
    help: 'Document or registration numbers, separated by commas. An entry with one of them is a hit whatever its name.',
    control: 'text',
  }),
  type: z
    .enum(['any', 'person', 'organization', 'vessel', 'aircraft'])
    .default('any')
    .meta({ label: 'Subject type', help: 'Hits of another type are ruled out.' }),
  threshold: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.85)
    .meta({ label: 'Threshold', help: 'Least name score that counts as a hit, 0.5 to 1.' }),
  max_hits: z.int().min(1).max(100).default(10).meta({ label: 'Most hits', help: 'Best first.' }),
  rule_out: z.boolean().default(true).meta({
    label: 'Rule out by birth date',
    help: 'A hit whose birth years are all more than two years away is shown, but does not count.',
  }),
  max_list_age_days: z.number().min(0).default(0).meta({
    label: 'Oldest list',
    unit: 'days',
    help: 'An older list makes the screening inconclusive. 0 sets no limit.',
  }),
  on_hit: z
    .enum(['branch', 'fail'])
    .default('branch')
    .meta({
      label: 'On a hit',
      help: 'Where the exit hit has no edge, a hit leaves by out.',
      choices: { branch: 'Go on through the exit hit', fail: 'Fail the block' },
    }),
})
export type ScreeningConfig = z.output<typeof configSchema>

/** The name as one line, or `null` where none was given. */
export function nameOf(name: ScreeningConfig['name']): string | null {
  if (name === null) return null
  const text = typeof name === 'string' ? name : [name.first, name.last].filter((part) => part).join(' ')
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' ? null : line
}

/** A list of texts, whether given as a list or separated by commas. */
export function textsOf(value: ScreeningConfig['countries']): string[] {
  const parts = typeof value === 'string' ? value.split(/[,;]/) : (value ?? [])
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
