import { z } from 'zod'
import { blockSchema, edgeSchema } from '#lib/engine/graph.ts'
import { parseJson } from '#lib/engine/json.ts'
import type { Fragment } from './fragment.ts'

const MARKER = 'countersign/blocks'

const clipSchema = z.strictObject({
  kind: z.literal(MARKER),
  version: z.literal(1),
  blocks: z.array(blockSchema).min(1).max(500),
  edges: z.array(edgeSchema).max(5_000),
})

/** Blocks as text for the clipboard, which other windows and other workflows understand. */
export function toClipboardText({ blocks, edges }: Fragment): string {
  return JSON.stringify({ kind: MARKER, version: 1, blocks, edges }, null, 2)
}

/** The blocks in a text from the clipboard; `undefined` for any other text. */
export function fromClipboardText(text: string): Fragment | undefined {
  const parsed = clipSchema.safeParse(parseJson(text))
  return parsed.success ? { blocks: parsed.data.blocks, edges: parsed.data.edges } : undefined
}
