import { z } from 'zod'
import { isJsonObject, jsonObjectSchema, jsonSchema } from '#lib/engine/json.ts'
import { childResultSchema, childResults } from '../child-results.ts'
import { defineBlock } from '../define.ts'

const MAX_ITEMS = 1_000

const config = z.strictObject({
  workflow_id: z
    .string()
    .min(1)
    .max(128)
    .meta({ label: 'Workflow', help: 'The id of the workflow to run for each item', from: 'workflow' }),
  items: z
    .array(jsonSchema)
    .max(MAX_ITEMS)
    .meta({ label: 'Items', help: 'A reference to a list, like {input.owners}' }),
  item_name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .default('item')
    .meta({
      label: 'Item name',
      help: 'Under this name an item that is no object goes into the input; an object gives its own names',
    }),
  input: jsonObjectSchema.default({}).meta({ label: 'Common input', help: 'Names and values that every run gets' }),
  concurrency: z.int().min(1).max(64).default(4).meta({ label: 'At a time', help: 'How many runs go on side by side' }),
  on_failure: z
    .enum(['fail', 'continue'])
    .default('fail')
    .meta({
      label: 'When a run fails',
      choices: { fail: 'Fail once all have ended', continue: 'Go on; the results tell' },
    }),
})

const output = z.strictObject({ results: z.array(childResultSchema), completed: z.int(), failed: z.int() })

/** Runs another workflow once for every item of a list; results by index. */
export const forEach = defineBlock({
  type: 'for_each',
  label: 'For each',
  description: 'Runs another workflow for every item of a list, several at a time.',
  category: 'flow',
  icon: 'list-tree',
  config,
  output,
  effect: 'pure',
  runs: 'workflow_id',
  async execute({ config: settings, resumed }) {
    if (settings.items.length === 0) return { type: 'completed', output: { results: [], completed: 0, failed: 0 } }
    if (!resumed) {
      const { workflow_id: workflow, concurrency } = settings
      const inputs = settings.items.map((item) => ({
        ...settings.input,
        ...(isJsonObject(item) ? item : { [settings.item_name]: item }),
      }))
      const title = `Waiting for ${inputs.length} runs of ${workflow}`
      return {
        type: 'paused',
        pause: { kind: 'child', reason: 'for_each', title, children: { workflow, inputs, concurrency } },
      }
    }
    const results = childResults(resumed)
    const completed = results.filter((result) => result.status === 'completed').length
    const summary = { results, completed, failed: results.length - completed }
    const firstFailed = results.find((result) => result.status !== 'completed')
    if (!firstFailed || settings.on_failure === 'continue') return { type: 'completed', output: summary }
    const message = firstFailed.error?.message ?? `A run ended as ${firstFailed.status}`
    const code = firstFailed.error?.code ?? 'subworkflow_failed'
    return {
      type: 'failed',
      error: { code, message: `${summary.failed} of ${results.length}: ${message}` },
      output: summary,
    }
  },
})
