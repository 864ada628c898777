import { z } from 'zod'
import { BlockFailure, handleNameSchema } from '#lib/engine/block.ts'
import type { Json } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'

const ELSE = 'else'

const caseSchema = z.strictObject({
  handle: handleNameSchema
    .refine((handle) => handle !== ELSE, `${ELSE} is taken where no case is true`)
    .meta({ label: 'Exit', help: 'The name of the way on' }),
  label: z.string().max(120).default('').meta({ label: 'Label', help: 'What stands at the exit' }),
  when: z.string().max(4_000).meta({ label: 'When' }),
})

const configSchema = z.strictObject({
  cases: z
    .array(caseSchema)
    .max(50)
    .refine((cases) => new Set(cases.map(({ handle }) => handle)).size === cases.length, 'Two cases have one handle')
    .default([])
    .meta({ label: 'Cases', help: 'Tried in order; the first that is true is the way on' }),
})

/** Chooses the way on: the first case that is true, else `else`. */
export const condition = defineBlock({
  type: 'condition',
  label: 'Condition',
  description: 'Takes the first branch whose expression is true.',
  category: 'flow',
  icon: 'split',
  config: configSchema,
  output: z.object({ handle: z.string() }),
  effect: 'pure',
  expressions: ['cases.*.when'],
  handles: (config) => [...config.cases.map(({ handle }) => handle), ELSE],
  async execute({ config, evaluate }) {
    const taken = config.cases.find(({ handle, when }) => isTrue(handle, evaluate(when)))
    const handle = taken?.handle ?? ELSE
    return { type: 'completed', output: { handle }, handle }
  },
})

function isTrue(handle: string, value: Json): boolean {
  if (typeof value === 'boolean') return value
  throw new BlockFailure({
    code: 'condition_error',
    message: `The condition of ${handle} gives ${value === null ? 'null' : typeof value}, not true or false`,
  })
}
