import { z } from 'zod'
import { decisionSchema } from '#lib/engine/block.ts'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { executionStatusSchema, PAUSE_STATUSES } from './executions.ts'
import { actor, environmentSchema, instant, json, jsonObject, limitSchema, pageOf, storable } from './wire.ts'

/** Kinds of pauses that people answer in the console. */
export const REVIEW_KINDS = ['review', 'task', 'input'] as const
export const reviewKindSchema = z.enum(REVIEW_KINDS)

/** `GET /api/console/reviews`: open ones oldest first, done ones newest first. */
export const reviewListQuerySchema = z.strictObject({
  environment: environmentSchema.default('PRODUCTION'),
  tab: z.enum(['open', 'done']).default('open'),
  kind: reviewKindSchema.optional(),
  workflowId: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: limitSchema,
})
export type ReviewListQuery = z.output<typeof reviewListQuerySchema>

export const reviewListItemSchema = z.strictObject({
  pauseId: z.string(),
  kind: reviewKindSchema,
  status: z.enum(PAUSE_STATUSES),
  title: z.string(),
  reason: z.string(),
  blockId: z.string(),
  blockName: z.string(),
  executionId: z.uuid(),
  executionPublicId: z.string(),
  workflow: z.strictObject({ id: z.uuid(), publicId: z.string(), name: z.string() }),
  environment: environmentSchema,
  subjectId: z.string().nullable(),
  startedBy: actor,
  openedAt: instant,
  dueAt: instant.nullable(),
  expiresAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  /** Name of the decision taken. */
  decision: z.string().nullable(),
  resolvedBy: actor.nullable(),
})
export type ReviewListItem = z.infer<typeof reviewListItemSchema>

export const reviewListSchema = pageOf(reviewListItemSchema)
export type ReviewList = z.infer<typeof reviewListSchema>

/** What one block found before the execution came to the pause. */
export const evidenceSchema = z.strictObject({
  blockId: z.string(),
  blockName: z.string(),
  blockType: z.string(),
  visit: z.int(),
  endedAt: instant.nullable(),
  output: json,
})
export type Evidence = z.infer<typeof evidenceSchema>

/** `GET /api/console/reviews/{pauseId}`. */
export const reviewDetailSchema = reviewListItemSchema.extend({
  executionStatus: executionStatusSchema,
  /** What the execution was started with. */
  input: json,
  fields: z.array(fieldSpecSchema),
  decisions: z.array(decisionSchema),
  /** What the author tells the person to do. */
  instructions: z.string().nullable(),
  /** What the block wants the person to see. */
  context: jsonObject,
  assignees: z.strictObject({ users: z.array(z.string()), roles: z.array(z.string()) }).nullable(),
  policy: z.strictObject({ fourEyes: z.boolean(), selfApproval: z.boolean(), requiredApprovals: z.int() }).nullable(),
  /** Whether the person asking may decide, and why not. */
  mayDecide: z.strictObject({ allowed: z.boolean(), reason: z.string().nullable() }),
  /** Outputs of the blocks run so far, in the order they ended. */
  evidence: z.array(evidenceSchema),
  resolution: z
    .strictObject({
      action: z.enum(['complete', 'cancel', 'expire']),
      decision: z.string().nullable(),
      data: jsonObject,
      by: actor,
      at: instant,
    })
    .nullable(),
})
export type ReviewDetail = z.infer<typeof reviewDetailSchema>

/** Body of `POST /api/console/reviews/{pauseId}/decision`; `decision` is asked for where the pause offers decisions. */
export const decisionRequestSchema = storable(
  z.strictObject({
    decision: z.string().min(1).max(64).optional(),
    data: jsonObject.default({}),
  }),
)
export type DecisionRequest = z.output<typeof decisionRequestSchema>

/** Answer once the decision is on record: where the execution stands now. */
export const decisionAnswerSchema = z.strictObject({
  pauseId: z.string(),
  executionId: z.uuid(),
  executionStatus: executionStatusSchema,
})
export type DecisionAnswer = z.infer<typeof decisionAnswerSchema>
