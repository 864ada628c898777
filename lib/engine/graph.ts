/**
 * The words of this house:
 *
 * - **workflow**: the named thing an author edits and integrators call
 * - **draft**: its one editable graph; **version**: an immutable numbered copy of a graph
 * - **block**: one unit of work placed in a graph; **block type**: what the code knows of its kind
 * - **handle**: a named exit of a block; edges leave from it
 * - **execution**: one run of one version with one input; **block run**: one visit of one block in it
 * - **event**: a fact appended to an execution; **state**: what the facts amount to
 * - **pause**: an execution waiting at a block for something from outside
 * - **problem**: a finding about a graph, with code, path and message
 */
import { z } from 'zod'
import { canonicalJson, jsonObjectSchema, jsonSchema } from './json.ts'

export const BLOCK_ID = /^[a-z][a-z0-9_]{0,63}$/

export const retrySchema = z.strictObject({
  attempts: z.int().min(1).max(10).meta({ label: 'Attempts', help: '1 to 10, the first one included' }),
  delaySeconds: z.number().min(0).max(300).default(1).meta({ label: 'Wait before the second', unit: 'seconds' }),
  factor: z
    .number()
    .min(1)
    .max(4)
    .default(2)
    .meta({ label: 'Factor', help: 'Each further wait is so many times the one before, 1 to 4' }),
})

export const blockSchema = z.strictObject({
  id: z.string().regex(BLOCK_ID, 'Lower-case letters, digits and underscores, starting with a letter, at most 64'),
  type: z.string().min(1),
  name: z.string().min(1).max(120).meta({ label: 'Name' }),
  config: jsonObjectSchema.default({}),
  enabled: z.boolean().default(true),
  join: z
    .enum(['all', 'any'])
    .default('all')
    .meta({
      label: 'Where several ways meet',
      choices: { all: 'Wait for all that can still come', any: 'Go on with the first' },
    }),
  retry: retrySchema
    .optional()
    .meta({ label: 'Retry', help: 'Tried again after an error that may pass; never after a verdict' }),
  timeoutMs: z.int().min(1).max(300_000).optional().meta({
    label: 'Timeout',
    help: 'Of one attempt, at most 5 minutes; else that of the block type',
    unit: 'milliseconds',
  }),
  onError: z
    .enum(['fail', 'continue'])
    .default('fail')
    .meta({
      label: 'On an error',
      help: 'Only where the exit “On error” leads nowhere',
      choices: { fail: 'Fail the execution', continue: 'Go on; the output holds the error' },
    }),
  notes: z
    .string()
    .max(4000)
    .optional()
    .meta({ label: 'Notes', help: 'For people who read the graph', control: 'textarea' }),
  position: z.strictObject({ x: z.number(), y: z.number() }).default({ x: 0, y: 0 }),
})

export const edgeSchema = z.strictObject({
  id: z.string().min(1).max(200),
  source: z.string().min(1),
  sourceHandle: z.string().min(1).max(64).default('out'),
  target: z.string().min(1),
  order: z.int().min(0).default(0),
})

export const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,119}$/, 'Letters, digits and underscores, not starting with a digit, at most 120')
  .refine((name) => name !== '__proto__', 'This name is reserved')

export const variableSchema = z.strictObject({
  name: variableNameSchema.meta({ label: 'Name', help: 'Read as {vars.name}' }),
  type: z
    .enum(['string', 'number', 'boolean', 'object', 'list'])
    .default('string')
    .meta({ label: 'Type', choices: { string: 'Text', boolean: 'Yes or no' } }),
  default: jsonSchema.optional().meta({ label: 'Value at the start' }),
  secret: z
    .boolean()
    .optional()
    .meta({ label: 'Secret', help: 'Only blocks see the value: no log, output or export shows it' }),
})

export const loopLimitsSchema = z.strictObject({
  blockRuns: z
    .int()
    .min(1)
    .max(10_000)
    .default(200)
    .meta({ label: 'Block runs', help: 'Between two pauses, of all blocks together' }),
  visits: z
    .int()
    .min(1)
    .max(1_000)
    .default(25)
    .meta({ label: 'Visits of one block', help: 'Without any variable changing' }),
  traversals: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({ label: 'Ways along one edge', help: 'Without new input from outside' }),
})

export const settingsSchema = z.strictObject({
  deadlineSeconds: z.int().min(1).max(86_400).optional().meta({
    label: 'Deadline',
    help: 'Time spent working, not waiting: 5 minutes for callers who wait, else 90 minutes, unless you say',
    unit: 'seconds',
  }),
  maxParallelNodes: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .meta({ label: 'Blocks at a time', help: '1 gives a strict order; 2 unless you say' }),
  loopLimits: loopLimitsSchema
    .optional()
    .meta({ label: 'Limits on loops', help: 'What stops a cycle that would not end' }),
})

export const graphSchema = z.strictObject({
  schemaVersion: z.literal(1).default(1),
  blocks: z.array(blockSchema).max(500),
  edges: z.array(edgeSchema).max(5_000).default([]),
  variables: z.array(variableSchema).max(200).default([]),
  settings: settingsSchema.default({}),
})

export type Graph = z.infer<typeof graphSchema>
export type Block = Graph['blocks'][number]
export type Edge = Graph['edges'][number]
export type BlockId = string
export type EdgeId = string
export type LoopLimits = z.infer<typeof loopLimitsSchema>
export type RetryPolicy = z.infer<typeof retrySchema>

/** A graph prepared for questions: lookups, order and reachability, computed once per version. */
export type GraphIndex = {
  graph: Graph
  blocks: ReadonlyMap<BlockId, Block>
  edges: ReadonlyMap<EdgeId, Edge>
  /** Variables whose values nobody but the blocks may see. */
  secretNames: ReadonlySet<string>
  incoming(block: BlockId): readonly Edge[]
  outgoing(block: BlockId, handle?: string): readonly Edge[]
  /** Handles of the block that have at least one edge. */
  wired(block: BlockId): ReadonlySet<string>
  /** Position in the version's block list, which breaks ties between ready blocks. */
  position(block: BlockId): number
  /** Position in a topological order; blocks of a cycle keep their order of discovery from the start. */
  rank(block: BlockId): number
  /** Blocks whose work may still bring a token to this edge without passing through the edge's target. */
  feeders(edge: Edge): ReadonlySet<BlockId>
  /** Blocks that a token leaving the given block can reach, the block itself only through a cycle. */
  reach(block: BlockId): ReadonlySet<BlockId>
}

/** Prepares a graph for scheduling and validation; edges to missing blocks are left out. */
export function indexGraph(graph: Graph): GraphIndex {
  const blocks = new Map(graph.blocks.map((block) => [block.id, block]))
  const sound = graph.edges
    .filter((edge) => blocks.has(edge.source) && blocks.has(edge.target))
    .toSorted((a, b) => a.order - b.order)
  const incoming = Map.groupBy(sound, (edge) => edge.target)
  const outgoing = Map.groupBy(sound, (edge) => edge.source)
  const positions = new Map(graph.blocks.map((block, position) => [block.id, position]))
  const ranks = topologicalRanks(graph.blocks, incoming, outgoing)
  const feeders = new Map<EdgeId, ReadonlySet<BlockId>>()
  const reached = new Map<BlockId, ReadonlySet<BlockId>>()
  const wired = new Map<BlockId, ReadonlySet<string>>()

  return {
    graph,
    blocks,
    edges: new Map(sound.map((edge) => [edge.id, edge])),
    secretNames: new Set(graph.variables.flatMap(({ name, secret }) => (secret ? [name] : []))),
    incoming: (block) => incoming.get(block) ?? [],
    outgoing: (block, handle) => {
      const all = outgoing.get(block) ?? []
      return handle === undefined ? all : all.filter((edge) => edge.sourceHandle === handle)
    },
    wired: (block) =>
      remember(wired, block, () => new Set((outgoing.get(block) ?? []).map((edge) => edge.sourceHandle))),
    position: (block) => positions.get(block) ?? Number.MAX_SAFE_INTEGER,
    rank: (block) => ranks.get(block) ?? Number.MAX_SAFE_INTEGER,
    feeders: (edge) =>
      remember(feeders, edge.id, () =>
        walk([edge.source], (block) => (incoming.get(block) ?? []).map((into) => into.source), edge.target),
      ),
    reach: (block) =>
      remember(reached, block, () => {
        const targets = (from: BlockId) => (outgoing.get(from) ?? []).map((edge) => edge.target)
        return walk(targets(block), targets)
      }),
  }
}

function remember<Key, Value>(cache: Map<Key, Value>, key: Key, compute: () => Value): Value {
  const known = cache.get(key)
  if (known !== undefined) return known
  const value = compute()
  cache.set(key, value)
  return value
}

/** All blocks reached from `from` by `next`, never entering `except`. */
function walk(from: BlockId[], next: (block: BlockId) => BlockId[], except?: BlockId): Set<BlockId> {
  const seen = new Set<BlockId>()
  const open = [...from]
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    if (block === except || seen.has(block)) continue
    seen.add(block)
    open.push(...next(block))
  }
  return seen
}

/** Kahn's algorithm; where only cycles are left, the block discovered first from the entries goes next. */
function topologicalRanks(
  blocks: readonly Block[],
  incoming: ReadonlyMap<BlockId, Edge[]>,
  outgoing: ReadonlyMap<BlockId, Edge[]>,
): Map<BlockId, number> {
  const targets = (block: BlockId) => (outgoing.get(block) ?? []).map((edge) => edge.target)
  const entries = blocks.filter((block) => !incoming.has(block.id)).map((block) => block.id)
  const discovery = breadthFirst([...entries, ...blocks.map((block) => block.id)], targets)
  const missing = new Map(blocks.map((block) => [block.id, incoming.get(block.id)?.length ?? 0]))
  const ranks = new Map<BlockId, number>()
  const free = discovery.filter((block) => missing.get(block) === 0)
  let scan = 0
  while (ranks.size < blocks.length) {
    let block = free.shift()
    while (block === undefined) {
      const candidate = discovery[scan++]
      if (candidate === undefined) return ranks
      if (!ranks.has(candidate)) block = candidate
    }
    if (ranks.has(block)) continue
    ranks.set(block, ranks.size)
    for (const target of targets(block)) {
      const left = (missing.get(target) ?? 0) - 1
      missing.set(target, left)
      if (left === 0 && !ranks.has(target)) free.push(target)
    }
  }
  return ranks
}

function breadthFirst(from: BlockId[], next: (block: BlockId) => BlockId[]): BlockId[] {
  const seen = new Set<BlockId>()
  const queue = [...from]
  for (let at = 0; at < queue.length; at++) {
    const block = queue[at]
    if (block === undefined || seen.has(block)) continue
    seen.add(block)
    queue.push(...next(block))
  }
  return [...seen]
}

/** The parts of a graph that decide how it runs: without positions, names and notes. Block order stays, it breaks ties. */
export function canonicalGraph(graph: Graph): string {
  return canonicalJson({
    schemaVersion: graph.schemaVersion,
    blocks: graph.blocks.map(({ position: _position, name: _name, notes: _notes, ...block }) => block),
    edges: graph.edges.map(({ id: _id, ...edge }) => edge).toSorted((a, b) => (edgeKey(a) < edgeKey(b) ? -1 : 1)),
    variables: graph.variables.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    settings: graph.settings,
  })
}

function edgeKey(edge: Omit<Edge, 'id'>): string {
  return `${edge.source} ${edge.sourceHandle} ${edge.target} ${edge.order}`
}

/** SHA-256 of the canonical graph, in hexadecimal: equal exactly when two graphs run alike. */
export async function hashGraph(graph: Graph): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalGraph(graph)))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
