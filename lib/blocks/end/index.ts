import { z } from 'zod'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'

const configSchema = z.strictObject({
  output: jsonObjectSchema.default({}).meta({
    label: 'Result',
    help: 'What the workflow answers under the id of this block; values may be references',
  }),
  terminate: z.boolean().default(false).meta({
    label: 'End everything',
    help: 'Stops all other branches at once instead of waiting for them',
  }),
})

/** Where a path ends: maps a result, and ends the whole execution if it is told to. */
export const end = defineBlock({
  type: 'end',
  label: 'End',
  description: 'Ends a path and says what the workflow answers.',
  category: 'flow',
  icon: 'flag',
  config: configSchema,
  output: jsonObjectSchema,
  effect: 'pure',
  role: 'exit',
  handles: () => [],
  async execute({ config }) {
    return { type: 'completed', output: config.output, ...(config.terminate && { terminate: true }) }
  },
})
