import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject, jsonSchema } from './json.ts'

export const FIELD_TYPES = [
  'text',
  'textarea',
  'number',
  'boolean',
  'date',
  'select',
  'multiselect',
  'file',
  'json',
] as const

const TYPE_NAMES: Record<(typeof FIELD_TYPES)[number], string> = {
  text: 'Text',
  textarea: 'Text of several lines',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  select: 'One of several',
  multiselect: 'Several of several',
  file: 'File',
  json: 'JSON',
}
const WRITTEN = ['text', 'textarea', 'file']
const MEASURED = ['number', 'multiselect', ...WRITTEN]

const optionSchema = z.strictObject({
  value: z.string().meta({ label: 'Value', help: 'What the data holds' }),
  label: z.string().meta({ label: 'Label', help: 'What people read' }),
})

/** One input of a form: a pause's field, a start block's input, or a block's setting. */
export const fieldSpecSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'Letters, digits and underscores, at most 64')
      .refine((name) => name !== '__proto__', 'This name is reserved')
      .meta({ label: 'Name', help: 'The key of the answer in the data' }),
    label: z.string().min(1).max(200).meta({ label: 'Label', help: 'What people read' }),
    type: z.enum(FIELD_TYPES).default('text').meta({ label: 'Type', choices: TYPE_NAMES }),
    required: z.boolean().default(false).meta({ label: 'Required' }),
    options: z
      .array(optionSchema)
      .optional()
      .meta({ label: 'Options', when: { field: 'type', is: ['select', 'multiselect'] } }),
    pattern: z
      .string()
      .max(500)
      .refine(isPattern, 'This is no regular expression')
      .optional()
      .meta({
        label: 'Pattern',
        help: 'A regular expression for the whole text',
        when: { field: 'type', is: WRITTEN },
      }),
    min: z
      .number()
      .optional()
      .meta({
        label: 'Least',
        help: 'Of a number; of a text, its characters; of several, how many',
        when: { field: 'type', is: MEASURED },
      }),
    max: z
      .number()
      .optional()
      .meta({
        label: 'Most',
        help: 'Of a number; of a text, its characters; of several, how many',
        when: { field: 'type', is: MEASURED },
      }),
    default: jsonSchema.optional().meta({ label: 'Default', help: 'Taken where nothing is given' }),
    help: z.string().max(1000).optional().meta({ label: 'Help', help: 'Stands below the label' }),
    personal: z.boolean().optional().meta({
      label: 'Personal data',
      help: 'Concealed in the history from those who may not see it; unless said, what applicants and callers write is',
    }),
  })
  .refine(({ type, options = [] }) => options.length > 0 || (type !== 'select' && type !== 'multiselect'), {
    message: 'There is nothing to choose from',
    path: ['options'],
  })

export type FieldSpec = z.infer<typeof fieldSpecSchema>
export type FieldProblem = { path: string; message: string }

function isPattern(text: string): boolean {
  try {
    wholeText(text)
    return true
  } catch {
    return false
  }
}

function wholeText(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u')
}

/** Every field of a submission that is missing or wrong, in the order of the fields. */
export function checkFields(fields: readonly FieldSpec[], submission: JsonObject): FieldProblem[] {
  return fields.flatMap((field) => {
    const value = Object.hasOwn(submission, field.name) ? submission[field.name] : undefined
    const absent = value === undefined || value === null || value === ''
    if (absent) return field.required ? [{ path: field.name, message: `${field.label} is required` }] : []
    const parsed = fieldSchema(field).safeParse(value)
    return parsed.success ? [] : [{ path: field.name, message: parsed.error.issues[0]?.message ?? 'Invalid value' }]
  })
}

function fieldSchema(field: FieldSpec): z.ZodType<Json> {
  switch (field.type) {
    case 'number': {
      let number = z.number()
      if (field.min !== undefined) number = number.min(field.min)
      if (field.max !== undefined) number = number.max(field.max)
      return number
    }
    case 'boolean':
      return z.boolean()
    case 'date':
      return z.iso.date('A date as YYYY-MM-DD')
    case 'select':
      return z.enum(optionValues(field))
    case 'multiselect': {
      const chosen = z.array(z.enum(optionValues(field)))
      const { min, max } = field
      const message = min === field.options?.length ? 'All of them are needed' : `At least ${min} of them`
      return chosen
        .refine((values) => min === undefined || new Set(values).size >= min, message)
        .refine((values) => max === undefined || new Set(values).size <= max, `At most ${max} of them`)
    }
    case 'json':
      return jsonSchema
    case 'text':
    case 'textarea':
    case 'file': {
      let text = z.string()
      if (field.min !== undefined) text = text.min(field.min)
      if (field.max !== undefined) text = text.max(field.max)
      if (field.pattern !== undefined) text = text.regex(wholeText(field.pattern))
      return text
    }
    default:
      return field.type satisfies never
  }
}

function optionValues(field: FieldSpec): string[] {
  return (field.options ?? []).map((option) => option.value)
}

/** The form of an object schema: one field for each property, read from its JSON Schema and `meta()`. */
export function toFields(schema: z.ZodType): FieldSpec[] {
  const root: z.core.JSONSchema.BaseSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const required = new Set(root.required ?? [])
  return Object.entries(root.properties ?? {}).flatMap(([name, property]) =>
    typeof property === 'object' ? [toField(name, property, required.has(name))] : [],
  )
}

type JsonSchemaProperty = z.core.JSONSchema.BaseSchema

function toField(name: string, property: JsonSchemaProperty, required: boolean): FieldSpec {
  const meta = fieldMetaSchema.parse(property)
  return {
    name,
    label: meta.label ?? humanize(name),
    type: meta.control ?? fieldType(property),
    required,
    ...(property.enum && {
      options: property.enum.map((value) => ({ value: String(value), label: humanize(String(value)) })),
    }),
    ...(property.minimum !== undefined && { min: property.minimum }),
    ...(property.maximum !== undefined && { max: property.maximum }),
    ...(property.pattern !== undefined && { pattern: property.pattern }),
    ...(property.default !== undefined && { default: jsonSchema.parse(property.default) }),
    ...(meta.help !== undefined && { help: meta.help }),
  }
}

const fieldMetaSchema = z.object({
  label: z.string().optional(),
  help: z.string().optional(),
  control: z.enum(FIELD_TYPES).optional(),
})

function fieldType(property: JsonSchemaProperty): FieldSpec['type'] {
  if (property.enum) return 'select'
  if (property.type === 'number' || property.type === 'integer') return 'number'
  if (property.type === 'boolean') return 'boolean'
  if (property.type === 'string') return property.format === 'date' ? 'date' : 'text'
  return 'json'
}

/** `first_name` and `firstName` as `First name`. */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The given submission with the fields' defaults where it says nothing. */
export function withDefaults(fields: readonly FieldSpec[], submission: unknown): JsonObject {
  const given = isJsonObject(submission) ? submission : {}
  const defaults = fields.flatMap((field) =>
    field.default === undefined ? [] : [[field.name, field.default] as const],
  )
  return { ...Object.fromEntries(defaults), ...given }
}
