import { z } from 'zod'
import { decisionSchema, PAUSE_KINDS } from '#lib/engine/block.ts'
import { fieldSpecSchema } from '#lib/engine/fields.ts'
import { executionStatusSchema } from './executions.ts'
import { instant, jsonObject, storable } from './wire.ts'

/** Body of `POST /api/console/workflows/{workflowId}/test-runs`: runs the draft as it is stored, in development. */
export const testRunRequestSchema = storable(
  z.strictObject({
    /** With `from`, nothing here means the input of the earlier run. */
    input: jsonObject.default({}),
    /** The draft's revision the author sees; a draft that has moved on is refused. */
    revision: z.int().min(1).optional(),
    /** Begins at this block with what an earlier run left before it. */
    from: z.strictObject({ executionId: z.uuid(), blockId: z.string().min(1).max(64) }).optional(),
    /** Ends when this block has done its work. */
    until: z.string().min(1).max(64).optional(),
  }),
)
export type TestRunRequest = z.output<typeof testRunRequestSchema>

export const testRunAnswerSchema = z.strictObject({ executionId: z.uuid(), publicId: z.string() })
export type TestRunAnswer = z.infer<typeof testRunAnswerSchema>

/** A pause that a test run waits at, with what is asked. */
export const testPauseSchema = z.strictObject({
  id: z.string(),
  blockId: z.string(),
  blockName: z.string(),
  kind: z.enum(PAUSE_KINDS),
  title: z.string(),
  instructions: z.string().nullable(),
  fields: z.array(fieldSpecSchema),
  decisions: z.array(decisionSchema),
  context: jsonObject,
  wakeAt: instant.nullable(),
})
export type TestPause = z.infer<typeof testPauseSchema>

/** `GET /api/console/test-runs/{executionId}/pauses`: the open ones, oldest first. */
export const testPausesSchema = z.strictObject({ pauses: z.array(testPauseSchema) })

/** Body of `POST /api/console/test-runs/{executionId}/answers`. */
export const testAnswerRequestSchema = storable(
  z.strictObject({
    pauseId: z.string().min(1).max(128),
    decision: z.string().min(1).max(64).optional(),
    data: jsonObject.default({}),
  }),
)
export type TestAnswerRequest = z.output<typeof testAnswerRequestSchema>

/** Where the test run stands shortly after. */
export const testAnswerAnswerSchema = z.strictObject({ status: executionStatusSchema })
