import { alignNames, LONGEST_NAME, type NamePair, type ScoredWord, type Side } from './alignment.ts'

/** Share of the less covered of two names in their score. */
const LOWER_SHARE = 0.62
/** Spreads the scores so that 0.85 separates names written differently from different names. */
const SPREAD = 0.75
const PRECISION = 10_000
/** Most that names can come to which have only one telling word in common. */
const ONE_WORD_CAP = 0.7
const REORDERED = 0.99
const HIGHEST_INEXACT = 0.985
/** What words without a counterpart count: between matched words, and after a matched first one. */
const INNER_WORD = 0.5
const LATER_WORD = 0.7
/** How much more a word may weigh than the one it is matched with. */
const WEIGHT_RATIO = 1.5

/** The score of two names, 0 to 1; 1 only for the same words in the same order. */
export function scoreNames(names: NamePair): number {
  if (sameWords(names.query, names.listed)) return 1
  const { query, listed } = alignNames(names)
  const score = 1 - (1 - total(names.query, names.listed, query, listed)) * SPREAD
  return Math.round(score * PRECISION) / PRECISION
}

/** The least share of the query's weight that must be covered for a score of `threshold`. */
export function leastCoverage(threshold: number): number {
  const unspread = 1 - (1 - threshold) / SPREAD
  return Math.max(0, (unspread - (1 - LOWER_SHARE)) / LOWER_SHARE)
}

function sameWords(query: readonly ScoredWord[], listed: readonly ScoredWord[]): boolean {
  return query.length === listed.length && query.every((word, i) => word.text === listed[i]?.text)
}

function total(query: readonly ScoredWord[], listed: readonly ScoredWord[], own: Side, other: Side): number {
  const covered = coverage(query, listed, own)
  const listedCovered = coverage(listed, query, other)
  const lower = Math.min(covered, listedCovered)
  const score = LOWER_SHARE * lower + (1 - LOWER_SHARE) * Math.max(covered, listedCovered)
  const matched = Math.max(tellingMatches(query, listed, own), tellingMatches(listed, query, other))
  const most = Math.max(tellingWords(query, listed, own), tellingWords(listed, query, other))
  const capped = matched <= 1 && most > 1 ? Math.min(score, ONE_WORD_CAP) : score
  return Math.min(HIGHEST_INEXACT, inOrder(own, query.length) ? capped : capped * REORDERED)
}

/** Share of a name's weight that is matched. */
function coverage(words: readonly ScoredWord[], others: readonly ScoredWord[], side: Side): number {
  const length = Math.min(words.length, LONGEST_NAME)
  const firstMatched = mateAt(side, 0) !== -1
  const lastMatched = mateAt(side, length - 1) !== -1
  let [covered, all] = [0, 0]
  for (let i = 0; i < length; i++) {
    const mate = mateAt(side, i)
    const own = words[i]?.weight ?? 0
    const share = i === 0 || !firstMatched ? 1 : lastMatched ? INNER_WORD : LATER_WORD
    const weight = mate === -1 ? own * share : Math.min(own, (others[mate]?.weight ?? 0) * WEIGHT_RATIO)
    covered += weight * (side.similarities[i] ?? 0)
    all += weight
  }
  return all === 0 ? 0 : covered / all
}

/** How many words tell whose name it is; one that is matched by a legal form is a slip in writing that. */
function tellingWords(words: readonly ScoredWord[], others: readonly ScoredWord[], side: Side): number {
  let count = 0
  for (let i = 0; i < words.length && i < LONGEST_NAME; i++) {
    if (isTelling(words[i]) && others[mateAt(side, i)]?.class !== 'form') count++
  }
  return count
}

/** Telling words that are matched by telling words or their initials. */
function tellingMatches(words: readonly ScoredWord[], others: readonly ScoredWord[], side: Side): number {
  let count = 0
  for (let i = 0; i < words.length && i < LONGEST_NAME; i++) {
    const mate = others[mateAt(side, i)]
    if (isTelling(words[i]) && (isTelling(mate) || mate?.class === 'initial')) count++
  }
  return count
}

function isTelling(word: ScoredWord | undefined): boolean {
  return word?.class === 'name' || word?.class === 'number'
}

function inOrder(side: Side, length: number): boolean {
  let last = -1
  for (let i = 0; i < length && i < LONGEST_NAME; i++) {
    const mate = mateAt(side, i)
    if (mate === -1) continue
    if (mate < last) return false
    last = mate
  }
  return true
}

function mateAt(side: Side, i: number): number {
  return side.mates[i] ?? -1
}
