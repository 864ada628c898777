import { z } from 'zod'
import type { BlockDefinition } from './block.ts'
import { conditionsOf } from './condition-texts.ts'
import { parseCondition } from './conditions.ts'
import { knownConfig } from './config.ts'
import { humanize } from './fields.ts'
import { type Block, type BlockId, type Graph, type GraphIndex, indexGraph } from './graph.ts'
import type { BlockCatalogue } from './problem.ts'
import { referencesWithin } from './references.ts'

/** Something that can be read at a block: `path` is what stands between the braces. */
export type Suggestion = {
  path: string
  label: string
  /** JSON type, as far as it is known. */
  type?: string
  from: { scope: 'input' | 'variables' | 'environment' } | { scope: 'block'; blockId: BlockId; name: string }
}

type Schema = z.core.JSONSchema.BaseSchema

const DEEPEST = 3
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** All that can have a value when a block runs: input, variables, environment, and what blocks that may run before it bring. */
export function suggestReferences(
  graph: Graph,
  blocks: BlockCatalogue,
  at: BlockId | undefined,
  environment: readonly string[] = [],
): Suggestion[] {
  const index = indexGraph(graph)
  const known = graph.blocks.flatMap((block) => {
    const definition = blocks.get(block.type)
    return definition ? [{ block, definition, config: knownConfig(definition.config, block.config) }] : []
  })
  const reads = pathsRead(graph, blocks)
  const used = (scope: string) => reads.flatMap(([head, next]) => (head === scope && next !== undefined ? [next] : []))
  const asked = known.flatMap(({ definition, config }) => (config && definition.asks?.(config)) || [])
  const written = known.flatMap(({ definition, config }) => (config && definition.writes?.(config)) || [])
  const before = known.filter(({ block }) => at !== undefined && comesBefore(index, block.id, at))
  return [
    ...unique([...asked.map(({ name, label }) => [name, label] as const), ...used('input').map(named)]).map(
      ([name, label]): Suggestion => ({ path: `input.${name}`, label, from: { scope: 'input' } }),
    ),
    ...unique([...graph.variables.map(({ name }) => name), ...written].map(named)).map(
      ([name, label]): Suggestion => ({ path: `vars.${name}`, label, from: { scope: 'variables' } }),
    ),
    ...unique([...environment, ...used('env')].map((name) => [name, name] as const)).map(
      ([name, label]): Suggestion => ({ path: `env.${name}`, label, from: { scope: 'environment' } }),
    ),
    ...before
      .toSorted((a, b) => index.rank(b.block.id) - index.rank(a.block.id))
      .flatMap(({ block, definition, config }) => outputsOf(block, definition, config)),
  ]
}

/** Whether a block can have run when another one starts. */
function comesBefore(index: GraphIndex, block: BlockId, at: BlockId): boolean {
  return index.reach(block).has(at)
}

function named(name: string): readonly [string, string] {
  return [name, humanize(name)]
}

/** The first of those with the same name, as far as a reference can say it. */
function unique(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const first = new Map<string, string>()
  for (const [name, label] of pairs) if (NAME.test(name) && !first.has(name)) first.set(name, label)
  return [...first]
}

/** Every path that some block's settings read. */
function pathsRead(graph: Graph, blocks: BlockCatalogue): string[][] {
  return graph.blocks.flatMap((block) => [
    ...referencesWithin(block.config).map(({ reference }) => reference.path),
    ...conditionsOf(block, blocks.get(block.type)).flatMap(({ text }) => {
      const parsed = parseCondition(text)
      return parsed.ok ? parsed.reads : []
    }),
  ])
}

function outputsOf(block: Block, definition: BlockDefinition, config: unknown): Suggestion[] {
  const from = { scope: 'block' as const, blockId: block.id, name: block.name }
  const parsed = definition.config.safeParse(config)
  const filled = parsed.success ? definition.filledIn?.(parsed.data) : undefined
  const people = (filled?.fields ?? []).map(({ name, label }) => ({ steps: [...(filled?.under ?? []), name], label }))
  const members = [...outputMembers(definition), ...people.map((member) => ({ ...member, type: undefined }))]
  const seen = new Set<string>()
  return [{ steps: [], label: block.name, type: 'object' }, ...members].flatMap(
    ({ steps, label, type }): Suggestion[] => {
      const path = pathText([block.id, ...steps])
      if (seen.has(path)) return []
      seen.add(path)
      return [{ path, label, ...(type !== undefined && { type }), from }]
    },
  )
}

type Member = { steps: string[]; label: string; type: string | undefined }

const described = new WeakMap<BlockDefinition, readonly Member[]>()

/** What a block type's output holds, worked out once for each type. */
function outputMembers(definition: BlockDefinition): readonly Member[] {
  const known = described.get(definition)
  if (known) return known
  const members = membersOf(z.toJSONSchema(definition.output, { io: 'output', unrepresentable: 'any' }), [], 0)
  described.set(definition, members)
  return members
}

function membersOf(schema: Schema, at: string[], depth: number): Member[] {
  const options = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isSchema)
  const inside = options.flatMap((option) => membersOf(option, at, depth))
  if (depth >= DEEPEST) return inside
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]): Member[] => {
    if (!isSchema(member) || !NAME.test(name)) return []
    const steps = [...at, name]
    return [{ steps, label: labelOf(name, member), type: typeOf(member) }, ...membersOf(member, steps, depth + 1)]
  })
  const first = isSchema(schema.items) ? membersOf(schema.items, [...at, '[0]'], depth + 1) : []
  return [...members, ...first, ...inside]
}

function isSchema(schema: unknown): schema is Schema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
}

function labelOf(name: string, schema: Schema): string {
  return 'label' in schema && typeof schema.label === 'string' ? schema.label : humanize(name)
}

function typeOf(schema: Schema): string | undefined {
  const types = [schema, ...(schema.anyOf ?? [])].flatMap((part) => (isSchema(part) && part.type ? part.type : []))
  return types.find((type) => type !== 'null')
}

function pathText(steps: readonly string[]): string {
  return steps.join('.').replaceAll('.[', '[')
}
