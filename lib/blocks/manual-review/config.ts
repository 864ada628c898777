import { z } from 'zod'
import { decisionSchema, handleNameSchema } from '#lib/engine/block.ts'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'

/** Exits of a review that are not decisions. */
export const FIXED_HANDLES = ['out', 'expired', 'cancelled'] as const

const decisionName = handleNameSchema
  .refine((name) => !FIXED_HANDLES.some((fixed) => fixed === name), `${FIXED_HANDLES.join(', ')} are exits already`)
  .meta({ label: 'Name', help: 'The exit taken' })

/** Names of the fields that the checklist and the list of reasons bring along. */
export const CHECKLIST = 'checklist'
export const REASON = 'decision_reason'
export const NOTE = 'decision_note'
const OWN_FIELDS: readonly string[] = [CHECKLIST, REASON, NOTE]

/** How urgent a review is, the most urgent first; the pause says it as a number from 1. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const

/** Settings of a review; times are seconds from the moment it opens. */
export const configSchema = z.strictObject({
  title: z
    .string()
    .min(1)
    .max(300)
    .default('Manual review')
    .meta({ label: 'Title', help: 'What the officer reads in the queue' }),
  reason: z
    .string()
    .min(1)
    .max(100)
    .default('manual_review')
    .meta({ label: 'Reason', help: 'A code for callers, like policy_mismatch' }),
  instructions: z
    .string()
    .max(4_000)
    .default('')
    .meta({ label: 'Instructions', help: 'Shown above the fields', control: 'textarea' }),
  decisions: z
    .array(decisionSchema.extend({ name: decisionName }))
    .min(1)
    .max(20)
    .refine((decisions) => new Set(decisions.map(({ name }) => name)).size === decisions.length, 'Two have one name')
    .default([
      { name: 'approved', label: 'Approve' },
      { name: 'rejected', label: 'Reject' },
    ])
    .meta({ label: 'Decisions', help: 'Each is an exit; approved without an edge leaves by out' }),
  fields: z
    .array(fieldSpecSchema)
    .max(50)
    .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, 'Two fields have one name')
    .refine((fields) => fields.every(({ name }) => !OWN_FIELDS.includes(name)), `Reserved: ${OWN_FIELDS.join(', ')}`)
    .default([])
    .meta({ label: 'Fields', help: 'What the officer fills in with the decision' }),
  checklist: z
    .array(z.string().min(1).max(200))
    .max(30)
    .refine((items) => new Set(items).size === items.length, 'Two items say the same')
    .default([])
    .meta({ label: 'Checklist', help: 'What the officer must have ticked off before deciding' }),
  reasons: z
    .array(
      z.strictObject({
        value: z.string().min(1).max(64).meta({ label: 'Value', help: 'What the data holds' }),
        label: z.string().min(1).max(200).meta({ label: 'Label', help: 'What the officer reads' }),
      }),
    )
    .max(50)
    .refine((reasons) => new Set(reasons.map(({ value }) => value)).size === reasons.length, 'Two have one value')
    .default([])
    .meta({ label: 'Reasons', help: 'The officer must choose one with the decision, and may add a note' }),
  context: jsonObjectSchema.default({}).meta({ label: 'Evidence', help: 'Label and value: what the officer sees' }),
  assignees: z
    .strictObject({
      users: z.array(z.string()).default([]).meta({ label: 'People', help: 'Their ids' }),
      roles: z
        .array(z.string().meta({ from: 'role' }))
        .default([])
        .meta({ label: 'Roles' }),
    })
    .default({ users: [], roles: [] })
    .meta({ label: 'Assignees', help: 'Who may decide; everyone with the permission where both lists are empty' }),
  four_eyes: z.boolean().default(false).meta({ label: 'Four eyes', help: 'A second person must confirm the decision' }),
  self_approval: z
    .boolean()
    .default(true)
    .meta({ label: 'Self approval', help: 'Whether who started the execution may decide' }),
  required_approvals: z
    .int()
    .min(1)
    .max(10)
    .default(1)
    .meta({ label: 'People needed', help: 'How many must agree on one decision before it counts' }),
  priority: z.enum(PRIORITIES).default('normal').meta({ label: 'Priority' }),
  auto_assign: z
    .boolean()
    .default(false)
    .meta({ label: 'Assign by turns', help: 'Gives each review to one of those who may decide and are not away' }),
  due_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Due within', help: 'People are told when it is due soon, and when it is late', unit: 'seconds' }),
  expires_in_seconds: z.number().positive().optional().meta({
    label: 'Expires after',
    unit: 'seconds',
    help: 'Leaves by expired where it has an edge, else fails; never approves',
  }),
})
export type ReviewConfig = z.output<typeof configSchema>
