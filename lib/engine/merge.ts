import { type Block, type Edge, type Graph, graphSchema } from './graph.ts'
import { canonicalJson, isJsonObject, type Json, type JsonObject, ownValue } from './json.ts'
import { mergeKeys, mergeLists } from './merge-lists.ts'
import type { BlockCatalogue } from './problem.ts'
import { renameBlocks } from './rename.ts'

export type Side = 'mine' | 'theirs'

/** One place that both sides changed, each in its own way; `undefined` is a place that is not there. */
export type MergeConflict = {
  /** The steps to the place: `blocks`, the block's id, then a field; likewise `edges`, `variables`, `settings`. */
  path: readonly string[]
  base: Json | undefined
  mine: Json | undefined
  theirs: Json | undefined
}

export type Merged = {
  graph: Graph
  conflicts: readonly MergeConflict[]
  /** Blocks that both sides added under one id: what mine are called now. */
  renamed: ReadonlyMap<string, string>
}

/** The name of a conflict, for choosing a side. */
export function conflictKey(path: readonly string[]): string {
  return path.join('/')
}

/**
 * Brings together two graphs that were made from one, place by place: blocks, edges, variables and settings, and in
 * them field by field. Where both changed the same place, `choices` says by `conflictKey` whose holds; mine unless
 * said. Where a block lies is never a conflict. A block that one side removed and the other changed or connected
 * is one, and stays unless its removal is chosen. Two blocks added under one id both stay, mine under another.
 */
export function mergeGraphs(
  base: Graph,
  mine: Graph,
  theirs: Graph,
  blocks: BlockCatalogue,
  choices: ReadonlyMap<string, Side> = new Map(),
): Merged {
  const renamed = clashes(base, mine, theirs)
  const own = renamed.size > 0 ? renameBlocks(mine, renamed, blocks) : mine
  const conflicts: MergeConflict[] = []
  const merger: Merger = { base, mine: own, theirs, choices, conflicts }
  const merged = {
    schemaVersion: own.schemaVersion,
    blocks: mergeKeyed(merger, 'blocks'),
    edges: mergeKeyed(merger, 'edges'),
    variables: mergeKeyed(merger, 'variables'),
    settings: mergeValue(merger, ['settings'], json(base.settings), json(own.settings), json(theirs.settings)) ?? {},
  }
  const graph = graphSchema.parse(merged)
  return { graph: { ...graph, edges: sound(graph, keptEdges(merger, graph)) }, conflicts, renamed }
}

type Merger = {
  base: Graph
  mine: Graph
  theirs: Graph
  choices: ReadonlyMap<string, Side>
  conflicts: MergeConflict[]
}

const known = new WeakMap<object, JsonObject>()

/** A part of a graph as JSON, without what is undefined; the same object for the same part. */
function json(part: object): JsonObject {
  const cached = known.get(part)
  if (cached) return cached
  const plain: JsonObject = JSON.parse(JSON.stringify(part))
  known.set(part, plain)
  return plain
}

/** New ids for blocks of mine that the others added under the same id, but otherwise. */
function clashes(base: Graph, mine: Graph, theirs: Graph): Map<string, string> {
  const old = new Set(base.blocks.map(({ id }) => id))
  const others = new Map(theirs.blocks.map((block) => [block.id, block]))
  const taken = new Set([...mine.blocks, ...theirs.blocks].map(({ id }) => id))
  const renamed = new Map<string, string>()
  for (const block of mine.blocks) {
    const other = others.get(block.id)
    if (!other || old.has(block.id) || isSame(block, other)) continue
    const id = freeId(block.id, taken)
    taken.add(id)
    renamed.set(block.id, id)
  }
  return renamed
}

const LONGEST_STEM = 60

function freeId(id: string, taken: ReadonlySet<string>): string {
  const stem = id.replace(/_\d+$/, '').slice(0, LONGEST_STEM)
  for (let count = 2; ; count++) if (!taken.has(`${stem}_${count}`)) return `${stem}_${count}`
}

const KEYS = { blocks: 'id', edges: 'id', variables: 'name' } as const

/** Blocks, edges or variables, each by its name, in the order of the side that moved them. */
function mergeKeyed(merger: Merger, list: keyof typeof KEYS): JsonObject[] {
  const { base, mine, theirs } = merger
  const [old, own, other] = [base, mine, theirs].map((graph) => byKey(graph[list], KEYS[list]))
  if (!old || !own || !other) return []
  return mergeKeys([...old.keys()], [...own.keys()], [...other.keys()]).flatMap((key) => {
    const [was, is, theirsIs] = [old.get(key), own.get(key), other.get(key)]
    const path = [list, key]
    const merged =
      list === 'blocks' && was && (!is || !theirsIs)
        ? mergeRemoved(merger, key, was, is, theirsIs)
        : mergeValue(merger, path, was, is, theirsIs)
    return isJsonObject(merged) ? [merged] : []
  })
}

function byKey(
  items: Graph['blocks'] | Graph['edges'] | Graph['variables'],
  key: 'id' | 'name',
): Map<string, JsonObject> {
  return new Map(items.map(json).map((item) => [String(ownValue(item, key)), item]))
}

/** A block that at least one side removed: gone, unless the other side has done something with it. */
function mergeRemoved(
  merger: Merger,
  id: string,
  base: JsonObject,
  mine: JsonObject | undefined,
  theirs: JsonObject | undefined,
): Json | undefined {
  const left = mine ?? theirs
  if (!left) return undefined
  const touched =
    !isSame(unplaced(base), unplaced(left)) || connects(mine ? merger.mine : merger.theirs, merger.base, id)
  if (!touched) return undefined
  const path = ['blocks', id]
  merger.conflicts.push({ path, base, mine, theirs })
  const side = merger.choices.get(conflictKey(path))
  return side === undefined ? left : side === 'mine' ? mine : theirs
}

function unplaced({ position: _position, ...block }: JsonObject): JsonObject {
  return block
}

/** Whether a graph has edges at a block that were not there before. */
function connects(graph: Graph, base: Graph, id: string): boolean {
  const old = new Set(base.edges.map(connection))
  return graph.edges.some((edge) => (edge.source === id || edge.target === id) && !old.has(connection(edge)))
}

function connection({ source, sourceHandle, target }: Edge): string {
  return `${source} ${sourceHandle} ${target}`
}

function mergeValue(
  merger: Merger,
  path: readonly string[],
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
): Json | undefined {
  if (isSame(mine, theirs) || isSame(base, theirs)) return mine
  if (isSame(base, mine)) return theirs
  if (path[0] === 'blocks' && path[2] === 'position') return mine
  if (isJsonObject(mine) && isJsonObject(theirs)) {
    const old = isJsonObject(base) ? base : {}
    const keys = mergeKeys(Object.keys(old), Object.keys(mine), Object.keys(theirs))
    const members = keys.map((key): [string, Json | undefined] => [
      key,
      mergeValue(merger, [...path, key], ownValue(old, key), ownValue(mine, key), ownValue(theirs, key)),
    ])
    return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined))
  }
  const list = mergeLists(base, mine, theirs, (key, ...values) => mergeValue(merger, [...path, key], ...values))
  if (list) return list
  merger.conflicts.push({ path, base, mine, theirs })
  return merger.choices.get(conflictKey(path)) === 'theirs' ? theirs : mine
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}

/** The edges, with those at blocks that stayed although one side removed them. */
function keptEdges({ base, mine, theirs }: Merger, graph: Graph): Edge[] {
  const has = (side: Graph, id: string) => side.blocks.some((block) => block.id === id)
  const restored = base.blocks.filter(
    (block) => has(graph, block.id) && !(has(mine, block.id) && has(theirs, block.id)),
  )
  const ids = new Set(restored.map(({ id }) => id))
  const at = ({ source, target }: Edge) => ids.has(source) || ids.has(target)
  return [...graph.edges, ...mine.edges.filter(at), ...theirs.edges.filter(at)]
}

/** Edges between blocks that are there, none drawn twice, none with the id of another. */
function sound(graph: Graph, edges: readonly Edge[]): Edge[] {
  const blocks = new Set(graph.blocks.map(({ id }: Block) => id))
  const drawn = new Set<string>()
  const ids = new Set<string>()
  return edges.flatMap((edge) => {
    const known = drawn.has(connection(edge))
    if (known || !blocks.has(edge.source) || !blocks.has(edge.target)) return []
    drawn.add(connection(edge))
    const id = ids.has(edge.id) ? freeId(edge.id, ids) : edge.id
    ids.add(id)
    return [{ ...edge, id }]
  })
}
