import type { Member } from '#lib/auth/principal.ts'
import { inputFields } from '#lib/blocks/start/index.ts'
import type { FieldSpec } from '#lib/engine/fields.ts'
import type { Graph } from '#lib/engine/graph.ts'
import type { Json } from '#lib/engine/json.ts'
import {
  type Concealer,
  concealAt,
  createConcealer,
  type Personal,
  personalIn,
  personalValues,
} from '#lib/engine/personal.ts'
import type { BlockRegistry } from '#lib/engine/ports.ts'
import type { BlockRun, ExecutionState } from '#lib/engine/state.ts'
import type { StoredExecution } from './records.ts'

/**
 * Conceals the personal data of one execution: where block types and fields say that it stands, and wherever else the
 * same values turn up. Names of members, statuses and ids stay readable.
 */
export type Privacy = {
  /** The execution's input, which is also what its start block was handed. */
  input(value: Json): Json
  /** What a block left. */
  output(blockId: string, value: Json): Json
  /** Any other value. */
  value(value: Json): Json
  text(text: string): string
}

type Blocks = Pick<BlockRegistry<never>, 'get'>

/** What callers know people by: an id of their own, by which lists name executions. */
const REFERENCE = 'subject_id'
/** Kinds of fields that hold words or papers of a person, unless the author says otherwise. */
const PERSONAL_TYPES: ReadonlySet<FieldSpec['type']> = new Set(['text', 'textarea', 'date', 'file', 'json'])

/** Whether somebody looks at a test of their own, of a draft in development: what they put in need not be concealed. */
export function isOwnTest(
  principal: Pick<Member, 'actor'>,
  { draft, environment, triggeredBy }: Pick<StoredExecution, 'draft' | 'environment' | 'triggeredBy'>,
): boolean {
  const own = triggeredBy.type === principal.actor.type && triggeredBy.id === principal.actor.id
  return own && draft && environment === 'DEVELOPMENT'
}

const knownOutputs = new WeakMap<object, Personal>()

/** Prepares what must be known to conceal an execution's personal data. */
export function privacyOf(graph: Graph, state: ExecutionState, blocks: Blocks): Privacy {
  const types = new Map(graph.blocks.map(({ id, type }) => [id, type]))
  const inputAt = personalInput(inputFields(graph))
  const outputAt = (blockId: string, pause?: BlockRun['pause']): Personal => {
    const definition = blocks.get(types.get(blockId) ?? '')
    if (definition?.role === 'entry') return inputAt
    return { ...personalOutput(definition), ...submitted(pause) }
  }
  const runs = Object.values(state.runs)
  const pauseOf = new Map(runs.map((run) => [run.block, run.pause]))
  const reference = state.input[REFERENCE]
  const values = [
    ...personalValues(state.input, inputAt),
    ...runs.flatMap((run) => personalValues(run.output ?? null, outputAt(run.block, run.pause))),
  ]
  const concealer: Concealer = createConcealer(
    values.filter((value) => value !== reference),
    reference,
  )
  return {
    input: (value) => concealer.whole(concealAt(value, inputAt)),
    output: (blockId, value) => concealer.json(concealAt(value, outputAt(blockId, pauseOf.get(blockId)))),
    value: concealer.json,
    text: concealer.text,
  }
}

/** What callers send without being asked, and what they are asked for in words, is personal unless said otherwise. */
function personalInput(fields: readonly FieldSpec[]): Personal {
  const asked = fields.map(({ name, personal, type }) => [name, (personal ?? PERSONAL_TYPES.has(type)) || {}] as const)
  return { '*': true, ...Object.fromEntries(asked), [REFERENCE]: {} }
}

function personalOutput(
  definition: { output: Parameters<typeof personalIn>[0] } | undefined,
): Record<string, Personal> {
  if (!definition) return { '*': true }
  const known = knownOutputs.get(definition) ?? personalIn(definition.output)
  knownOutputs.set(definition, known)
  return known === true ? { '*': true } : known
}

/** What people fill in, where the field says that it is personal. */
function submitted(pause: BlockRun['pause']): Record<string, Personal> {
  const fields = pause?.fields.filter(({ personal }) => personal === true) ?? []
  return Object.fromEntries(fields.map(({ name }) => [name, true]))
}
