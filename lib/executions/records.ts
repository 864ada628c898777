import { z } from 'zod'
import type { EnvironmentName } from '#lib/auth/principal.ts'
import { type Actor, actorSchema } from '#lib/engine/block.ts'
import { type JsonObject, jsonObjectSchema } from '#lib/engine/json.ts'
import type { CancelRequest } from '#lib/engine/run.ts'
import { EXECUTION_STATUSES, type ExecutionStatus } from '#lib/engine/state.ts'

export const TRIGGERS = ['v1', 'process', 'turns', 'console', 'subworkflow'] as const
export type Trigger = (typeof TRIGGERS)[number]

/** What an execution runs: a version, or the snapshot of a draft or inline graph. */
export type GraphReference = { versionId: string; versionNumber: number } | { snapshotId: string }

/** Everything that is known of an execution when it is created. */
export type NewExecution = {
  id: string
  organizationId: string
  workflowId: string
  environment: EnvironmentName
  publicId: string
  instanceId: string
  runId: string
  graph: GraphReference
  draft: boolean
  trigger: Trigger
  triggeredBy: Actor
  owner: string
  input: JsonObject
  /** Environment overrides of the request, sealed. */
  overrides: Uint8Array | null
  /** The parent as the caller named it, which need not be one of ours. */
  parentExecutionId: string | null
  /** The pause of our own that waits for this execution. */
  parent: { executionId: string; pauseId: string; index: number; rootExecutionId: string } | null
  callChain: string[]
  sourceExecutionId: string | null
  replayOf: string | null
  /** A repeat with the same key is the same execution, if its request has the same hash (SHA-256). */
  idempotency: { key: string; requestHash: string } | null
  subjectId: string | null
  correlationKey: string | null
  createdAt: number
}

/** Who asked for an execution to be cancelled. */
export const cancelRequestSchema: z.ZodType<CancelRequest> = z.object({
  by: actorSchema,
  reason: z.string().optional(),
})

/** A row of `execution`, as read. */
export const storedExecutionSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  workflowId: z.string(),
  workflowName: z.string(),
  workflowPublicId: z.string(),
  environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
  publicId: z.string(),
  instanceId: z.string(),
  runId: z.string(),
  versionId: z.string().nullable(),
  versionNumber: z.number().nullable(),
  snapshotId: z.string().nullable(),
  draft: z.boolean(),
  trigger: z.enum(TRIGGERS),
  triggeredBy: actorSchema,
  status: z.enum(EXECUTION_STATUSES),
  epoch: z.number(),
  revision: z.number(),
  input: jsonObjectSchema,
  overrides: z.instanceof(Uint8Array).nullable(),
  parentExecutionId: z.string().nullable(),
  parentId: z.string().nullable(),
  parentPauseId: z.string().nullable(),
  childIndex: z.number().nullable(),
  rootExecutionId: z.string().nullable(),
  requestHash: z.string().nullable(),
  cancelRequest: cancelRequestSchema.nullable(),
  callChain: z.array(z.string()),
  sourceExecutionId: z.string().nullable(),
  replayOf: z.string().nullable(),
  correlationKey: z.string().nullable(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
})
export type StoredExecution = z.infer<typeof storedExecutionSchema>

/** Which executions a list shows. */
export type SummaryFilter = {
  organizationId: string
  environment: EnvironmentName
  /** Internal id of a workflow. */
  workflowId?: string
  statuses?: readonly ExecutionStatus[]
  /** Created at or after, ISO 8601. */
  from?: string
  /** Created before, ISO 8601. */
  to?: string
  /** Only older than the execution with this internal id. */
  after?: string
  /** One execution. */
  id?: string
  limit: number
}

/** What lists of executions show of one. */
export const executionSummarySchema = z.object({
  id: z.string(),
  publicId: z.string(),
  workflowPublicId: z.string(),
  versionNumber: z.int().nullable(),
  status: z.enum(EXECUTION_STATUSES),
  trigger: z.enum(TRIGGERS),
  sourcePublicId: z.string().nullable(),
  parentExecutionId: z.string().nullable(),
  error: z.object({ message: z.string(), block: z.string().optional() }).nullable(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
})
export type ExecutionSummary = z.infer<typeof executionSummarySchema>

/** What a parent sees of an execution it waits for. */
export const childExecutionSchema = z.object({
  id: z.string(),
  publicId: z.string(),
  childIndex: z.int(),
  status: z.enum(EXECUTION_STATUSES),
  output: jsonObjectSchema.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type ChildExecution = z.infer<typeof childExecutionSchema>

/** How an API names an execution: each API looks ids up in its own column only. */
export type ExecutionName =
  | { publicId: string }
  | { instanceId: string }
  | { runId: string }
  | { id: string }
  | { idempotencyKey: string; environment: EnvironmentName }
