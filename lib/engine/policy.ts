import { COMMON_HANDLES, type Provision } from './block.ts'
import { conditionsOf } from './condition-texts.ts'
import { parseCondition } from './conditions.ts'
import { knownConfig } from './config.ts'
import type { Block, BlockId, Edge, GraphIndex } from './graph.ts'
import type { BlockCatalogue, Problem, ProblemCode } from './problem.ts'

const RULES: readonly { code: ProblemCode; wants: Provision; says: string; always: boolean }[] = [
  {
    code: 'credential_without_screening',
    wants: 'screening',
    says: 'can issue a credential to somebody who was never screened',
    always: true,
  },
  {
    code: 'credential_without_document_check',
    wants: 'document_check',
    says: 'can issue a credential without any document having been checked',
    always: true,
  },
  {
    code: 'review_can_be_skipped',
    wants: 'review',
    says: 'can issue a credential on a path that goes round the review',
    always: false,
  },
]

type Ground = { index: GraphIndex; blocks: BlockCatalogue; entries: readonly BlockId[] }

/** Ways to a credential that an author should have meant. */
export function checkPolicy(index: GraphIndex, blocks: BlockCatalogue): Problem[] {
  const entries = index.graph.blocks.filter((block) => blocks.get(block.type)?.role === 'entry').map(({ id }) => id)
  const ground: Ground = { index, blocks, entries }
  const issuing = index.graph.blocks.filter((block) => block.enabled && provides(ground, block, 'credential'))
  return issuing.flatMap((block) => [...skippedBefore(ground, block), ...doubtsBefore(ground, block)])
}

function provides({ blocks }: Ground, block: Block, what: Provision): boolean {
  return blocks.get(block.type)?.provides?.includes(what) === true
}

/** Guards that a way to the credential goes round. A review only counts as skipped where there is one before. */
function skippedBefore(ground: Ground, { id, name }: Block): Problem[] {
  const { index, entries } = ground
  return RULES.flatMap(({ code, wants, says, always }): Problem[] => {
    const guards = index.graph.blocks.filter((block) => provides(ground, block, wants) && index.reach(block.id).has(id))
    if (guards.length === 0 && !always) return []
    if (!canSkip(index, entries, new Set(guards.map((guard) => guard.id)), id)) return []
    return [{ code, severity: 'policy', blockId: id, message: `${name} ${says}` }]
  })
}

/** Exits taken in doubt that lead to the credential, past everybody who would look at what was found. */
function doubtsBefore(ground: Ground, credential: Block): Problem[] {
  const { index, blocks } = ground
  return index.graph.blocks.flatMap((block): Problem[] => {
    const definition = blocks.get(block.type)
    const config = definition && knownConfig(definition.config, block.config)
    const doubts = block.enabled && config ? (definition.doubts?.(config, index.wired(block.id)) ?? []) : []
    const onward = doubts.flatMap((exit) => index.outgoing(block.id, exit)).map(({ target }) => target)
    const looked = index.graph.blocks.filter(
      (other) => provides(ground, other, 'review') || decidesOn(ground, other, block.id),
    )
    if (!canSkip(index, onward, new Set(looked.map(({ id }) => id)), credential.id)) return []
    const message = `${credential.name} can issue a credential although ${block.name} found something, or could not tell`
    return [{ code: 'credential_despite_doubt', severity: 'policy', blockId: credential.id, message }]
  })
}

/** Whether a block has a condition that reads what another one found. */
function decidesOn({ blocks }: Ground, block: Block, found: BlockId): boolean {
  return conditionsOf(block, blocks.get(block.type)).some(({ text }) => {
    const parsed = parseCondition(text)
    return parsed.ok && parsed.reads.some(([root]) => root === found)
  })
}

/** Whether the goal waits for work at a block on another branch: some path leads there past no join that fires on its first token. */
function isAwaited(index: GraphIndex, from: BlockId, goal: BlockId): boolean {
  const seen = new Set<BlockId>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === goal) return true
    if (seen.has(id)) continue
    seen.add(id)
    const waiting = index.outgoing(id).filter(({ target }) => !firesOnFirst(index, target))
    open.push(...waiting.map(({ target }) => target))
  }
  return false
}

function firesOnFirst(index: GraphIndex, block: BlockId): boolean {
  return index.blocks.get(block)?.join === 'any' && index.incoming(block).length > 1
}

/** Whether some choice of exits brings a token to the goal although no guard, on the way or awaited, did its work. */
function canSkip(index: GraphIndex, entries: readonly BlockId[], guards: ReadonlySet<BlockId>, goal: BlockId): boolean {
  const ways = new Map(index.graph.blocks.map(({ id }) => [id, id === goal ? [] : waysOn(index, id, guards.has(id))]))
  const guarded = surelyGuarded(ways, new Set([...guards].filter((guard) => isAwaited(index, guard, goal))))
  const reached = new Set<BlockId>()
  const open = entries.filter((id) => !guarded.has(id))
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    for (const targets of ways.get(id) ?? []) if (!targets.some((target) => guarded.has(target))) open.push(...targets)
  }
  return reached.has(goal)
}

/** What each exit starts, all at once; of a guard only the exits by which it leaves without having done its work. */
function waysOn(index: GraphIndex, id: BlockId, guard: boolean): BlockId[][] {
  const block = index.blocks.get(id)
  const edges = index.outgoing(id).filter((edge) => !guard || leavesUndone(block, edge))
  return [...Map.groupBy(edges, (edge) => edge.sourceHandle).values()].map((group) => group.map(({ target }) => target))
}

/** Blocks after which a guard does its work whichever exits are taken: guards, and blocks of which every exit starts one. */
function surelyGuarded(ways: ReadonlyMap<BlockId, BlockId[][]>, guards: ReadonlySet<BlockId>): ReadonlySet<BlockId> {
  const sure = new Set<BlockId>()
  for (let before = -1; before < sure.size; ) {
    before = sure.size
    for (const [id, exits] of ways) {
      const every = exits.every((targets) => targets.some((target) => sure.has(target)))
      if (every && (exits.length > 0 || guards.has(id))) sure.add(id)
    }
  }
  return sure
}

const UNDONE: ReadonlySet<string> = new Set([...COMMON_HANDLES, 'expired', 'cancelled'])

/** Whether an edge is taken although its source did not do its work: it failed, was not answered, or is switched off. */
function leavesUndone(block: Block | undefined, edge: Edge): boolean {
  if (!block?.enabled || UNDONE.has(edge.sourceHandle)) return true
  return block.onError === 'continue' && edge.sourceHandle === 'out'
}
