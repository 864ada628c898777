import { diffValues, type FieldChange } from './diff-values.ts'
import type { Block, Edge, Graph } from './graph.ts'
import { canonicalJson } from './json.ts'
import { type BlockPair, pairBlocks } from './pair-blocks.ts'
import type { BlockCatalogue } from './problem.ts'
import { renameBlocks } from './rename.ts'

export type { FieldChange } from './diff-values.ts'

/** A block that is in both graphs and runs differently. */
export type BlockChange = { id: string; previousId: string; before: Block; after: Block; changes: FieldChange[] }
export type EdgeChange = { before: Edge; after: Edge; changes: FieldChange[] }
type Variable = Graph['variables'][number]

/** All by which two graphs run differently. Edges of the former graph name blocks by their present ids. */
export type GraphDiff = {
  blocks: { added: Block[]; removed: Block[]; changed: BlockChange[]; reordered: boolean }
  edges: { added: Edge[]; removed: Edge[]; changed: EdgeChange[] }
  variables: { added: Variable[]; removed: Variable[]; changed: { name: string; changes: FieldChange[] }[] }
  settings: FieldChange[]
}

/**
 * What changed from one graph to another, by what decides how they run: empty exactly when their canonical hashes
 * are equal. Positions, names and notes do not count. A block under a new id is a change of that block where it
 * can be told for certain; with the block types known, what refers to it follows and is no change of its own.
 */
export function diffGraphs(before: Graph, after: Graph, blocks: BlockCatalogue = new Map()): GraphDiff {
  const pairs = pairBlocks(before.blocks, after.blocks)
  const renames = new Map(pairs.flatMap(({ from, to }) => (from.id === to.id ? [] : [[from.id, to.id] as const])))
  const followed = renameBlocks(before, renames, blocks)
  const changed = pairs.flatMap((pair) => blockChange(pair, followed.blocks[before.blocks.indexOf(pair.from)]))
  return {
    blocks: {
      added: without(
        after.blocks,
        pairs.map(({ to }) => to),
      ),
      removed: without(
        before.blocks,
        pairs.map(({ from }) => from),
      ),
      changed,
      reordered: isReordered(before, after, pairs),
    },
    edges: diffEdges(followed.edges, after.edges),
    variables: diffVariables(before.variables, after.variables),
    settings: diffValues({ ...before.settings }, { ...after.settings }),
  }
}

/** Whether two graphs run alike. */
export function isEmptyDiff({ blocks, edges, variables, settings }: GraphDiff): boolean {
  const lists = [blocks, edges, variables].flatMap(({ added, removed, changed }) => [added, removed, changed])
  return !blocks.reordered && [...lists, settings].every((list) => list.length === 0)
}

function blockChange({ from, to }: BlockPair, followed: Block = from): BlockChange[] {
  const changes = diffValues(plain({ ...followed, id: from.id }), plain(to))
  return changes.length === 0 ? [] : [{ id: to.id, previousId: from.id, before: from, after: to, changes }]
}

/** A block as the canonical graph has it. */
function plain({ position: _position, name: _name, notes: _notes, ...block }: Block): Omit<Block, 'position' | 'name'> {
  return block
}

function without<Item>(all: readonly Item[], some: readonly Item[]): Item[] {
  const known = new Set(some)
  return all.filter((item) => !known.has(item))
}

/** Whether blocks of both graphs stand in another order, which breaks ties between blocks that are ready at once. */
function isReordered(before: Graph, after: Graph, pairs: readonly BlockPair[]): boolean {
  const places = new Map(after.blocks.map((block, place) => [block, place]))
  const order = new Map(before.blocks.map((block, place) => [block, place]))
  const present = pairs
    .toSorted((a, b) => (order.get(a.from) ?? 0) - (order.get(b.from) ?? 0))
    .map(({ to }) => places.get(to) ?? 0)
  return present.some((place, at) => at > 0 && place < (present[at - 1] ?? 0))
}

const ANY_EDGE = ({ id: _id, ...edge }: Edge) => canonicalJson(edge)
const SAME_ENDS = ({ source, sourceHandle, target }: Edge) => canonicalJson([source, sourceHandle, target])
const SAME_EXIT = ({ source, sourceHandle }: Edge) => canonicalJson([source, sourceHandle])

/** Edges by what they join; one that only leads elsewhere, or only changed its turn, is the same edge changed. */
function diffEdges(before: readonly Edge[], after: readonly Edge[]): GraphDiff['edges'] {
  const same = pairInTurn(before, after, ANY_EDGE)
  const ends = pairSingles(same.removed, same.added, SAME_ENDS)
  const exits = pairSingles(ends.removed, ends.added, SAME_EXIT)
  const changed = [...ends.pairs, ...exits.pairs].map(([from, to]) => ({
    before: from,
    after: to,
    changes: diffValues({ target: from.target, order: from.order }, { target: to.target, order: to.order }),
  }))
  return { added: exits.added, removed: exits.removed, changed }
}

function diffVariables(before: readonly Variable[], after: readonly Variable[]): GraphDiff['variables'] {
  const same = pairInTurn(before, after, canonicalJson)
  const named = pairSingles(same.removed, same.added, ({ name }) => name)
  const changed = named.pairs.map(([from, to]) => ({ name: to.name, changes: diffValues({ ...from }, { ...to }) }))
  return { added: named.added, removed: named.removed, changed }
}

type Left<Item> = { added: Item[]; removed: Item[] }

/** What is left over when equal items are paired, as often as they occur on both sides. */
function pairInTurn<Item>(before: readonly Item[], after: readonly Item[], key: (item: Item) => string): Left<Item> {
  const open = Map.groupBy(before, key)
  const added = after.filter((item) => open.get(key(item))?.shift() === undefined)
  const removed = new Set([...open.values()].flat())
  return { added, removed: before.filter((item) => removed.has(item)) }
}

/** Pairs items whose key occurs once on each side. */
function pairSingles<Item>(before: readonly Item[], after: readonly Item[], key: (item: Item) => string) {
  const froms = Map.groupBy(before, key)
  const tos = Map.groupBy(after, key)
  const pairs = [...froms].flatMap(([name, items]): [Item, Item][] => {
    const [from, ...moreFrom] = items
    const [to, ...moreTo] = tos.get(name) ?? []
    return from && to && moreFrom.length + moreTo.length === 0 ? [[from, to]] : []
  })
  return {
    pairs,
    removed: without(
      before,
      pairs.map(([from]) => from),
    ),
    added: without(
      after,
      pairs.map(([, to]) => to),
    ),
  }
}
