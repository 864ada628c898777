import { z } from 'zod'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { isJsonObject, type JsonObject } from '#lib/engine/json.ts'

/** Wire shapes of API v1. Objects are strict where a mistyped name could run the wrong thing. */

const jsonObject = z.custom<JsonObject>(isJsonObject, 'Must be an object')
const instant = z.iso.datetime()

export const executionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'Letters, digits, _ and -, at most 128')
/** A name that the database can be asked for. */
export const nameSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\P{Cc}*$/u, 'No control characters')

const VARIABLE_NAME = 'Letters, digits and _, not starting with a digit'
const environmentVariables = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.union([z.string(), z.number(), z.boolean()]), {
    error: ({ code }) => (code === 'invalid_key' ? VARIABLE_NAME : undefined),
  })
  .transform((values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))

const options = z.object({
  executionId: executionIdSchema.optional(),
  input: jsonObject.default({}),
  environmentVariables: environmentVariables.optional(),
  workflowVariables: jsonObject.optional(),
  maxParallelNodes: z.int().min(1).max(64).optional(),
})

const runFromBlock = z
  .strictObject({
    executionId: executionIdSchema.optional(),
    sourceExecutionId: executionIdSchema.optional(),
    startBlockId: z.string().min(1).max(128).optional(),
    blockId: z.string().min(1).max(128).optional(),
  })
  .transform((given, context) => {
    const executionId = given.executionId ?? given.sourceExecutionId
    const blockId = given.startBlockId ?? given.blockId
    if (executionId === undefined) context.addIssue({ code: 'custom', path: ['executionId'], message: 'Required' })
    if (blockId === undefined) context.addIssue({ code: 'custom', path: ['startBlockId'], message: 'Required' })
    return { executionId: executionId ?? '', blockId: blockId ?? '' }
  })

/** Body of `POST /v1/workflows/execute`. */
export const executeRequestSchema = z.strictObject({
  workflowId: nameSchema,
  workflow: jsonObject.optional(),
  useDraftState: z.boolean().default(false),
  options: options.prefault({}),
  runFromBlock: runFromBlock.optional(),
  parentExecutionId: nameSchema.optional(),
  callChain: z.array(z.string().min(1)).default([]),
})
export type ExecuteRequest = z.output<typeof executeRequestSchema>

export const RESULT_STATUSES = ['completed', 'failed', 'paused', 'cancelled'] as const
const PAUSE_POINT_KINDS = ['review', 'user_task', 'input', 'catch_event', 'timer', 'child'] as const

export const pausePointSchema = z.strictObject({
  blockId: z.string(),
  reason: z.string(),
  requiredInput: z.array(z.string()),
  contextId: z.string(),
  blockName: z.string(),
  kind: z.enum(PAUSE_POINT_KINDS),
  pausedAt: instant,
  resumeStatus: z.literal('paused'),
  decisions: z.array(z.string()),
  fields: z.array(fieldSpecSchema),
  resumeAt: instant.optional(),
  expiresAt: instant.optional(),
  /** The execution to answer, where a subworkflow waits. */
  executionId: z.string().optional(),
})

export const logEntrySchema = z.strictObject({
  blockId: z.string(),
  blockName: z.string(),
  blockType: z.string(),
  status: z.enum(['success', 'error', 'skipped', 'paused', 'cancelled', 'running']),
  success: z.boolean(),
  executionOrder: z.int(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  durationMs: z.number().optional(),
  visit: z.int().optional(),
  tries: z.int().optional(),
  input: jsonObject.optional(),
  output: jsonObject.optional(),
  error: z.string().optional(),
  errorHandled: z.boolean().optional(),
})

export const finalStateSchema = z.strictObject({
  executionId: z.string(),
  workflowId: z.string(),
  version: z.int().nullable(),
  executedBlocks: z.array(z.string()),
  blockStates: z.record(z.string(), z.strictObject({ output: jsonObject, executionTime: z.number() })),
  decisions: z.record(z.string(), z.string()),
  variables: jsonObject,
  activeEdges: z.array(z.string()),
})

const resultShape = {
  success: z.boolean(),
  executionId: z.string(),
  output: z.record(z.string(), jsonObject),
  error: z.string().optional(),
  pausePoints: z.array(pausePointSchema).min(1).optional(),
  logs: z.array(logEntrySchema),
  finalState: finalStateSchema.optional(),
}

/** Result of an execution that ended (200) or paused (202). */
export const executionResultSchema = z.strictObject({
  success: resultShape.success,
  status: z.enum(RESULT_STATUSES),
  executionId: resultShape.executionId,
  output: resultShape.output,
  error: resultShape.error,
  pausePoints: resultShape.pausePoints,
  logs: resultShape.logs,
  finalState: resultShape.finalState,
})
export type ExecutionResult = z.infer<typeof executionResultSchema>

const summaryShape = {
  executionId: z.string(),
  workflowId: z.string(),
  version: z.int().nullable(),
  status: z.enum(['running', ...RESULT_STATUSES]),
  success: z.boolean(),
  startedAt: instant,
  endedAt: instant.nullable(),
  durationMs: z.int().nullable(),
  triggeredBy: z.string(),
  sourceExecutionId: z.string().nullable(),
  parentExecutionId: z.string().nullable(),
  error: z.string().nullable(),
}
export const executionSummarySchema = z.strictObject(summaryShape)
export type ExecutionSummary = z.infer<typeof executionSummarySchema>
export const executionListSchema = z.strictObject({
  data: z.array(executionSummarySchema),
  nextCursor: z.string().nullable(),
})

/** Answer of `GET /v1/workflows/status/{executionId}`: the result so far with the list's fields. */
export const executionStatusSchema = z.strictObject({ ...resultShape, ...summaryShape, error: resultShape.error })

export const executionListQuerySchema = z.strictObject({
  workflowId: nameSchema.optional(),
  status: z.enum(['running', ...RESULT_STATUSES]).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.uuid().optional(),
})

/** Body of `POST /v1/workflows/executions/{executionId}/resume`. */
export const resumeRequestSchema = z
  .strictObject({
    pauseId: z.string().min(1).max(128).optional(),
    blockId: z.string().min(1).max(128).optional(),
    decision: z.string().min(1).max(64).optional(),
    input: jsonObject.default({}),
  })
  .refine((given) => given.pauseId !== undefined || given.blockId !== undefined, {
    path: ['pauseId'],
    message: 'Either pauseId or blockId is required',
  })

/** Body of `POST /v1/workflows/executions/{executionId}/cancel`. */
export const cancelRequestSchema = z.strictObject({ reason: z.string().max(500).optional() })

/** One item of `GET /v1/workflows`, which answers with a bare list. */
export const workflowSchema = z.strictObject({
  id: z.string(),
  organizationId: z.string(),
  environment: z.enum(['staging', 'production']),
  name: z.string(),
  version: z.int(),
  lastSynced: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
  isDeployed: z.boolean(),
  deployedAt: instant.nullable(),
  lastExecution: z.strictObject({ executionId: z.string(), status: z.string(), updatedAt: instant }).optional(),
})
export const workflowListQuerySchema = z.strictObject({ deployed: z.enum(['true', 'false']).optional() })

export const storedFileSchema = z.strictObject({
  fileId: z.string(),
  name: z.string(),
  mimeType: z.string(),
  size: z.int(),
  sha256: z.string(),
  subjectId: z.string().nullable(),
  documentType: z.string().nullable(),
  createdAt: instant,
})

export const verifyRequestSchema = z.strictObject({ jwt: z.string().min(1).max(100_000) })
