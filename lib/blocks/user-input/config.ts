import { z } from 'zod'
import { type FieldSpec, fieldSpecSchema } from '#lib/engine/fields.ts'
import { variableNameSchema } from '#lib/engine/graph.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'

const INPUT_TYPES = ['textbox', 'textarea', 'number', 'date', 'select', 'checkbox', 'radio', 'file', 'form'] as const

/** Name of the value of every input that is not a form. */
export const INPUT_VALUE = 'inputValue'

const optionSchema = z.strictObject({
  value: z.string().meta({ label: 'Value', help: 'What the data holds' }),
  label: z.string().meta({ label: 'Label', help: 'What people read' }),
})

const CHOICES = { form: 'Form of several fields', textbox: 'Line of text', textarea: 'Text of several lines' }

/** Settings of an input; times are seconds from the moment it opens. */
export const configSchema = z.strictObject({
  input_type: z.enum(INPUT_TYPES).default('textbox').meta({ label: 'Kind of input', choices: CHOICES }),
  title: z
    .string()
    .min(1)
    .max(300)
    .default('Input')
    .meta({ label: 'Title', help: 'The question, or the form’s title' }),
  instructions: z
    .string()
    .max(4_000)
    .default('')
    .meta({ label: 'Instructions', help: 'Shown above the fields', control: 'textarea' }),
  required: z
    .boolean()
    .default(true)
    .meta({ label: 'Required', when: { field: 'input_type', is: INPUT_TYPES.filter((type) => type !== 'form') } }),
  options: z
    .array(optionSchema)
    .max(500)
    .refine((options) => new Set(options.map(({ value }) => value)).size === options.length, 'Two have one value')
    .default([])
    .meta({
      label: 'Options',
      help: 'A checkbox with options allows several',
      when: { field: 'input_type', is: ['select', 'radio', 'checkbox'] },
    }),
  fields: z
    .array(fieldSpecSchema)
    .max(50)
    .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, 'Two fields have one name')
    .default([])
    .meta({ label: 'Fields', help: 'What the form asks for', when: { field: 'input_type', is: ['form'] } }),
  variable_name: variableNameSchema
    .optional()
    .meta({ label: 'Variable', help: 'Workflow variable that remembers the answer', from: 'variable' }),
  context: jsonObjectSchema.default({}).meta({ label: 'Context', help: 'Label and value: what the person sees' }),
  expires_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Expires after', unit: 'seconds', help: 'Leaves by expired where it has an edge, else fails' }),
})
export type InputConfig = z.output<typeof configSchema>

/** What the person is asked for. */
export function fieldsOf({ input_type, title, required, options, fields }: InputConfig): FieldSpec[] {
  const field = (type: FieldSpec['type'], more: Partial<FieldSpec> = {}): FieldSpec[] => [
    { name: INPUT_VALUE, label: title.slice(0, 200), type, required, ...more },
  ]
  switch (input_type) {
    case 'form':
      return fields
    case 'textbox':
      return field('text')
    case 'textarea':
    case 'number':
    case 'date':
    case 'file':
      return field(input_type)
    case 'select':
    case 'radio':
      return field('select', { options })
    case 'checkbox':
      return options.length > 0 ? field('multiselect', { options }) : field('boolean')
    default:
      return input_type satisfies never
  }
}
