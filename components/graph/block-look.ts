import { text } from '#components/messages/text.ts'
import { blockRegistry } from '#lib/blocks/index.ts'
import { COMMON_HANDLES } from '#lib/engine/block.ts'
import { humanize } from '#lib/engine/fields.ts'
import type { Block, GraphIndex } from '#lib/engine/graph.ts'

type Exit = { handle: string; label: string }

/** How a block presents itself: from its type's definition, or as unknown where the type is not installed. */
export type BlockLook = { typeLabel: string; icon: string; exits: readonly Exit[] }

/** The look of a block in its graph; of its exits those that lead somewhere, errors and timeouts last. */
export function lookOf(block: Block, index: GraphIndex): BlockLook {
  const definition = blockRegistry.get(block.type)
  const wired = index.wired(block.id)
  const declared = declaredHandles(block)
  const known = declared.filter((handle) => wired.has(handle))
  const extra = [...wired].filter((handle) => !declared.includes(handle)).sort(byCommonLast)
  return {
    typeLabel: definition?.label ?? text.graph.unknownType,
    icon: definition?.icon ?? 'circle-help',
    exits: [...known, ...extra].map((handle) => ({ handle, label: handleLabel(handle) })),
  }
}

/** A handle in plain words. */
export function handleLabel(handle: string): string {
  return text.graph.handles[handle] ?? humanize(handle)
}

function declaredHandles(block: Block): readonly string[] {
  const definition = blockRegistry.get(block.type)
  if (definition?.role === 'exit') return []
  if (!definition?.handles) return ['out']
  const config = definition.config.safeParse(block.config)
  return config.success ? definition.handles(config.data) : []
}

function byCommonLast(a: string, b: string): number {
  const rank = (handle: string) => (COMMON_HANDLES.some((common) => common === handle) ? 1 : 0)
  return rank(a) - rank(b) || a.localeCompare(b)
}
