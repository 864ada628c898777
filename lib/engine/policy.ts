import { COMMON_HANDLES, type Provision } from './block.ts'
import type { Block, BlockId, Edge, GraphIndex } from './graph.ts'
import type { BlockCatalogue, Problem } from './problem.ts'

const RULES: readonly { code: string; wants: Provision; says: string; always: boolean }[] = [
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

/** Ways to a credential that an author should have meant. A review only counts as skipped where there is one on the way. */
export function checkPolicy(index: GraphIndex, blocks: BlockCatalogue): Problem[] {
  const provides = (block: Block, what: Provision) => blocks.get(block.type)?.provides?.includes(what) === true
  const entries = index.graph.blocks.filter((block) => blocks.get(block.type)?.role === 'entry').map(({ id }) => id)
  const issuing = index.graph.blocks.filter((block) => block.enabled && provides(block, 'credential'))
  return RULES.flatMap(({ code, wants, says, always }): Problem[] =>
    issuing.flatMap(({ id, name }): Problem[] => {
      const guards = index.graph.blocks.filter((block) => provides(block, wants) && index.reach(block.id).has(id))
      if (guards.length === 0 && !always) return []
      if (!canSkip(index, entries, new Set(guards.map((guard) => guard.id)), id)) return []
      return [{ code, severity: 'policy', blockId: id, message: `${name} ${says}` }]
    }),
  )
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
