import { allowedAt } from '../charset.ts'
import { lookalikesOf } from '../correct.ts'
import { LAYOUTS, type Layout } from '../layout.ts'
import type { Evidence } from '../parse.ts'
import { CELL_CLASSES } from './cells.ts'

/** What both readers saw in one cell: a probability for each of `CELL_CLASSES`. */
export type CellViews = { first: Float32Array; second: Float32Array }
type Verdict = { character: string; confidence: number; checked: number; alternatives: string }

/** Chance that a reader gives to what it did not see at all. */
const FLOOR = { first: 1e-4, second: 0.01 } as const
/** Below, the second reader saw nothing in a cell. */
const SEEN = 0.1
/** How sure a character can be that only one reader saw, or that they read differently. */
const ONE_READER = 0.55
const DISAGREEMENT = 0.4
/** From here on a character is worth trying when a check digit is wrong. */
const WORTH_TRYING = 0.003

/** The most probable lines for what the readers saw, with what speaks for and against each character. */
export function combine(views: readonly (readonly CellViews[])[]): { lines: string[]; evidence: Evidence } {
  const layout = layoutFor(views)
  const verdicts = views.map((line, l) =>
    line.map((cell, c) => judge(cell, layout ? allowedAt(layout, l, c) : CELL_CLASSES)),
  )
  return {
    lines: verdicts.map((line) => line.map(({ character }) => character).join('')),
    evidence: {
      confidence: (line, column) => verdicts[line]?.[column]?.confidence ?? 0,
      checkedConfidence: (line, column) => verdicts[line]?.[column]?.checked ?? 0,
      alternatives: (_, line, column) => verdicts[line]?.[column]?.alternatives ?? '',
    },
  }
}

function layoutFor(views: readonly (readonly CellViews[])[]): Layout | undefined {
  const first = views[0]?.[0]
  const visa = first !== undefined && judge(first, CELL_CLASSES).character === 'V'
  return Object.values(LAYOUTS).find(
    ({ format, lines, width }) =>
      lines === views.length && width === views[0]?.length && format.startsWith('MRV') === visa,
  )
}

function judge(cell: CellViews, allowed: string): Verdict {
  const first = restrict(cell.first, allowed)
  const second = restrict(cell.second, allowed)
  const weights = [...allowed].map((character, i) => ({
    character,
    weight: ((first[i] ?? 0) + FLOOR.first) * ((second[i] ?? 0) + FLOOR.second),
    second: second[i] ?? 0,
  }))
  const total = weights.reduce((sum, { weight }) => sum + weight, 0)
  const ranked = weights.map((item) => ({ ...item, share: item.weight / total })).sort((a, b) => b.share - a.share)
  const best = ranked[0] ?? { character: '<', weight: 0, share: 0, second: 0 }
  const rival = ranked.reduce((a, b) => (b.second > a.second ? b : a), best)
  const ceiling = rival.second < SEEN ? ONE_READER : rival.second > best.second ? DISAGREEMENT : 1
  const twins = ranked.filter((item) => item !== best && value(item.character) === value(best.character))
  const twinShare = twins.reduce((sum, { share }) => sum + share, 0)
  const checked = best.share / (best.share + twinShare)
  return {
    character: best.character,
    confidence: Math.min(best.share, ceiling),
    checked: twins.includes(rival) ? Math.min(checked, DISAGREEMENT) : checked,
    alternatives: ranked
      .filter(({ character, share }) => character !== best.character && share > WORTH_TRYING)
      .map(({ character }) => character)
      .join(''),
  }
}

/** The probabilities of the allowed characters; a lookalike that cannot stand here speaks for the one that can. */
function restrict(view: Float32Array, allowed: string): number[] {
  const shares = [...allowed].map((character) => view[CELL_CLASSES.indexOf(character)] ?? 0)
  ;[...CELL_CLASSES].forEach((character, i) => {
    if (allowed.includes(character)) return
    const stand = [...lookalikesOf(character, 0, 0)].filter((other) => allowed.includes(other))
    for (const other of stand) {
      const place = allowed.indexOf(other)
      shares[place] = Math.max(shares[place] ?? 0, view[i] ?? 0)
    }
  })
  return shares
}

/** What a character counts in a check digit, modulo 10: characters of equal value it cannot tell apart. */
function value(character: string): number {
  return character === '<' ? 0 : Number.parseInt(character, 36) % 10
}
