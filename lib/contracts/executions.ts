import { z } from 'zod'
import { blockErrorSchema, PAUSE_KINDS } from '#lib/engine/block.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { EXECUTION_STATUSES } from '#lib/engine/state.ts'
import { actor, environmentSchema, instant, json, jsonObject, limitSchema, pageOf, repeated } from './wire.ts'

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
  jwt: z.string(),
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

/** `GET /api/console/executions/{executionId}`. */
export const executionDetailSchema = executionListItemSchema.extend({
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

/** Answer of `POST /api/console/executions/{executionId}/cancel`. */
export const cancelAnswerSchema = z.strictObject({ executionId: z.uuid(), status: executionStatusSchema })
export type CancelAnswer = z.infer<typeof cancelAnswerSchema>
