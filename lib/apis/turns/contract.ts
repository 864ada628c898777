import { z } from 'zod'
import { jsonObjectSchema } from '#lib/engine/json.ts'

/** How workflows and runs are named here: 24 lower-case hexadecimal digits. */
export const HEX_ID = /^[0-9a-f]{24}$/

const LARGEST_VERSION = 1_000_000_000

const COMMANDS = ['start', 'data', 'resume', 'pause', 'stop'] as const

const textSchema = z.string().nullish()
const objectSchema = jsonObjectSchema.nullish().transform((value) => value ?? {})

const partSchema = z.union([z.string(), z.object({ type: z.string().optional(), text: z.string().optional() })])

/** A message as several tools write it: `{type, content}`, `{role, content}`, or its text alone. */
const messageSchema = z.union([
  z.string(),
  z.object({ type: textSchema, role: textSchema, content: z.union([z.string(), z.array(partSchema)]) }),
])
export type GivenMessage = z.output<typeof messageSchema>

const nodeInputSchema = z.object({ node_logical_id: textSchema, messages: z.array(messageSchema).nullish() })
export type GivenNodeInput = z.output<typeof nodeInputSchema>

/** What a turn brings. Fields that are not named here are ignored, because clients send more than is needed. */
const runInputSchema = z.object({
  dynamic_variables: objectSchema,
  runtime_variables: objectSchema,
  miscellaneous: objectSchema,
  command: z.enum(COMMANDS).default('start'),
  workflow_id: textSchema,
  /** What the assistant says before anything else, on the first turn. */
  welcome_message: z.string().max(4_000).nullish(),
  version_number: z.int().min(0).max(LARGEST_VERSION).nullish(),
  run_by: z.string().max(200).nullish(),
  workflow_run_id: textSchema,
  team_id: textSchema,
  start_node_logical_id: textSchema,
  initial_state: objectSchema,
  thread_to_node_inputs: z
    .record(z.string(), z.object({ node_run_inputs: z.array(nodeInputSchema).nullish() }))
    .nullish(),
})
export type RunInput = z.output<typeof runInputSchema>

export const turnRequestSchema = z.object({ run_input: runInputSchema, run_id: textSchema })
export type TurnRequest = z.output<typeof turnRequestSchema>

/** Both apply to the first turn only: the version to run, from 0, or the draft (an addition of ours). */
export const turnQuerySchema = z.object({
  version: z
    .union([z.literal(['', 'null']).transform(() => undefined), z.coerce.number().int().min(0).max(LARGEST_VERSION)])
    .optional(),
  draft: z.stringbool().default(false),
})
export type TurnQuery = z.output<typeof turnQuerySchema>

export const turnParamsSchema = z.object({ workflowId: z.string().regex(HEX_ID, '24 hexadecimal digits') })

const RUN_STATUSES = [
  'not_started',
  'started',
  'running',
  'failed',
  'completed',
  'paused',
  'waiting_for_user_input',
  'cancelled',
  'aborted_looping_risk',
] as const

/** Every event of a turn carries these; more stands beside them. */
export const turnEventSchema = z
  .object({
    type: z.string(),
    logical_id: z.string(),
    /** Seconds since 1970. */
    timestamp: z.number(),
    origin_thread_id: z.string(),
    thread_reference_id: z.string(),
    comments: z.array(z.string()),
    interrupted: z.boolean(),
  })
  .catchall(z.json())
export type TurnEvent = z.output<typeof turnEventSchema>

/** The answer to a turn. */
export const turnResponseSchema = z.strictObject({
  run_id: z.string(),
  status: z.enum(RUN_STATUSES),
  turn_number: z.int().min(1),
  events: z.array(turnEventSchema),
  is_waiting_for_input: z.boolean(),
  is_completed: z.boolean(),
  error: z.string().nullable(),
  next_input_hint: turnEventSchema.nullable(),
  has_active_companions: z.literal(false),
  has_background_work: z.literal(false),
})
export type TurnResponse = z.output<typeof turnResponseSchema>
