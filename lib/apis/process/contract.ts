import { z } from 'zod'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { isJsonObject, type JsonObject } from '#lib/engine/json.ts'

/** Wire shapes of the process API. Requests are strict: a mistyped name must not start the wrong thing. */

const data = z.custom<JsonObject>(isJsonObject, 'Must be an object')
const environment = z.enum(['PRODUCTION', 'DEVELOPMENT'])
const instant = z.iso.datetime()
/** Text that the database can be asked for. */
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'No control characters')

export const instanceIdSchema = text(128)
const processId = z.guid('Must be a UUID')

/** Query of `POST /process/exec` and `/process/start`. */
export const execQuerySchema = z.strictObject({
  environment: environment.default('PRODUCTION'),
  versionNumber: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'A whole number from 1')
    .transform(Number)
    .optional(),
})
export type ExecQuery = z.output<typeof execQuerySchema>

/** Body of `POST /process/exec` and `/process/start`. */
export const execRequestSchema = z.strictObject({
  processId,
  correlationKey: text(256).optional(),
  data: data.default({}),
})
export type ExecRequest = z.output<typeof execRequestSchema>

export const startedSchema = z.strictObject({
  processInstanceId: z.string(),
  processId: z.string(),
  status: z.literal('started'),
  startTime: instant,
})

/** Body of `POST /process/task`. */
export const taskRequestSchema = z.strictObject({
  processInstanceId: instanceIdSchema,
  nodeId: text(128),
  action: z.enum(['COMPLETE', 'CANCEL']),
  data: data.default({}),
  /** Which of several pauses of the node is meant; the oldest open one unless said. */
  contextId: text(128).optional(),
})
export type TaskRequest = z.output<typeof taskRequestSchema>

/** Body of `POST /process/cancel`. */
export const cancelRequestSchema = z.strictObject({
  processInstanceId: instanceIdSchema,
  reason: z.string().max(500).optional(),
})

/** Body of `POST /process/event`. */
export const eventRequestSchema = z.strictObject({
  eventName: text(200),
  correlationKey: text(256),
  data: data.default({}),
  environment: environment.default('PRODUCTION'),
  processId: processId.optional(),
  messageId: text(128).optional(),
  /** Seconds for which the event waits for nodes that are entered later. */
  ttlSeconds: z.int().min(0).max(86_400).default(0),
})

export const deliveredSchema = z.strictObject({
  delivered: z.int().min(1),
  instances: z.array(z.strictObject({ processInstanceId: z.string(), nodeId: z.string() })),
})

const INSTANCE_STATUSES = ['RUNNING', 'WAITING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
const NODE_TYPES = ['REVIEW', 'USER_TASK', 'INPUT', 'CATCH_EVENT', 'TIMER', 'PROCESS'] as const

/** A node that waits, and what it waits for. */
const waitingNodeSchema = z.strictObject({
  nodeId: z.string(),
  nodeName: z.string(),
  type: z.enum(NODE_TYPES),
  since: instant,
  contextId: z.string(),
  title: z.string(),
  decisions: z.array(z.string()),
  fields: z.array(fieldSpecSchema),
  expiresAt: instant.optional(),
  /** The instance to answer, where a process that was called waits. */
  processInstanceId: z.string().optional(),
})
export type WaitingNode = z.infer<typeof waitingNodeSchema>

/** Answer of `GET /process/instance/{processInstanceId}`. */
export const instanceSchema = z.strictObject({
  processInstanceId: z.string(),
  processId: z.string(),
  processName: z.string(),
  /** `null` for a draft. */
  processVersion: z.string().nullable(),
  stateCd: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  status: z.enum(INSTANCE_STATUSES),
  startTime: instant,
  endTime: instant.nullable(),
  correlationKey: z.string().nullable(),
  /** Everything a bare `{name}` stands for: variables, what was sent, and the output of each node. */
  data: z.record(z.string(), z.json()),
  error: z.strictObject({ code: z.string(), message: z.string(), nodeId: z.string().nullable() }).nullable(),
  waitingNodes: z.array(waitingNodeSchema),
})
export type Instance = z.infer<typeof instanceSchema>

export const processListQuerySchema = z.strictObject({ environment: environment.optional() })

/** One item of `GET /process/list`, which answers with a bare list. */
export const processSchema = z.strictObject({
  processId: z.string(),
  processName: z.string(),
  /** The version active in the environment. */
  activeVersion: z.string().nullable(),
  publishedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
})
