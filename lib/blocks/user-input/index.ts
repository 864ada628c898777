import { z } from 'zod'
import type { BlockOutcome, PauseInput, Resolution } from '#lib/engine/block.ts'
import { type JsonObject, jsonObjectSchema, jsonSchema } from '#lib/engine/json.ts'
import { readSubmission } from '#lib/engine/submission.ts'
import { defineBlock } from '../define.ts'
import { configSchema, fieldsOf, INPUT_VALUE, type InputConfig } from './config.ts'

const metaShape = {
  /** Whether the answer was given or refused. */
  inputNodeAction: z.enum(['COMPLETE', 'CANCEL']),
  submittedBy: z.string(),
  submittedAt: z.iso.datetime(),
}

/** The answer: `formData` of a form, `inputValue` of everything else (`null` where it was left empty). */
const outputSchema = z.union([
  z.strictObject({ inputValue: jsonSchema.meta({ personal: true }), ...metaShape }),
  z.strictObject({ formData: jsonObjectSchema.meta({ personal: true }), ...metaShape }),
])
type InputOutput = z.output<typeof outputSchema>

/** Asks the person for one value or a form; goes on with the answer, also when it is refused. */
export const userInput = defineBlock({
  type: 'user_input',
  label: 'User input',
  description: 'Asks a person for a value or a form.',
  category: 'human',
  icon: 'text-cursor-input',
  config: configSchema,
  output: outputSchema,
  effect: 'pure',
  literal: ['options', 'fields'],
  pauses: true,
  handles: () => ['out', 'cancelled', 'expired'],
  filledIn: ({ input_type, fields }) => ({ under: ['formData'], fields: input_type === 'form' ? fields : [] }),
  writes: ({ variable_name }) => (variable_name === undefined ? [] : [variable_name]),
  async execute({ config, resumed }) {
    return resumed ? conclude(config, resumed) : { type: 'paused', pause: toPause(config) }
  },
})

function toPause(config: InputConfig): PauseInput {
  return {
    kind: 'input',
    reason: 'user_input',
    title: config.title,
    ...(config.instructions !== '' && { instructions: config.instructions }),
    fields: fieldsOf(config),
    ...(config.input_type !== 'form' && { single: INPUT_VALUE }),
    context: config.context,
    ...(config.expires_in_seconds !== undefined && { expiresInSeconds: config.expires_in_seconds }),
    onCancel: 'continue',
  }
}

function conclude(config: InputConfig, resolution: Resolution): BlockOutcome<InputOutput & JsonObject> {
  const { action, data, by, at } = resolution
  const meta = {
    inputNodeAction: action === 'cancel' ? ('CANCEL' as const) : ('COMPLETE' as const),
    submittedBy: by.name,
    submittedAt: new Date(at).toISOString(),
  }
  const inputValue = readSubmission({ single: INPUT_VALUE }, data)[INPUT_VALUE] ?? null
  const isForm = config.input_type === 'form'
  const output = isForm ? { formData: data, ...meta } : { inputValue, ...meta }
  if (config.variable_name === undefined || action === 'cancel') return { type: 'completed', output }
  return { type: 'completed', output, variables: { [config.variable_name]: isForm ? data : inputValue } }
}
