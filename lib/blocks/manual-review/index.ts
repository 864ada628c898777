import { z } from 'zod'
import type { BlockOutcome, PauseInput, Resolution } from '#lib/engine/block.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'
import { configSchema, type ReviewConfig } from './config.ts'

/** What was decided, who decided, when (ISO 8601), and the fields that were filled in. */
const outputSchema = z
  .object({ decision: z.string(), submittedBy: z.string(), submittedAt: z.iso.datetime() })
  .catchall(jsonSchema)

/** Waits for a person to decide; the decision is the way on. */
export const manualReview = defineBlock({
  type: 'manual_review',
  label: 'Manual review',
  description: 'Asks a person to decide, with the evidence at hand.',
  category: 'human',
  icon: 'user-check',
  config: configSchema,
  output: outputSchema,
  effect: 'pure',
  literal: ['decisions', 'fields'],
  provides: ['review'],
  pauses: true,
  handles: (config) => ['out', ...config.decisions.map(({ name }) => name), 'expired', 'cancelled'],
  async execute({ config, resumed, wired }) {
    return resumed ? conclude(config, resumed, wired) : { type: 'paused', pause: toPause(config) }
  },
})

function toPause(config: ReviewConfig): PauseInput {
  return {
    kind: 'review',
    reason: config.reason,
    title: config.title,
    ...(config.instructions !== '' && { instructions: config.instructions }),
    fields: config.fields,
    decisions: config.decisions,
    context: config.context,
    assignees: config.assignees,
    policy: {
      fourEyes: config.four_eyes,
      selfApproval: config.self_approval,
      requiredApprovals: config.required_approvals,
    },
    ...(config.due_in_seconds !== undefined && { dueInSeconds: config.due_in_seconds }),
    ...(config.expires_in_seconds !== undefined && { expiresInSeconds: config.expires_in_seconds }),
  }
}

function conclude(
  config: ReviewConfig,
  { decision, data, by, at }: Resolution,
  wired: ReadonlySet<string>,
): BlockOutcome<z.output<typeof outputSchema> & JsonObject> {
  const decided = config.decisions.find(({ name }) => name === decision)
  if (!decided) {
    return { type: 'failed', error: { code: 'unknown_decision', message: 'The decision is none of this review' } }
  }
  const { name, label } = decided
  const output = { ...data, decision: name, submittedBy: by.name, submittedAt: new Date(at).toISOString() }
  if (wired.has(name)) return { type: 'completed', output, handle: name }
  if (name === 'approved') return { type: 'completed', output, handle: 'out' }
  return { type: 'failed', error: { code: 'rejected', message: `The review was decided: ${label}` }, output }
}
