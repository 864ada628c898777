import { z } from 'zod'
import { DOCUMENT_TYPES } from './checks.ts'

/** A text that may come from a reference: an unresolved optional one arrives as `null`, empty text means the same. */
const text = (reference: string, label: string, help: string) =>
  z.string().nullable().default(reference).meta({ label, help, control: 'text' })

const list = (label: string, help: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .nullable()
    .default(null)
    .meta({ label, help, control: 'text' })

const personName = z.object({ first: z.string().nullable().default(null), last: z.string().nullable().default(null) })

export const configSchema = z.strictObject({
  mrz: text('{input.mrz?}', 'Machine readable zone', 'The two or three lines as text; taken before any image'),
  image_base64: text('{input.document_image?}', 'Image', 'The page as base64: JPEG, PNG or WebP'),
  file_id: text('{input.document_file_id?}', 'File', 'The id of an uploaded file'),
  subject_id: text(
    '{input.subject_id?}',
    'Subject',
    'Whose newest file on record is taken if no other source is given',
  ),
  document_type: text('{input.document_type?}', 'Document type', 'Which of the files on record is taken'),
  declared_name: z
    .union([z.string(), personName])
    .nullable()
    .default('{input.name?}')
    .meta({ label: 'Declared name', help: 'Compared with the name in the document, if given', control: 'text' }),
  declared_birth_date: text('{input.birth_date?}', 'Declared birth date', 'YYYY-MM-DD; compared with the document'),
  accepted_types: list('Accepted types', `Of ${DOCUMENT_TYPES.join(', ')}, separated by commas; empty accepts all`),
  accepted_states: list('Accepted states', 'Three-letter codes, separated by commas; empty accepts all'),
  on_negative: z
    .enum(['fail', 'branch'])
    .default('fail')
    .meta({
      label: 'On a rejected document',
      choices: { fail: 'Fail the block', branch: 'Go on through the exit rejected' },
    }),
})
export type Config = z.output<typeof configSchema>

/** The given text without blanks around it, or `null` where it says nothing. */
export function given(value: string | null): string | null {
  return value?.trim() || null
}

/** The items of a list, or of text separated by commas. */
export function items(value: string | readonly string[] | null): string[] {
  const parts = typeof value === 'string' ? value.split(',') : (value ?? [])
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** A declared name as one text, or `null`. */
export function declaredName(value: Config['declared_name']): string | null {
  if (value === null || typeof value === 'string') return given(value)
  return given([value.first, value.last].filter((part) => part !== null).join(' '))
}
