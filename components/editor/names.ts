import { blockRegistry } from '#lib/blocks/index.ts'
import { BLOCK_ID, type Block, type Edge } from '#lib/engine/graph.ts'

const LONGEST_ID = 64
const RESERVED: ReadonlySet<string> = new Set(['input', 'vars', 'env'])

/** The wanted id if a block may have it, else the first of `wanted_2`, `wanted_3`, … that is free. */
export function freeBlockId(taken: ReadonlySet<string>, wanted: string): string {
  const base = BLOCK_ID.test(wanted) ? wanted : 'block'
  if (!taken.has(base) && !RESERVED.has(base)) return base
  const stem = base.replace(/_\d+$/, '')
  for (let count = 2; ; count++) {
    const id = `${stem.slice(0, LONGEST_ID - String(count).length - 1)}_${count}`
    if (!taken.has(id)) return id
  }
}

/** The wanted name, or with the first number behind it that no other block has. */
export function freeName(blocks: readonly Block[], wanted: string): string {
  const taken = new Set(blocks.map(({ name }) => name))
  if (!taken.has(wanted)) return wanted
  for (let count = 2; ; count++) if (!taken.has(`${wanted} ${count}`)) return `${wanted} ${count}`
}

/** An id for an edge that tells where it leads. */
export function freeEdgeId(taken: ReadonlySet<string>, edge: Pick<Edge, 'source' | 'sourceHandle' | 'target'>): string {
  const base = `${edge.source}_${edge.sourceHandle}_${edge.target}`
  if (!taken.has(base)) return base
  for (let count = 2; ; count++) if (!taken.has(`${base}_${count}`)) return `${base}_${count}`
}

/** What a block of a type is called before its author names it. */
export function nameOfType(type: string): string {
  return blockRegistry.get(type)?.label ?? type
}
