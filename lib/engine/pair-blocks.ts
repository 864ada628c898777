import type { Block } from './graph.ts'
import { canonicalJson } from './json.ts'

/** The same block in two graphs. */
export type BlockPair = { from: Block; to: Block }

/** By what a block under a new id may be known again, the surest first; settings are one only where there are any. */
const SIGNS: readonly ((block: Block) => string | null)[] = [
  ({ type, name, config }) => canonicalJson([type, name, config]),
  ({ type, name }) => canonicalJson([type, name]),
  ({ type, config }) => (Object.keys(config).length > 0 ? canonicalJson([type, config]) : null),
]

/**
 * Blocks of two graphs that are the same one: by id, and among the rest by a sign that only one block on each side
 * bears. In the order of the latter graph.
 */
export function pairBlocks(before: readonly Block[], after: readonly Block[]): BlockPair[] {
  const open = Map.groupBy(before, ({ id }) => id)
  const pairs = after.flatMap((to): BlockPair[] => {
    const from = open.get(to.id)?.shift()
    return from ? [{ from, to }] : []
  })
  let froms = [...open.values()].flat()
  let tos = without(after, new Set(pairs.map(({ to }) => to)))
  for (const sign of SIGNS) {
    const found = pairBySign(froms, tos, sign)
    pairs.push(...found)
    froms = without(froms, new Set(found.map(({ from }) => from)))
    tos = without(tos, new Set(found.map(({ to }) => to)))
  }
  const places = new Map(after.map((block, place) => [block, place]))
  return pairs.toSorted((a, b) => (places.get(a.to) ?? 0) - (places.get(b.to) ?? 0))
}

function pairBySign(
  before: readonly Block[],
  after: readonly Block[],
  sign: (block: Block) => string | null,
): BlockPair[] {
  const tos = Map.groupBy(after, sign)
  return [...Map.groupBy(before, sign)].flatMap(([borne, [from, ...others]]): BlockPair[] => {
    const [to, ...rivals] = tos.get(borne) ?? []
    return borne !== null && from && to && others.length + rivals.length === 0 ? [{ from, to }] : []
  })
}

function without(all: readonly Block[], some: ReadonlySet<Block>): Block[] {
  return all.filter((block) => !some.has(block))
}
