import { Document, isMap, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml'
import { type Block, type Edge, type Graph, graphSchema } from './graph.ts'
import { isJsonObject, type Json, type JsonObject, jsonSchema, ownValue, parseJson } from './json.ts'

/** Something a text is refused for: where, as `from` and `to` in UTF-16 units, line and column from 1. */
export type TextFault = {
  message: string
  from: number
  to: number
  line: number
  column: number
  /** Where in the graph: `blocks.0.config`; absent for a text that is no YAML. */
  path?: string
}

export type ReadText = {
  /** Absent where the text is not a graph. */
  graph?: Graph
  faults: TextFault[]
  /** The place of a value in the text, or of the nearest one around it. */
  placeOf(path: readonly (string | number)[]): Pick<TextFault, 'from' | 'to' | 'line' | 'column'>
}

const LONGEST_TEXT = 5_000_000
const MAX_FAULTS = 100

/** Keys that say what a thing is stand first; all others follow by the alphabet. */
const FIRST = ['id', 'name', 'handle', 'value', 'label', 'type', 'source', 'sourceHandle', 'target', 'order']

/** A graph as YAML 1.2 in one fixed order and without what is default anyway, so that equal graphs are equal texts. */
export function toYaml(graph: Graph): string {
  const document = new Document(plainGraph(graph))
  visit(document, {
    Pair(_, { key, value }) {
      if (String(key) === 'position' && isMap(value)) value.flow = true
    },
  })
  return document.toString({ lineWidth: 0, blockQuote: 'literal' })
}

/** The same as JSON, in the same order. */
export function toJsonText(graph: Graph): string {
  return `${JSON.stringify(plainGraph(graph), null, 2)}\n`
}

/** The graph a YAML or JSON text stands for, or everything that keeps it from being one. */
export function fromYaml(text: string): { ok: true; graph: Graph } | { ok: false; faults: TextFault[] } {
  const { graph, faults } = readText(text)
  return graph ? { ok: true, graph } : { ok: false, faults }
}

/** Reads a graph from YAML or JSON, which is YAML too, and remembers where everything stood. */
export function readText(text: string): ReadText {
  const lines = new LineCounter()
  const place = (from: number, to: number) => {
    const { line, col } = lines.linePos(from)
    return { from, to: Math.max(from, to), line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const refuse = (message: string): ReadText => {
    const start = { from: 0, to: 0, line: 1, column: 1 }
    return { faults: [{ message, ...start }], placeOf: () => start }
  }
  if (text.length > LONGEST_TEXT) return refuse('The text is longer than 5 MB')
  const document = parsed(text, lines)
  if (!document) return refuse('The text goes too deep')
  const placeOf: ReadText['placeOf'] = (path) => {
    const [from, to] = rangeOf(document.contents, path)
    return place(from, to)
  }
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ message, pos: [from, to] }) => ({
      message: tidied(message),
      ...place(from, to),
    }))
    return { faults: faults.slice(0, MAX_FAULTS), placeOf }
  }
  const value = plainValue(document)
  if (value === undefined) return refuse('The text is no YAML of plain values')
  const read = graphSchema.safeParse(value)
  if (read.success) return { graph: read.data, faults: [], placeOf }
  const faults = read.error.issues.map(({ path, message, ...issue }) => {
    const steps = path.map((step) => (typeof step === 'symbol' ? String(step) : step))
    const key = 'keys' in issue && Array.isArray(issue.keys) ? issue.keys.map(String).slice(0, 1) : []
    return { message, ...placeOf([...steps, ...key]), path: steps.join('.') }
  })
  return { faults: faults.slice(0, MAX_FAULTS), placeOf }
}

function parsed(text: string, lines: LineCounter) {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'silent' })
  } catch {
    return undefined
  }
}

/** The document's value as JSON knows it, without keys that would be read as a prototype. */
function plainValue(document: ReturnType<typeof parseDocument>): Json | undefined {
  try {
    const value = jsonSchema.safeParse(document.toJS({ maxAliasCount: 100 }))
    return value.success ? parseJson(JSON.stringify(value.data)) : undefined
  } catch {
    return undefined
  }
}

function tidied(message: string): string {
  return message.replace(/ at line \d+.*$/s, '')
}

function rangeOf(contents: ParsedNode | null, path: readonly (string | number)[]): [number, number] {
  let node: unknown = contents
  let range: [number, number] = contents ? [contents.range[0], contents.range[0]] : [0, 0]
  for (const step of path) {
    const inside = memberOf(node, step)
    if (!inside) return range
    range = inside.range
    node = inside.node
  }
  return range
}

/** The value under a key or at a position, with the range to point at: the key where there is one. */
function memberOf(node: unknown, step: string | number): { node: unknown; range: [number, number] } | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return undefined
  if (!isMap(node)) {
    const item: unknown = node.items[Number(step)]
    const range = ownRange(item)
    return range && { node: item, range }
  }
  const pair = node.items.find(({ key }) => keyText(key) === String(step))
  const range = pair && (ownRange(pair.value) ?? ownRange(pair.key))
  return range && { node: pair.value, range: isMap(pair.value) ? (ownRange(pair.key) ?? range) : range }
}

function keyText(key: unknown): string {
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : String(key)
}

function ownRange(node: unknown): [number, number] | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined
  const [from, to] = node.range
  return typeof from === 'number' && typeof to === 'number' ? [from, to] : undefined
}

function plainGraph({ schemaVersion, blocks, edges, variables, settings }: Graph): JsonObject {
  return {
    schemaVersion,
    ...(Object.keys(settings).length > 0 && { settings: ordered(settings) }),
    ...(variables.length > 0 && { variables: ordered(variables) }),
    blocks: blocks.map(plainBlock),
    edges: edges.map(plainEdge),
  }
}

function plainBlock({ id, type, name, enabled, join, onError, retry, timeoutMs, notes, config, position }: Block) {
  return {
    id,
    type,
    name,
    ...(notes !== undefined && { notes }),
    ...(!enabled && { enabled }),
    ...(join !== 'all' && { join }),
    ...(onError !== 'fail' && { onError }),
    ...(retry && { retry: ordered(retry) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(Object.keys(config).length > 0 && { config: ordered(config) }),
    position: { x: position.x, y: position.y },
  }
}

function plainEdge({ id, source, sourceHandle, target, order }: Edge) {
  return { id, source, ...(sourceHandle !== 'out' && { sourceHandle }), target, ...(order !== 0 && { order }) }
}

function ordered(value: unknown): Json {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isJsonObject(value)) return jsonSchema.parse(value)
  const keys = Object.keys(value).filter((key) => ownValue(value, key) !== undefined)
  return Object.fromEntries(keys.toSorted(byRank).map((key) => [key, ordered(ownValue(value, key))]))
}

function byRank(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1)
}

function rank(key: string): number {
  const at = FIRST.indexOf(key)
  return at === -1 ? FIRST.length : at
}
