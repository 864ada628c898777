import { z } from 'zod'
import { blockRunSchema, executionStatusSchema } from './executions.ts'
import { instant } from './wire.ts'

/** What can happen in an execution, in the words of its facts. */
export const CHANGE_TYPES = [
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

/** One event of `GET /api/console/executions/{executionId}/stream`. */
export const executionChangeSchema = z.strictObject({
  type: z.enum(CHANGE_TYPES),
  at: instant,
  /** Status of the execution after the change. */
  status: executionStatusSchema,
  /** The block run that changed, as it is now. */
  run: blockRunSchema.nullable(),
  /** Ids of edges that a token has just left by. */
  takenEdges: z.array(z.string()),
  /** Ids of blocks that never started: those known to be passed by when the execution rests. */
  skipped: z.array(z.string()),
  /** What ended the execution, for people. */
  error: z.string().nullable(),
})
export type ExecutionChange = z.infer<typeof executionChangeSchema>
