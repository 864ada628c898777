import { z } from 'zod'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { childResultSchema, childResults } from '../child-results.ts'
import { defineBlock } from '../define.ts'

const config = z.strictObject({
  workflow_id: z
    .string()
    .min(1)
    .max(128)
    .meta({ label: 'Workflow', help: 'The id of the workflow to run, like wf_sanctions_only', from: 'workflow' }),
  input: jsonObjectSchema
    .default({})
    .meta({ label: 'Input', help: 'Names and values or references for its start block' }),
})

/** Runs another workflow and goes on with its result. */
export const subworkflow = defineBlock({
  type: 'subworkflow',
  label: 'Subworkflow',
  description: 'Runs another workflow and waits for its result.',
  category: 'flow',
  icon: 'workflow',
  config,
  output: childResultSchema,
  effect: 'pure',
  runs: 'workflow_id',
  async execute({ config: { workflow_id: workflow, input }, resumed }) {
    if (!resumed) {
      const children = { workflow, inputs: [input], concurrency: 1 }
      return {
        type: 'paused',
        pause: { kind: 'child', reason: 'subworkflow', title: `Waiting for ${workflow}`, children },
      }
    }
    const [result] = childResults(resumed)
    if (!result) throw new Error('A subworkflow was answered without a result')
    if (result.status === 'completed') return { type: 'completed', output: result }
    const { code, message } = result.error ?? { code: 'subworkflow_failed', message: `It ended as ${result.status}` }
    return { type: 'failed', error: { code, message }, output: result }
  },
})
