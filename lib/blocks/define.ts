import type { z } from 'zod'
import type { BlockDefinition } from '#lib/engine/block.ts'
import type { BlockServices } from './services.ts'

/** Declares a block type; the compiler ties `execute` to the config and output schemas. */
export function defineBlock<Config extends z.ZodObject, Output extends z.ZodType<object>>(
  definition: BlockDefinition<Config, Output, BlockServices>,
): BlockDefinition<Config, Output, BlockServices> {
  return definition
}
