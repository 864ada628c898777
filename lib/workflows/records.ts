import { z } from 'zod'

/** What a list of workflows shows of one, as it stands in one environment. */
export const workflowSummarySchema = z.object({
  id: z.string(),
  publicId: z.string(),
  name: z.string(),
  description: z.string(),
  revision: z.int(),
  /** The version active in the environment. */
  versionNumber: z.int().nullable(),
  /** Canonical hashes of the draft, and of that version. */
  hash: z.string(),
  deployedHash: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  deployedAt: z.date().nullable(),
  lastSynced: z.date().nullable(),
  lastExecutionId: z.string().nullable(),
  lastStatus: z.string().nullable(),
  lastUpdatedAt: z.date().nullable(),
})
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>
