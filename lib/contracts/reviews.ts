import { z } from 'zod'
import { decisionSchema } from '#lib/engine/block.ts'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { executionStatusSchema, PAUSE_STATUSES } from './executions.ts'
import { actor, environmentSchema, instant, json, jsonObject, limitSchema, pageOf, storable } from './wire.ts'

/** Kinds of pauses that people answer in the console. */
export const REVIEW_KINDS = ['review', 'task', 'input'] as const
export const reviewKindSchema = z.enum(REVIEW_KINDS)

/** How urgent a review is: the lowest number comes first. */
export const PRIORITIES = [1, 2, 3, 4] as const
const prioritySchema = z.int().min(1).max(4)

/** `mine` are in the asking person's hands, `unassigned` in nobody's and not put away, `all` both and others'. */
export const REVIEW_TABS = ['mine', 'unassigned', 'all', 'done'] as const
export type ReviewTab = (typeof REVIEW_TABS)[number]

/** `GET /api/console/reviews`: open ones by priority, then the earliest due, then the oldest; done ones newest first. */
export const reviewListQuerySchema = z.strictObject({
  environment: environmentSchema.default('PRODUCTION'),
  tab: z.enum(REVIEW_TABS).default('all'),
  /** Id of the person who has it in hand; only for `all`. */
  assignee: z.string().max(100).optional(),
  kind: reviewKindSchema.optional(),
  workflowId: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: limitSchema,
})
export type ReviewListQuery = z.output<typeof reviewListQuerySchema>

/** What can be done to a review; opening, expiry and cancelling are the execution's own facts. */
export const REVIEW_ACTIONS = [
  'claimed',
  'released',
  'assigned',
  'snoozed',
  'prioritised',
  'commented',
  'attached',
  'hit_judged',
  'proposed',
  'changed',
  'confirmed',
  'returned',
  'decided',
] as const

const holderSchema = z.strictObject({ id: z.string(), name: z.string() })

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
  /** Who has it in hand. */
  holder: holderSchema.nullable(),
  priority: prioritySchema,
  snoozedUntil: instant.nullable(),
  /** Who made the proposal that waits for further people. */
  proposedBy: actor.nullable(),
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

/** A decision, and where the workflow leads from there. */
const offeredDecisionSchema = decisionSchema.extend({
  leadsTo: z.strictObject({ blockName: z.string(), asksAgain: z.boolean() }).nullable(),
})

/** One line of what happened to a review. `data` holds codes and ids, and the words of a comment or reason. */
const timelineEntrySchema = z.strictObject({
  id: z.string(),
  type: z.enum([...REVIEW_ACTIONS, 'opened', 'expired', 'cancelled', 'answered']),
  actor: actor.nullable(),
  data: jsonObject,
  at: instant,
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** A file that belongs to the case: sent by the subject, named by the input, or attached by an officer. */
const caseFileSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  mimeType: z.string(),
  size: z.int(),
  documentType: z.string().nullable(),
  createdAt: instant,
})
export type CaseFile = z.infer<typeof caseFileSchema>

/** Another review about the same subject. */
const earlierCaseSchema = z.strictObject({
  pauseId: z.string(),
  title: z.string(),
  workflowName: z.string(),
  status: z.enum(PAUSE_STATUSES),
  decision: z.string().nullable(),
  resolvedBy: actor.nullable(),
  openedAt: instant,
  resolvedAt: instant.nullable(),
})

/** `GET /api/console/reviews/{pauseId}`. */
export const reviewDetailSchema = reviewListItemSchema.extend({
  executionStatus: executionStatusSchema,
  /** What the execution was started with. */
  input: json,
  fields: z.array(fieldSpecSchema),
  decisions: z.array(offeredDecisionSchema),
  /** What the author tells the person to do. */
  instructions: z.string().nullable(),
  /** What the block wants the person to see. */
  context: jsonObject,
  assignees: z.strictObject({ users: z.array(z.string()), roles: z.array(z.string()) }).nullable(),
  /** `peopleNeeded` must agree on one decision before it counts. */
  policy: z.strictObject({ fourEyes: z.boolean(), selfApproval: z.boolean(), peopleNeeded: z.int() }),
  /** Whether the person asking may answer now and what their answer is; else why not. */
  mayDecide: z.strictObject({
    part: z.enum(['decide', 'propose', 'confirm']).nullable(),
    reason: z.string().nullable(),
    /** Whether the only reason is that somebody else has it in hand. */
    held: z.boolean(),
  }),
  proposal: z
    .strictObject({
      id: z.uuid(),
      action: z.enum(['complete', 'cancel']),
      decision: z.string().nullable(),
      data: jsonObject,
      by: actor,
      at: instant,
      confirmedBy: z.array(actor),
    })
    .nullable(),
  /** Outputs of the blocks run so far, in the order they ended. */
  evidence: z.array(evidenceSchema),
  files: z.array(caseFileSchema),
  timeline: z.array(timelineEntrySchema),
  earlier: z.array(earlierCaseSchema),
  resolution: z
    .strictObject({
      action: z.enum(['complete', 'cancel', 'expire']),
      decision: z.string().nullable(),
      data: jsonObject,
      by: actor,
      confirmedBy: z.array(actor),
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

/** Answer once the decision is on record: whether it counts or waits for further people, and where the execution stands. */
export const decisionAnswerSchema = z.strictObject({
  pauseId: z.string(),
  executionId: z.uuid(),
  counts: z.boolean(),
  executionStatus: executionStatusSchema,
})
export type DecisionAnswer = z.infer<typeof decisionAnswerSchema>

/** Body of `POST …/confirmation`: which proposal the person has read. */
export const confirmationRequestSchema = z.strictObject({ proposalId: z.uuid() })

const words = z.string().trim().min(1).max(4_000)

/** Body of `POST …/return`: why the proposal goes back. */
export const returnRequestSchema = storable(z.strictObject({ proposalId: z.uuid(), reason: words }))

/** Body of `POST …/assignee`; `null` gives it back to the queue. */
export const assigneeRequestSchema = z.strictObject({ userId: z.string().max(100).nullable() })

/** Body of `POST …/snooze`; `null` takes it up again. */
export const snoozeRequestSchema = z.strictObject({ until: instant.nullable() })

/** Body of `POST …/priority`. */
export const priorityRequestSchema = z.strictObject({ priority: prioritySchema })

/** Body of `POST …/comments`. */
export const commentRequestSchema = storable(z.strictObject({ text: words }))

/** Body of `POST …/hits`: what an officer makes of one possible match. */
export const hitRequestSchema = storable(
  z.strictObject({
    list: z.string().min(1).max(100),
    entryId: z.string().min(1).max(200),
    verdict: z.enum(['confirmed', 'dismissed']),
    reason: words,
  }),
)
export type HitRequest = z.output<typeof hitRequestSchema>

/** Body of `POST /api/console/reviews/next`. */
export const nextRequestSchema = z.strictObject({ environment: environmentSchema })

/** The review that was taken; `null` when none is left that the person may decide. */
export const nextAnswerSchema = z.strictObject({ pauseId: z.string().nullable() })

/** Answer of everything else that is done to a review. */
export const touchedSchema = z.strictObject({ pauseId: z.string() })

/** `GET /api/console/reviews/counts`: open reviews by tab, counted no further than `most`. */
export const reviewCountsSchema = z.strictObject({
  mine: z.int(),
  unassigned: z.int(),
  all: z.int(),
  most: z.int(),
})

/** `GET /api/console/reviewers`: people who may decide reviews. */
export const reviewersSchema = z.strictObject({
  data: z.array(z.strictObject({ id: z.string(), name: z.string(), role: z.string(), away: z.boolean() })),
})

/** Answer once a file is kept with a review. */
export const attachedSchema = z.strictObject({ fileId: z.string() })
