import { z } from 'zod'
import { variableNameSchema } from '#lib/engine/graph.ts'
import { jsonObjectSchema, jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'

const configSchema = z.strictObject({
  assignments: z
    .record(variableNameSchema, jsonSchema)
    .default({})
    .meta({ label: 'Values', help: 'Variable to value; values may be references' }),
  computed: z
    .record(variableNameSchema, z.string().max(4_000))
    .default({})
    .meta({ label: 'Computed values', help: 'Variable to CEL expression, which sees the variables as they were' }),
})

/** Writes workflow variables, all at once. */
export const setVariable = defineBlock({
  type: 'set_variable',
  label: 'Set variables',
  description: 'Remembers values under names that later blocks can read.',
  category: 'flow',
  icon: 'variable',
  config: configSchema,
  output: jsonObjectSchema,
  effect: 'pure',
  expressions: ['computed.*'],
  writes: (config) => [...Object.keys(config.assignments), ...Object.keys(config.computed)],
  async execute({ config, evaluate }) {
    const computed = Object.entries(config.computed).map(([name, expression]) => [name, evaluate(expression)] as const)
    const variables = { ...config.assignments, ...Object.fromEntries(computed) }
    return { type: 'completed', output: variables, variables }
  },
})
