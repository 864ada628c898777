import { z } from 'zod'

/** What a list of workflows shows of one, as it stands in one environment. */
export const workflowSummarySchema = z.object({
  id: z.string(),
  publicId: z.string(),
  name: z.string(),
  revision: z.int(),
  /** The version active in the environment. */
  versionNumber: z.int().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  deployedAt: z.date().nullable(),
  lastSynced: z.date().nullable(),
  lastExecutionId: z.string().nullable(),
  lastStatus: z.string().nullable(),
  lastUpdatedAt: z.date().nullable(),
})
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>
