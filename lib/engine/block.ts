import { z } from 'zod'
import { type FieldSpec, fieldSpecSchema } from './fields.ts'
import { type Json, type JsonObject, jsonObjectSchema } from './json.ts'

export const CATEGORIES = ['flow', 'verification', 'credential', 'human', 'conversation', 'integration'] as const

/**
 * What a repeat of a block run could do outside, which decides what is written before it starts
 * and what happens to a run that was cut off:
 * `pure` touches nothing, `read` only reads, `keyed` is harmless when repeated with the same key, `once` is not repeated.
 */
export type Effect = 'pure' | 'read' | 'keyed' | 'once'

export const PAUSE_KINDS = ['review', 'task', 'input', 'event', 'timer', 'child'] as const

/** Exits that every block has besides its own. */
export const COMMON_HANDLES = ['error', 'timeout'] as const

/** The name of an exit that an author adds to a block. */
export const handleNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'Lower-case letters, digits and underscores, starting with a letter, at most 64')
  .refine((name) => !COMMON_HANDLES.some((common) => common === name), 'Every block has this exit already')

/** One way a person may decide; its name is also the handle taken. */
export const decisionSchema = z.strictObject({
  name: z.string().min(1).max(64).meta({ label: 'Name', help: 'The exit taken' }),
  label: z.string().min(1).max(120).meta({ label: 'Label', help: 'What stands on the button' }),
})

/** What a block asks for when it pauses. Times are seconds from the moment the pause opens. */
export const pauseRequestSchema = z.strictObject({
  kind: z.enum(PAUSE_KINDS),
  reason: z.string(),
  title: z.string(),
  instructions: z.string().optional(),
  fields: z.array(fieldSpecSchema).default([]),
  /** Name of the one field whose value may also come as `value`, or as the only value of the submission. */
  single: z.string().optional(),
  decisions: z.array(decisionSchema).default([]),
  context: jsonObjectSchema.default({}),
  assignees: z.strictObject({ users: z.array(z.string()), roles: z.array(z.string()) }).optional(),
  policy: z
    .strictObject({ fourEyes: z.boolean(), selfApproval: z.boolean(), requiredApprovals: z.int().min(1) })
    .optional(),
  /** 1 urgent, 2 high, 3 normal, 4 low. */
  priority: z.int().min(1).max(4).optional(),
  /** Whether it is given to one of those who may answer, by turns. */
  autoAssign: z.boolean().optional(),
  dueInSeconds: z.number().positive().optional(),
  expiresInSeconds: z.number().positive().optional(),
  wakeInSeconds: z.number().positive().optional(),
  onCancel: z.enum(['continue', 'cancel_execution']).default('cancel_execution'),
  event: z.strictObject({ name: z.string(), correlationKey: z.string() }).optional(),
  /** Executions of another workflow to wait for: one for each input, some at a time. */
  children: z
    .strictObject({ workflow: z.string(), inputs: z.array(jsonObjectSchema), concurrency: z.int().min(1).max(64) })
    .optional(),
})
export type PauseRequest = z.infer<typeof pauseRequestSchema>
export type PauseInput = z.input<typeof pauseRequestSchema>

/** Who acted: a person, an API key, or the system itself. */
export const actorSchema = z.strictObject({ type: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() })
export type Actor = z.infer<typeof actorSchema>

/** What ended a pause. */
export const resolutionSchema = z.strictObject({
  action: z.enum(['complete', 'cancel', 'expire']),
  decision: z.string().optional(),
  data: jsonObjectSchema,
  by: actorSchema,
  /** Who else had to agree, in order. */
  confirmedBy: z.array(actorSchema).optional(),
  at: z.number(),
})
export type Resolution = z.infer<typeof resolutionSchema>

export const blockErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean().optional(),
  retryAfterSeconds: z.number().optional(),
})
export type BlockError = z.infer<typeof blockErrorSchema>

/** All that a run of a block may come to; the engine reads nothing else. */
export type BlockOutcome<Output extends JsonObject = JsonObject> =
  | { type: 'completed'; output: Output; handle?: string; variables?: JsonObject; terminate?: boolean }
  | { type: 'failed'; error: BlockError; output?: Output }
  | { type: 'paused'; pause: PauseInput }

/** Where and for whom a block runs. */
export type ExecutionInfo = {
  executionId: string
  organizationId: string
  workflowId: string
  workflowName: string
  environment: 'PRODUCTION' | 'DEVELOPMENT'
  draft: boolean
  /** The caller's reference, for events that name it. */
  correlationKey: string | null
}

/** What a block is handed for one attempt. */
export type BlockRunContext<Config, Services> = {
  config: Config
  input: JsonObject
  blockId: string
  visit: number
  execution: ExecutionInfo
  /** Present when the pause that this visit opened has been answered. */
  resumed?: Resolution
  /** When that pause was opened, in milliseconds since 1970. */
  pausedAt?: number | undefined
  /** How many pauses of this visit have been answered by now, this answer included. */
  answers?: number
  /** Handles of the block that have an edge. */
  wired: ReadonlySet<string>
  /** The value of a CEL expression over the execution's data; throws a `BlockFailure`. */
  evaluate(expression: string): Json
  services: Services
  /** Equal for every attempt and every repeat of this visit: `<executionId>:<blockId>:<visit>`. */
  idempotencyKey: string
  signal: AbortSignal
}

/** Tokens of a language model, `null` where its server does not count them. */
export type TokenUsage = { input_tokens: number | null; output_tokens: number | null; total_tokens: number | null }

/** What a path through a block can be relied on to have brought. */
export type Provision = 'screening' | 'document_check' | 'review' | 'credential'

/** Everything the house knows of a block type. */
export type BlockDefinition<
  Config extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType<object> = z.ZodType<object>,
  Services = unknown,
> = {
  type: string
  label: string
  /** One sentence for the palette: what the block does, in an author's words. */
  description: string
  category: (typeof CATEGORIES)[number]
  /** Name of a lucide icon. */
  icon: string
  config: Config
  output: Output
  effect: Effect
  /** Milliseconds one attempt may take unless the graph says otherwise. */
  timeoutMs?: number
  /** The same where it is the block's settings that say so; counts before `timeoutMs`. */
  limitMs?(config: z.output<Config>): number
  /** `entry` blocks start an execution, `exit` blocks have no edges out. */
  role?: 'entry' | 'exit'
  /** Config keys whose text is never searched for references. */
  literal?: readonly string[]
  /** Config keys, or paths like `cases.*.when`, that hold CEL expressions. */
  expressions?: readonly string[]
  /** What the block shows or guards, for policy findings. */
  provides?: readonly Provision[]
  /** Whether a visit may wait for a person, an event or a moment, so that a cycle through the block cannot spin. */
  pauses?: true
  /** Named exits, in the order of the canvas; `['out']` unless said. */
  handles?(config: z.output<Config>): readonly string[]
  /** Exits by which the block may leave although what it found speaks against going on, or is unclear. */
  doubts?(config: z.output<Config>, wired: ReadonlySet<string>): readonly string[]
  /** Entry blocks: what they ask of the caller. */
  asks?(config: z.output<Config>): readonly FieldSpec[]
  /** Blocks that people answer: what they fill in, and the path in the output below which it stands. */
  filledIn?(config: z.output<Config>): { under: readonly string[]; fields: readonly FieldSpec[] }
  /** What the block said in a conversation, as its output tells. */
  says?(output: z.output<Output>): string
  /** Config key that holds the public id of the workflow the block runs. */
  runs?: string
  /** What a language model took in and gave out for a visit, as its output tells; `null` where none was asked. */
  tokens?(output: z.output<Output>): TokenUsage | null
  /** Variables that the block may set. */
  writes?(config: z.output<Config>): readonly string[]
  execute(run: BlockRunContext<z.output<Config>, Services>): Promise<BlockOutcome<z.output<Output> & JsonObject>>
}

/** Thrown by helpers inside a block run to end the attempt as failed; the loop turns it into an outcome. */
export class BlockFailure extends Error {
  readonly error: BlockError
  constructor(error: BlockError) {
    super(error.message)
    this.name = 'BlockFailure'
    this.error = error
  }
}

/** Names of the fields a submission must carry. */
export function requiredInput(fields: readonly FieldSpec[]): string[] {
  return fields.filter((field) => field.required).map((field) => field.name)
}
