import { z } from 'zod'
import { executionStatusSchema } from './executions.ts'
import { environmentSchema, instant } from './wire.ts'

/** `GET /api/console/home`. */
export const homeQuerySchema = z.strictObject({ environment: environmentSchema.default('PRODUCTION') })

const workflowSchema = z.strictObject({ id: z.uuid(), name: z.string() })

/** What happened in the last 24 hours; a status is counted no further than `most`. */
export const homeSchema = z.strictObject({
  most: z.int(),
  statuses: z.array(z.strictObject({ status: executionStatusSchema, many: z.int() })),
  failing: z.array(z.strictObject({ workflow: workflowSchema, many: z.int(), lastAt: instant })),
  /** The versions that were made active last, whenever that was. */
  deploys: z.array(
    z.strictObject({ workflow: workflowSchema, number: z.int(), at: instant, by: z.string().nullable() }),
  ),
})
export type Home = z.infer<typeof homeSchema>
