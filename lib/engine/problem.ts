import { z } from 'zod'
import type { BlockDefinition } from './block.ts'

/** A finding about a graph. Errors stand in the way of running, warnings do not, `policy` findings ask to be acknowledged. */
export const problemSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'policy']),
  blockId: z.string().optional(),
  edgeId: z.string().optional(),
  /** Inside the block, with dots: `config.cases.0.when`. */
  path: z.string().optional(),
  message: z.string(),
})
export type Problem = z.infer<typeof problemSchema>

/** All that validation asks of the block types, whatever services they need. */
export type BlockCatalogue = ReadonlyMap<string, BlockDefinition>
