import { z } from 'zod'
import { type FieldSpec, fieldSpecSchema } from '#lib/engine/fields.ts'
import { variableNameSchema } from '#lib/engine/graph.ts'

/** Settings of a question; times are seconds from the moment it is asked. */
export const configSchema = z.strictObject({
  question: z.string().min(1).max(4_000).meta({ label: 'Question', help: 'What is said', control: 'textarea' }),
  answer: fieldSpecSchema
    .default({ name: 'answer', label: 'Answer', type: 'text', required: true })
    .meta({ label: 'Answer', help: 'Name, type and limits of the answer, as a field' }),
  attempts: z.int().min(1).max(20).default(3).meta({ label: 'Attempts', help: 'Answers taken before it gives up' }),
  retry_message: z.string().max(4_000).default('').meta({
    label: 'Retry message',
    help: 'Said after an answer that does not fit, else the question',
    control: 'textarea',
  }),
  variable_name: variableNameSchema
    .optional()
    .meta({ label: 'Variable', help: 'Workflow variable that remembers the answer', from: 'variable' }),
  expires_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Expires after', unit: 'seconds', help: 'Leaves by expired where it has an edge, else fails' }),
})
export type AskConfig = z.output<typeof configSchema>

const WRITTEN: ReadonlySet<FieldSpec['type']> = new Set(['text', 'textarea', 'date', 'select', 'file'])

/** The field as the pause asks for it: it takes any answer, so that one that does not fit reaches the block. */
export function lenient({ name, label, type }: FieldSpec): FieldSpec {
  return { name, label, type: WRITTEN.has(type) ? 'text' : 'json', required: false }
}
