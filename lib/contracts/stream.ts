import { z } from 'zod'
import { blockRunSchema, executionStatusSchema, FACT_TYPES } from './executions.ts'
import { instant } from './wire.ts'

/** One event of `GET /api/console/executions/{executionId}/stream`. */
export const executionChangeSchema = z.strictObject({
  type: z.enum(FACT_TYPES),
  at: instant,
  /** Status of the execution after the change. */
  status: executionStatusSchema,
  /** The block run that changed, as it is now. */
  run: blockRunSchema.nullable(),
  /** Ids of edges that a token has just left by. */
  takenEdges: z.array(z.string()),
  /** When the execution comes to rest: the blocks that never started, and never will as far as is known. */
  skipped: z.array(blockRunSchema),
  /** What ended the execution, for people. */
  error: z.string().nullable(),
})
export type ExecutionChange = z.infer<typeof executionChangeSchema>
