import { z } from 'zod'
import type { BlockDefinition } from './block.ts'

/** Everything that validation can find. */
export const PROBLEM_CODES = [
  'duplicate_block_id',
  'duplicate_edge_id',
  'reserved_block_id',
  'missing_source',
  'missing_target',
  'no_start',
  'several_starts',
  'unknown_block_type',
  'invalid_config',
  'edge_into_start',
  'edge_from_end',
  'unknown_handle',
  'unreachable_block',
  'reference_unknown',
  'reference_never_before',
  'condition_syntax',
  'condition_reference',
  'endless_cycle',
  'credential_without_screening',
  'credential_without_document_check',
  'review_can_be_skipped',
  'credential_despite_doubt',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** A finding about a graph. Errors stand in the way of running, warnings do not, `policy` findings ask to be acknowledged. */
export const problemSchema = z.strictObject({
  code: z.enum(PROBLEM_CODES),
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
