import { z } from 'zod'
import type { BlockOutcome, PauseInput, Resolution } from '#lib/engine/block.ts'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { jsonSchema } from '#lib/engine/json.ts'
import { defineBlock } from '../define.ts'
import { CHECKLIST, configSchema, NOTE, PRIORITIES, REASON, type ReviewConfig } from './config.ts'

/** What was decided, who decided and who confirmed it, when (ISO 8601), and the fields that were filled in. */
const outputSchema = z
  .object({
    decision: z.string(),
    submittedBy: z.string(),
    submittedAt: z.iso.datetime(),
    confirmedBy: z.array(z.string()).optional(),
  })
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
  literal: ['decisions', 'fields', 'reasons'],
  provides: ['review'],
  pauses: true,
  filledIn: (config) => ({ under: [], fields: [...config.fields, ...ownFields(config)] }),
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
    fields: [...config.fields, ...ownFields(config)],
    decisions: config.decisions,
    context: config.context,
    assignees: config.assignees,
    policy: {
      fourEyes: config.four_eyes,
      selfApproval: config.self_approval,
      requiredApprovals: config.required_approvals,
    },
    ...(config.priority !== 'normal' && { priority: PRIORITIES.indexOf(config.priority) + 1 }),
    ...(config.auto_assign && { autoAssign: true }),
    ...(config.due_in_seconds !== undefined && { dueInSeconds: config.due_in_seconds }),
    ...(config.expires_in_seconds !== undefined && { expiresInSeconds: config.expires_in_seconds }),
  }
}

/** Checklist and reasons as fields, so that every way of answering asks for them alike. */
function ownFields({ checklist, reasons }: ReviewConfig): FieldSpec[] {
  const options = checklist.map((item) => ({ value: item, label: item }))
  const ticks: FieldSpec = { name: CHECKLIST, label: 'Checklist', type: 'multiselect', required: true, options }
  const why: FieldSpec[] = [
    { name: REASON, label: 'Reason', type: 'select', required: true, options: reasons },
    { name: NOTE, label: 'Note', type: 'textarea', required: false },
  ]
  return [...(options.length > 0 ? [{ ...ticks, min: options.length }] : []), ...(reasons.length > 0 ? why : [])]
}

function conclude(
  config: ReviewConfig,
  { decision, data, by, at, confirmedBy }: Resolution,
  wired: ReadonlySet<string>,
): BlockOutcome<z.output<typeof outputSchema> & JsonObject> {
  const decided = config.decisions.find(({ name }) => name === decision)
  if (!decided) {
    return { type: 'failed', error: { code: 'unknown_decision', message: 'The decision is none of this review' } }
  }
  const { name, label } = decided
  const output = {
    ...data,
    decision: name,
    submittedBy: by.name,
    submittedAt: new Date(at).toISOString(),
    ...(confirmedBy && { confirmedBy: confirmedBy.map((person) => person.name) }),
  }
  if (wired.has(name)) return { type: 'completed', output, handle: name }
  if (name === 'approved') return { type: 'completed', output, handle: 'out' }
  return { type: 'failed', error: { code: 'rejected', message: `The review was decided: ${label}` }, output }
}
