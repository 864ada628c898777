import { z } from 'zod'

const textSchema = z.union([z.string(), z.null()])

/** Settings of the block; what is read from references may be empty. */
export const configSchema = z.strictObject({
  name: textSchema
    .default('{input.company_name?}')
    .meta({ label: 'Name', help: 'The company’s name as it was declared.', control: 'text' }),
  number: textSchema.default('{input.company_number?}').meta({
    label: 'Number',
    help: 'Registration number, LEI or another identifier. It counts before the name.',
    control: 'text',
  }),
  jurisdiction: textSchema.default('').meta({
    label: 'Jurisdiction',
    help: 'ISO 3166 code, like GB or US-DE. Companies of other jurisdictions are left out.',
    control: 'text',
  }),
  threshold: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.85)
    .meta({ label: 'Threshold', help: 'Least name score that counts as the same company, 0.5 to 1.' }),
  margin: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.05)
    .meta({ label: 'Margin', help: 'How far the second best must be behind, else the result is ambiguous.' }),
  max_register_age_days: z.number().min(0).default(0).meta({
    label: 'Oldest register',
    unit: 'days',
    help: 'An older register makes the lookup inconclusive. 0 sets no limit.',
  }),
  require_active: z
    .boolean()
    .default(true)
    .meta({ label: 'Must be active', help: 'A company that is not known to do business is inconclusive.' }),
})
export type LookupConfig = z.output<typeof configSchema>
