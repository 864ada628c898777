import type { BlockId, EdgeId } from './graph.ts'
import type { ExecutionState, Rounds, Token } from './state.ts'

/** A token put on an edge. */
export type Emission = { edge: EdgeId; to: BlockId }

/** Takes one token from each named edge, and the entry token of the block if it holds one. */
export function takeTokens(tokens: Token[], block: BlockId, takes: EdgeId[]): { taken: Token[]; left: Token[] } {
  const wanted: (EdgeId | null)[] = [null, ...takes]
  const taken = new Set(
    tokens.filter((token) => {
      const at = token.to === block ? wanted.indexOf(token.edge) : -1
      if (at >= 0) wanted.splice(at, 1)
      return at >= 0
    }),
  )
  return { taken: [...taken], left: tokens.filter((token) => !taken.has(token)) }
}

/** What comes after all that the tokens come after, and after `own`; `undefined` for nothing. */
export function mergeRounds(tokens: readonly Token[], own: Rounds): Rounds | undefined {
  const rounds = [...tokens.map((token) => token.rounds ?? {}), own].flatMap((each) => Object.entries(each))
  if (rounds.length === 0) return undefined
  return Object.fromEntries(rounds.toSorted(([, a], [, b]) => a - b))
}

/** Leaves out tokens that come too late for a target which did not wait for them; each is left out once. */
export function swallowLate(
  late: ExecutionState['swallow'],
  emitted: readonly Emission[],
  rounds: Rounds = {},
): { arrived: Emission[]; swallow: ExecutionState['swallow'] } {
  const swallow = [...late]
  const arrived = emitted.filter(({ edge, to }) => {
    const round = ownCount(rounds, to)
    const at = swallow.findIndex((unwanted) => unwanted.edge === edge && round < unwanted.visit)
    if (at >= 0) swallow.splice(at, 1)
    return at < 0
  })
  return { arrived, swallow }
}

/** A count by a name that an author chose, which may be one that every object has. */
export function ownCount(counts: Record<string, number>, key: string): number {
  return Object.hasOwn(counts, key) ? (counts[key] ?? 0) : 0
}
