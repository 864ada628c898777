import { z } from 'zod'
import { jsonObjectSchema, jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'
import { findFault } from './expression.ts'

const configSchema = z.strictObject({
  expression: z
    .string()
    .max(20_000)
    .superRefine((expression, context) => {
      const fault = findFault(expression)
      if (fault !== null) context.addIssue({ code: 'custom', message: fault })
    })
    .default('input')
    .meta({ label: 'Expression', help: 'JSONata over the data below', control: 'textarea', code: true }),
  data: jsonObjectSchema
    .default({ input: '{input}' })
    .meta({ label: 'Data', help: 'Name in the expression to value; values may be references' }),
})

/** Reshapes data with a JSONata expression; nothing found is `null`. */
export const transform = defineBlock({
  type: 'transform',
  label: 'Transform',
  description: 'Reshapes data with a JSONata expression.',
  category: 'integration',
  icon: 'braces',
  config: configSchema,
  output: z.object({ value: jsonSchema }),
  effect: 'pure',
  literal: ['expression'],
  async execute({ config, services, signal }) {
    return {
      type: 'completed',
      output: { value: await services.expressions.evaluate(config.expression, config.data, signal) },
    }
  },
})
