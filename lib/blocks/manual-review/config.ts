import { z } from 'zod'
import { decisionSchema, handleNameSchema } from '#lib/engine/block.ts'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'

/** Exits of a review that are not decisions. */
export const FIXED_HANDLES = ['out', 'expired', 'cancelled'] as const

const decisionName = handleNameSchema.refine(
  (name) => !FIXED_HANDLES.some((fixed) => fixed === name),
  `${FIXED_HANDLES.join(', ')} are exits already`,
)

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
  instructions: z.string().max(4_000).default('').meta({ label: 'Instructions', control: 'textarea' }),
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
    .default([])
    .meta({ label: 'Fields', help: 'What the officer fills in with the decision' }),
  context: jsonObjectSchema.default({}).meta({ label: 'Evidence', help: 'Label to reference: what the officer sees' }),
  assignees: z
    .strictObject({ users: z.array(z.string()).default([]), roles: z.array(z.string()).default([]) })
    .default({ users: [], roles: [] })
    .meta({ label: 'Assignees', help: 'Who may decide; everyone with the permission where both lists are empty' }),
  four_eyes: z.boolean().default(false).meta({ label: 'Four eyes', help: 'A second person must confirm the decision' }),
  self_approval: z
    .boolean()
    .default(true)
    .meta({ label: 'Self approval', help: 'Whether who started the execution may decide' }),
  required_approvals: z.int().min(1).max(10).default(1).meta({ label: 'Approvals needed' }),
  due_in_seconds: z.number().positive().optional().meta({ label: 'Due in seconds' }),
  expires_in_seconds: z
    .number()
    .positive()
    .optional()
    .meta({ label: 'Expires in seconds', help: 'Leaves by expired where it has an edge, else fails; never approves' }),
})
export type ReviewConfig = z.output<typeof configSchema>
