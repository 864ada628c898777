import type { Block, Graph } from '#lib/engine/graph.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'

const LONGEST_NAME = 120
const LONGEST_NOTES = 4_000

/** What is looked for; an empty text finds nothing. */
export type Query = { text: string; matchCase: boolean }

/** One text of a block in which something was found; `path` is that of a field: `name`, `notes`, `config.cases.0.when`. */
export type Hit = { blockId: string; blockName: string; path: string; text: string; count: number }

/** Every text of every block that holds what is looked for, in the order of the blocks: ids, types, names, notes and settings. */
export function findInGraph(graph: Graph, query: Query): Hit[] {
  const pattern = patternOf(query)
  if (!pattern) return []
  return graph.blocks.flatMap((block) =>
    textsOf(block).flatMap(({ path, text }) => {
      const count = text.match(pattern)?.length ?? 0
      return count > 0 ? [{ blockId: block.id, blockName: block.name, path, text, count }] : []
    }),
  )
}

/** Whether the text of a hit can be replaced: an id is changed by renaming, a type not at all. */
export function isReplaceable({ path }: Pick<Hit, 'path'>): boolean {
  return path !== 'id' && path !== 'type'
}

/** The graph with what was found replaced in names, notes and settings; of one hit only, or of all. A name that would be empty stays. */
export function replaceInGraph(
  graph: Graph,
  query: Query,
  replacement: string,
  only?: Pick<Hit, 'blockId' | 'path'>,
): Graph {
  const pattern = patternOf(query)
  if (!pattern) return graph
  const blocks = graph.blocks.map((block) => {
    if (only && only.blockId !== block.id) return block
    const change = (text: string, path: string) =>
      only && only.path !== path ? text : text.replaceAll(pattern, () => replacement)
    const name = change(block.name, 'name')
    const notes = block.notes === undefined ? undefined : change(block.notes, 'notes')
    const config = changeTexts(block.config, 'config', change)
    const changed = {
      ...block,
      name: name.slice(0, LONGEST_NAME) || block.name,
      config: isJsonObject(config) ? config : block.config,
    }
    return notes === undefined ? changed : { ...changed, notes: notes.slice(0, LONGEST_NOTES) }
  })
  return { ...graph, blocks }
}

function patternOf({ text, matchCase }: Query): RegExp | undefined {
  return text === '' ? undefined : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), matchCase ? 'g' : 'gi')
}

function textsOf(block: Block): { path: string; text: string }[] {
  return [
    { path: 'name', text: block.name },
    { path: 'id', text: block.id },
    { path: 'type', text: block.type },
    ...(block.notes ? [{ path: 'notes', text: block.notes }] : []),
    ...textsWithin(block.config, 'config'),
  ]
}

function textsWithin(value: Json, path: string): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  return membersOf(value).flatMap(([key, member]) => textsWithin(member, `${path}.${key}`))
}

function changeTexts(value: Json, path: string, change: (text: string, path: string) => string): Json {
  if (typeof value === 'string') return change(value, path)
  if (Array.isArray(value)) return value.map((item, at) => changeTexts(item, `${path}.${at}`, change))
  if (!isJsonObject(value)) return value
  const members = Object.entries(value).map(([key, member]) => [key, changeTexts(member, `${path}.${key}`, change)])
  return Object.fromEntries(members) satisfies JsonObject
}

function membersOf(value: Json): [string, Json][] {
  return Array.isArray(value) || isJsonObject(value) ? Object.entries(value) : []
}
