import { referenceNames } from './check-references.ts'
import { parseCondition } from './conditions.ts'
import { type Block, type BlockId, type Graph, indexGraph } from './graph.ts'
import { isJsonObject, type Json, type JsonObject } from './json.ts'
import type { BlockCatalogue } from './problem.ts'
import { renameInText } from './references.ts'

/** Old ids and what they become. */
export type Renames = ReadonlyMap<BlockId, BlockId>

/**
 * The graph with blocks renamed everywhere: in the block itself, its edges, and every reference and condition that
 * names it. A name that is also a variable or a key of the input means that one, and stays.
 */
export function renameBlocks(graph: Graph, renames: Renames, blocks: BlockCatalogue): Graph {
  const to = (id: BlockId) => renames.get(id) ?? id
  return {
    ...graph,
    blocks: renameReferences(graph, graph.blocks, renames, blocks).map((block) =>
      renames.has(block.id) ? { ...block, id: to(block.id) } : block,
    ),
    edges: graph.edges.map((edge) =>
      renames.has(edge.source) || renames.has(edge.target)
        ? { ...edge, source: to(edge.source), target: to(edge.target) }
        : edge,
    ),
  }
}

/** The blocks, which stand in `graph` or come into it, with what they refer to renamed; unchanged ones stay the same objects. */
export function renameReferences(
  graph: Graph,
  among: readonly Block[],
  renames: Renames,
  blocks: BlockCatalogue,
): Block[] {
  const { variables, input } = referenceNames(indexGraph(graph), blocks)
  const open = new Map([...renames].filter(([from]) => !variables.has(from) && !input?.has(from)))
  if (open.size === 0) return [...among]
  return among.map((block) => {
    const config = renameInConfig(block, open, blocks)
    return config === block.config ? block : { ...block, config }
  })
}

function renameInConfig(block: Block, renames: Renames, blocks: BlockCatalogue): JsonObject {
  const definition = blocks.get(block.type)
  const literal = new Set(definition?.literal)
  const expressions = (definition?.expressions ?? []).map((path) => path.split('.'))
  const entries = Object.entries(block.config).map(([key, value]): [string, Json] => {
    if (literal.has(key)) return [key, value]
    const paths = expressions.filter(([root]) => root === key).map(([, ...rest]) => rest)
    return [key, paths.length > 0 ? renameExpressions(value, paths, renames) : renameTexts(value, renames)]
  })
  return entries.every(([key, value]) => block.config[key] === value) ? block.config : Object.fromEntries(entries)
}

function renameTexts(value: Json, renames: Renames): Json {
  if (typeof value === 'string') return renameInText(value, renames)
  return mapMembers(value, (_key, member) => renameTexts(member, renames))
}

/** Renames in the texts at paths where `*` stands for every member; all else is left as it is. */
function renameExpressions(value: Json, paths: readonly string[][], renames: Renames): Json {
  if (typeof value === 'string') {
    return paths.some((path) => path.length === 0) ? renameInCondition(value, renames) : value
  }
  return mapMembers(value, (key, member) => {
    const onward = paths.filter(([step]) => step === '*' || step === key).map(([, ...rest]) => rest)
    return onward.length > 0 ? renameExpressions(member, onward, renames) : member
  })
}

/** The same object when nothing in it changed. */
function mapMembers(value: Json, change: (key: string, member: Json) => Json): Json {
  if (Array.isArray(value)) {
    const items = value.map((item, at) => change(String(at), item))
    return items.every((item, at) => item === value[at]) ? value : items
  }
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, member]): [string, Json] => [key, change(key, member)])
  return entries.every(([key, member]) => value[key] === member) ? value : Object.fromEntries(entries)
}

const STRING = String.raw`[rRbB]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')`
const TOKENS = new RegExp(String.raw`${STRING}|(?<!\.\s*)\b[A-Za-z_][A-Za-z0-9_]*\b(?!\s*\()`, 'g')

/** A CEL expression (cel-spec) with what it reads renamed; one that does not parse, or would read something else, stays. */
export function renameInCondition(text: string, renames: Renames): string {
  const before = parseCondition(text)
  if (!before.ok || !before.reads.some(([root = '']) => renames.has(root))) return text
  const renamed = text.replaceAll(TOKENS, (token) => renames.get(token) ?? token)
  const after = parseCondition(renamed)
  if (!after.ok) return text
  const wanted = before.reads.map(([root = '', ...rest]) => [renames.get(root) ?? root, ...rest].join('.'))
  return after.reads.map((path) => path.join('.')).join() === wanted.join() ? renamed : text
}
