import { z } from 'zod'
import { checkFields, type FieldSpec, fieldSpecSchema, withDefaults } from '#lib/engine/fields.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'

const configSchema = z.strictObject({
  fields: z
    .array(fieldSpecSchema)
    .max(200)
    .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, 'Two fields have one name')
    .default([])
    .meta({ label: 'Input', help: 'What a caller must or may send; further keys are let through' }),
})

/** Where an execution begins: checks the input and hands it on with its defaults. */
export const start = defineBlock({
  type: 'start',
  label: 'Start',
  description: 'Begins the workflow with the input of the caller.',
  category: 'flow',
  icon: 'play',
  config: configSchema,
  output: jsonObjectSchema,
  effect: 'pure',
  role: 'entry',
  literal: ['fields'],
  asks: (config) => config.fields,
  async execute({ config, input }) {
    const output = withDefaults(config.fields, input)
    const problems = checkFields(config.fields, output)
    if (problems.length === 0) return { type: 'completed', output }
    const message = problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ')
    return { type: 'failed', error: { code: 'invalid_input', message } }
  },
})

/** What the graph's start block asks of a caller; nothing where it has none or its settings are wrong. */
export function inputFields(graph: Graph): FieldSpec[] {
  const parsed = configSchema.safeParse(graph.blocks.find((block) => block.type === start.type)?.config ?? {})
  return parsed.success ? parsed.data.fields : []
}
