import type { BlockDefinition } from './block.ts'
import { conditionsOf } from './condition-texts.ts'
import { parseCondition } from './conditions.ts'
import { knownConfig } from './config.ts'
import type { Block, GraphIndex } from './graph.ts'
import type { BlockCatalogue, Problem } from './problem.ts'
import { referencesWithin } from './references.ts'

/** Names that CEL itself knows (cel-spec, list of standard definitions). */
const CEL_NAMES = new Set(
  'bool bytes double duration dyn google int list map null_type string timestamp type uint'.split(' '),
)

type Names = {
  variables: ReadonlySet<string>
  /** Keys of the input that the start asks for; `undefined` where it says nothing of its input. */
  input: ReadonlySet<string> | undefined
}

/** References and conditions that name nothing, or a block that can never have run before. */
export function checkReferences(index: GraphIndex, blocks: BlockCatalogue): Problem[] {
  const names = referenceNames(index, blocks)
  return index.graph.blocks.flatMap((block) => {
    const definition = blocks.get(block.type)
    return definition
      ? [...checkTexts(index, names, block, definition), ...checkConditions(index, names, block, definition)]
      : []
  })
}

/** The names that stand before block ids in references: variables, and the keys of the input where the start asks for any. */
export function referenceNames(index: GraphIndex, blocks: BlockCatalogue): Names {
  const known = index.graph.blocks.flatMap((block) => {
    const definition = blocks.get(block.type)
    const config = definition && knownConfig(definition.config, block.config)
    return definition && config ? [{ definition, config }] : []
  })
  const asked = known.flatMap(({ definition, config }) => definition.asks?.(config) ?? []).map(({ name }) => name)
  const written = known.flatMap(({ definition, config }) => definition.writes?.(config) ?? [])
  return {
    variables: new Set([...index.graph.variables.map(({ name }) => name), ...written]),
    input: asked.length > 0 ? new Set(asked) : undefined,
  }
}

function checkTexts(index: GraphIndex, names: Names, block: Block, definition: BlockDefinition): Problem[] {
  const asWritten = new Set([...(definition.literal ?? []), ...(definition.expressions ?? []).map(rootOf)])
  const searched = Object.fromEntries(Object.entries(block.config).filter(([key]) => !asWritten.has(key)))
  return referencesWithin(searched).flatMap(({ reference, at }) => {
    const fault = reference.optional ? undefined : faultOf(index, names, block, reference.path)
    if (!fault) return []
    const message = `${reference.text}: ${fault.message}`
    return [{ ...fault, blockId: block.id, path: ['config', ...at].join('.'), message }]
  })
}

function checkConditions(index: GraphIndex, names: Names, block: Block, definition: BlockDefinition): Problem[] {
  return conditionsOf(block, definition).flatMap(({ text, at }): Problem[] => {
    const here = { blockId: block.id, path: ['config', ...at].join('.') }
    const parsed = parseCondition(text)
    if (!parsed.ok) return [{ code: 'condition_syntax', severity: 'error', ...here, message: parsed.message }]
    const roots = [...new Set(parsed.reads.map(([root = '']) => root))].filter((root) => !CEL_NAMES.has(root))
    return roots.flatMap((root) => {
      const fault = faultOf(index, names, block, [root])
      return fault ? [{ ...fault, code: 'condition_reference', ...here, message: `${root}: ${fault.message}` }] : []
    })
  })
}

type Fault = Pick<Problem, 'code' | 'severity' | 'message'>

/** What is wrong with a path read at a block. A bare name may be a key of the input that nobody declared. */
function faultOf(index: GraphIndex, names: Names, block: Block, [head = '', next]: string[]): Fault | undefined {
  if (head === 'input' || head === 'env') return undefined
  if (head === 'vars') {
    if (next === undefined || names.variables.has(next)) return undefined
    return { code: 'reference_unknown', severity: 'error', message: `there is no variable ${next}` }
  }
  if (names.variables.has(head) || names.input?.has(head)) return undefined
  if (!index.blocks.has(head)) {
    const severity = names.input ? 'error' : 'warning'
    return { code: 'reference_unknown', severity, message: 'no variable, input or block has this name' }
  }
  if (index.reach(head).has(block.id)) return undefined
  return { code: 'reference_never_before', severity: 'error', message: 'this block never runs before' }
}

function rootOf(path: string): string {
  return path.split('.')[0] ?? path
}
