import { z } from 'zod'
import { blockErrorSchema, PAUSE_KINDS } from '#lib/engine/block.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { actor, environmentSchema, instant, json, jsonObject, limitSchema, pageOf, repeated, storable } from './wire.ts'

export const executionStatusSchema = z.enum(EXECUTION_STATUSES)

export const BLOCK_RUN_STATUSES = [
  'running',
  'paused',
  'completed',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
] as const

export const TRIGGERS = ['v1', 'process', 'turns', 'console', 'subworkflow'] as const

/** A value of the input: names joined with dots, an equals sign, and the whole value. */
export const inputFilterSchema = z
  .string()
  .max(400)
  .regex(/^[^=\s]{1,120}=[\s\S]+$/, 'A name, an equals sign and a value, as in `country=DE`')

const filterShape = {
  environment: environmentSchema.default('PRODUCTION'),
  status: repeated(executionStatusSchema),
  workflowId: z.uuid().optional(),
  /** A version of that workflow. */
  version: z.coerce.number().int().min(1).optional(),
  trigger: z.enum(TRIGGERS).optional(),
  /** Id of the API key or person that started it. */
  starter: z.string().min(1).max(200).optional(),
  /** All of these must fit. */
  input: repeated(inputFilterSchema).refine((filters) => filters.length <= 5, 'At most 5'),
  /** What its failure has in common with others, as the groups of failures name it. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** Started at or after. */
  from: instant.optional(),
  /** Started before. */
  to: instant.optional(),
  /** A whole public id (of any API), subject reference or correlation key. */
  q: z.string().trim().min(1).max(200).optional(),
}
const VERSION_OF: [(query: { version?: number | undefined; workflowId?: string | undefined }) => boolean, object] = [
  ({ version, workflowId }) => version === undefined || workflowId !== undefined,
  { message: 'A version needs its workflowId', path: ['version'] },
]

/** Which executions a list, an export or a bulk action is about. */
export const executionFilterSchema = z.strictObject(filterShape).refine(...VERSION_OF)
export type ExecutionFilterQuery = z.output<typeof executionFilterSchema>

/** `GET /api/console/executions`: newest first. */
export const executionListQuerySchema = z
  .strictObject({ ...filterShape, cursor: z.uuid().optional(), limit: limitSchema })
  .refine(...VERSION_OF)
export type ExecutionListQuery = z.output<typeof executionListQuerySchema>

const workflowReference = z.strictObject({ id: z.uuid(), publicId: z.string(), name: z.string() })

export const executionListItemSchema = z.strictObject({
  id: z.uuid(),
  /** `exec_<ULID>`, or the id its caller chose. */
  publicId: z.string(),
  workflow: workflowReference,
  environment: environmentSchema,
  status: executionStatusSchema,
  /** `null` for runs of a draft or of a graph sent along. */
  versionNumber: z.int().nullable(),
  draft: z.boolean(),
  trigger: z.enum(TRIGGERS),
  triggeredBy: actor,
  subjectId: z.string().nullable(),
  correlationKey: z.string().nullable(),
  /** What ended it, for people; `null` unless it failed or was cancelled. */
  error: z.string().nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** From start to end, pauses included; `null` while it goes on. */
  durationMs: z.int().nullable(),
})
export type ExecutionListItem = z.infer<typeof executionListItemSchema>

export const executionListSchema = pageOf(executionListItemSchema)
export type ExecutionList = z.infer<typeof executionListSchema>

const attemptSchema = z.strictObject({
  attempt: z.int(),
  startedAt: instant,
  error: blockErrorSchema.nullable(),
  /** When the next attempt is due. */
  retryAt: instant.nullable(),
})

export const blockRunSchema = z.strictObject({
  blockId: z.string(),
  blockName: z.string(),
  blockType: z.string(),
  /** 1 for the first visit. */
  visit: z.int(),
  status: z.enum(BLOCK_RUN_STATUSES),
  attempts: z.array(attemptSchema),
  /** When everything it waited for was there. */
  queuedAt: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Milliseconds of work, without waiting; `null` for skipped blocks. */
  durationMs: z.int().nullable(),
  input: json.nullable(),
  output: json.nullable(),
  error: blockErrorSchema.nullable(),
  /** The exit taken. */
  handle: z.string().nullable(),
  /** The block failed, and an edge or its settings took care of it. */
  errorHandled: z.boolean(),
  /** The pause this run opened. */
  pauseId: z.string().nullable(),
  /** Taken over from the execution this one was re-run from. */
  kept: z.boolean(),
})
export type BlockRunView = z.infer<typeof blockRunSchema>

/** What can happen in an execution, in the words of its facts. */
export const FACT_TYPES = [
  'created',
  'block_started',
  'attempt_failed',
  'block_completed',
  'block_failed',
  'block_cancelled',
  'block_paused',
  'pause_resolved',
  'pause_cancelled',
  'resumed',
  'claimed',
  'cancel_requested',
  'warned',
  'paused',
  'ended',
] as const

export const PAUSE_STATUSES = ['open', 'resolved', 'expired', 'cancelled'] as const

export const executionPauseSchema = z.strictObject({
  id: z.string(),
  blockId: z.string(),
  blockName: z.string(),
  visit: z.int(),
  kind: z.enum(PAUSE_KINDS),
  status: z.enum(PAUSE_STATUSES),
  title: z.string(),
  reason: z.string(),
  openedAt: instant,
  dueAt: instant.nullable(),
  expiresAt: instant.nullable(),
  wakeAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  decision: z.string().nullable(),
  resolvedBy: actor.nullable(),
})
export type ExecutionPauseView = z.infer<typeof executionPauseSchema>

export const issuedCredentialSchema = z.strictObject({
  id: z.string(),
  type: z.enum(['user', 'business', 'agent_authorization', 'outcome_attestation']),
  subjectId: z.string(),
  status: z.enum(['active', 'suspended', 'revoked']),
  claims: jsonObject,
  /** `null` while personal data is concealed. */
  jwt: z.string().nullable(),
  issuedAt: instant,
  expiresAt: instant,
})
export type IssuedCredentialView = z.infer<typeof issuedCredentialSchema>

/** Another execution this one hangs together with. */
export const executionLinkSchema = z.strictObject({
  id: z.uuid(),
  publicId: z.string(),
  workflowName: z.string(),
  status: executionStatusSchema,
})
export type ExecutionLink = z.infer<typeof executionLinkSchema>

/** A fact of an execution in words: what happened, where, and what there is to say of it. */
export const executionFactSchema = z.strictObject({
  type: z.enum(FACT_TYPES),
  at: instant,
  blockId: z.string().nullable(),
  blockName: z.string().nullable(),
  visit: z.int().nullable(),
  note: z.string().nullable(),
})
export type ExecutionFact = z.infer<typeof executionFactSchema>

/** `GET /api/console/executions/{executionId}`. */
export const executionDetailSchema = executionListItemSchema.extend({
  /** Whether personal data is concealed. */
  concealed: z.boolean(),
  /** In the order they were recorded; of very long histories the newest. */
  facts: z.array(executionFactSchema),
  /** `inst_<base32>`, the id of the process API. */
  instanceId: z.string(),
  /** 24 hexadecimal digits, the id of the turns API. */
  runId: z.string(),
  revision: z.int(),
  input: json,
  output: json.nullable(),
  cancelRequestedAt: instant.nullable(),
  updatedAt: instant,
  callChain: z.array(z.string()),
  /** The parent as the caller named it, which need not be one of ours. */
  parentExecutionId: z.string().nullable(),
  /** The graph as it was when the execution started. */
  graph: graphSchema,
  /** In the order they started; skipped blocks last. */
  blockRuns: z.array(blockRunSchema),
  /** Ids of edges a token has travelled. */
  takenEdges: z.array(z.string()),
  variables: jsonObject,
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), at: instant })),
  pauses: z.array(executionPauseSchema),
  credentials: z.array(issuedCredentialSchema),
  parent: executionLinkSchema.nullable(),
  children: z.array(executionLinkSchema),
  /** The execution this one was re-run from. */
  source: executionLinkSchema.nullable(),
  replayOf: executionLinkSchema.nullable(),
})
export type ExecutionDetail = z.infer<typeof executionDetailSchema>

/** `POST /api/console/executions/{executionId}/reveal`: answers with the execution's detail, nothing concealed. */
export const revealRequestSchema = z.strictObject({ reason: storable(z.string().trim().min(3).max(500)) })
export type RevealRequest = z.infer<typeof revealRequestSchema>

/** `POST /api/console/executions/{executionId}/runs`: runs it again as a new execution. */
export const runAgainRequestSchema = z.strictObject({
  /** Goes on from this block and keeps what was done before and beside it; everything is run again where it is left out. */
  fromBlock: z.string().min(1).max(64).optional(),
  /** The graph it ran, the version that is active now, or the version with this number. */
  version: z.union([z.literal('same'), z.literal('active'), z.int().min(1)]).default('same'),
  /** What is left concealed in it is taken from the source; all of the source's input where there is none. */
  input: storable(jsonObject).optional(),
})
export type RunAgainRequest = z.input<typeof runAgainRequestSchema>

/** Answer of `POST /api/console/executions/{executionId}/runs`. */
export const runAgainAnswerSchema = z.strictObject({ executionId: z.uuid() })

/** `GET /api/console/executions/failures`: the newest failures by what they have in common. */
export const failureListQuerySchema = z.strictObject({
  environment: environmentSchema.default('PRODUCTION'),
  workflowId: z.uuid().optional(),
  from: instant.optional(),
  to: instant.optional(),
})
export type FailureListQuery = z.output<typeof failureListQuerySchema>

export const failureGroupSchema = z.strictObject({
  fingerprint: z.string(),
  workflow: workflowReference,
  /** `null` where no block failed. */
  blockId: z.string().nullable(),
  blockType: z.string().nullable(),
  code: z.string(),
  /** The message without what differs between them. */
  shape: z.string(),
  count: z.int(),
  firstAt: instant,
  lastAt: instant,
  /** The newest of them. */
  lastExecutionId: z.uuid(),
})
export type FailureGroup = z.infer<typeof failureGroupSchema>

/** `truncated`: more failed in the time asked for than were looked at. */
export const failureListSchema = z.strictObject({ data: z.array(failureGroupSchema), truncated: z.boolean() })

/** What filters can name: the API keys of the environment. */
export const starterListSchema = z.strictObject({
  data: z.array(z.strictObject({ id: z.string(), label: z.string() })),
})

export const savedViewSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** The query of the list's address. */
  query: z.string(),
  shared: z.boolean(),
  /** Whether it is the caller's own. */
  own: z.boolean(),
  ownerName: z.string(),
})
export type SavedView = z.infer<typeof savedViewSchema>

/** `GET /api/console/executions/views`: the caller's own, then what others share; each by name. */
export const savedViewListSchema = z.strictObject({ data: z.array(savedViewSchema) })

/** `POST /api/console/executions/views`: kept under the name, in the place of an own one of that name. */
export const saveViewRequestSchema = z.strictObject({
  name: storable(z.string().trim().min(1).max(80)),
  query: storable(z.string().max(2_000)),
  shared: z.boolean().default(false),
})
export type SaveViewRequest = z.input<typeof saveViewRequestSchema>

/** Answer of `POST /api/console/executions/{executionId}/cancel`. */
export const cancelAnswerSchema = z.strictObject({ executionId: z.uuid(), status: executionStatusSchema })
export type CancelAnswer = z.infer<typeof cancelAnswerSchema>
