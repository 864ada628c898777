import { distance } from './distance.ts'
import { INITIAL_SIMILARITY, type Sounds } from './similarity.ts'
import type { WordClass } from './words.ts'

/** One word in the alignment of two names. */
export type ScoredWord = { text: string; weight: number; class: WordClass; sounds: Sounds }

/** Two names of at most `LONGEST_NAME` words, and how alike their words are. */
export type NamePair = {
  query: readonly ScoredWord[]
  listed: readonly ScoredWord[]
  /** Likeness of word `i` of the query to word `j` of the listed name, 0 to 1. */
  similarity(i: number, j: number): number
  /** Likeness of words `i` and `i + 1` of the query, written as one, to word `j` of the listed name. */
  joined(i: number, j: number): number
  /** Whether the listed name is a person's, in which initials stand for words. */
  person: boolean
}

/** Words of a name that take part in an alignment. */
export const LONGEST_NAME = 32
const JOINED_SIMILARITY = 0.85
const SHORTEST_JOINED = 5
const LONGEST_SLIP = 2

/** The similarity and the partner of each word of one name; partner -1 where it has none. */
export type Side = { similarities: Float32Array; mates: Int32Array }

const simQuery = new Float32Array(LONGEST_NAME)
const simListed = new Float32Array(LONGEST_NAME)
const mateOfQuery = new Int32Array(LONGEST_NAME)
const mateOfListed = new Int32Array(LONGEST_NAME)
const pairs = new Float32Array(LONGEST_NAME * LONGEST_NAME)
const sides: { query: Side; listed: Side } = {
  query: { similarities: simQuery, mates: mateOfQuery },
  listed: { similarities: simListed, mates: mateOfListed },
}

/**
 * Aligns the words of two names one to one, the likest and weightiest first, then words written as one in either name.
 * The result is good until the next call: searches make thousands and leave no garbage.
 */
export function alignNames({ query, listed, similarity, joined, person }: NamePair): { query: Side; listed: Side } {
  const m = Math.min(query.length, LONGEST_NAME)
  const n = Math.min(listed.length, LONGEST_NAME)
  align(query, listed, m, n, similarity, person)
  if (m > 1) matchJoinedInQuery(query, m, n, joined)
  if (n > 1) matchJoinedInListed(query, listed, m, n)
  return sides
}

function align(
  query: readonly ScoredWord[],
  listed: readonly ScoredWord[],
  m: number,
  n: number,
  similarity: (i: number, j: number) => number,
  initials: boolean,
) {
  simQuery.fill(0, 0, m)
  simListed.fill(0, 0, n)
  mateOfQuery.fill(-1, 0, m)
  mateOfListed.fill(-1, 0, n)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++)
      pairs[i * n + j] = similarity(i, j) || (initials ? initialSimilarity(query[i], listed[j]) : 0)
  }
  for (let round = Math.min(m, n); round > 0; round--) {
    let [best, bestI, bestJ] = [0, -1, -1]
    for (let i = 0; i < m; i++) {
      if (mateOfQuery[i] !== -1) continue
      for (let j = 0; j < n; j++) {
        const pair = pairs[i * n + j] ?? 0
        if (pair === 0 || mateOfListed[j] !== -1) continue
        const worth = pair * Math.min(query[i]?.weight ?? 0, listed[j]?.weight ?? 0) - Math.abs(i - j) * 1e-4
        if (worth > best) [best, bestI, bestJ] = [worth, i, j]
      }
    }
    if (bestI === -1) return
    pair(bestI, bestJ, pairs[bestI * n + bestJ] ?? 0)
  }
}

function pair(i: number, j: number, similarity: number) {
  mateOfQuery[i] = j
  mateOfListed[j] = i
  simQuery[i] = similarity
  simListed[j] = similarity
}

function initialSimilarity(a: ScoredWord | undefined, b: ScoredWord | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (a.class !== 'initial' && b.class !== 'initial') return 0
  return a.text.charAt(0) === b.text.charAt(0) && a.class !== 'form' && b.class !== 'form' ? INITIAL_SIMILARITY : 0
}

/** `abdul rahman` in the query for a listed `abdulrahman`. */
function matchJoinedInQuery(
  query: readonly ScoredWord[],
  m: number,
  n: number,
  joined: (i: number, j: number) => number,
) {
  for (let i = 0; i + 1 < m; i++) {
    for (let j = 0; j < n; j++) {
      const similarity = joined(i, j)
      if (similarity < JOINED_SIMILARITY) continue
      const mate = mateOfListed[j] ?? -1
      if (mate !== -1 && mate !== i && mate !== i + 1) continue
      const now = (simQuery[i] ?? 0) * weightAt(query, i) + (simQuery[i + 1] ?? 0) * weightAt(query, i + 1)
      if (similarity * (weightAt(query, i) + weightAt(query, i + 1)) <= now + 1e-6 && (simListed[j] ?? 0) >= similarity)
        continue
      release(i, -1)
      release(i + 1, -1)
      pair(i + 1, j, similarity)
      pair(i, j, similarity)
    }
  }
}

/** `abdulrahman` in the query for a listed `abdul rahman`. */
function matchJoinedInListed(query: readonly ScoredWord[], listed: readonly ScoredWord[], m: number, n: number) {
  for (let j = 0; j + 1 < n; j++) {
    const length = lengthAt(listed, j) + lengthAt(listed, j + 1)
    if (length < SHORTEST_JOINED) continue
    for (let i = 0; i < m; i++) {
      if (Math.abs(lengthAt(query, i) - length) > LONGEST_SLIP) continue
      const mate = mateOfQuery[i] ?? -1
      if (mate !== -1 && mate !== j && mate !== j + 1) continue
      if ((simQuery[i] ?? 0) > 0.9 && (simListed[j] ?? 0) > 0.9 && (simListed[j + 1] ?? 0) > 0.9) continue
      const similarity = joinedSimilarity(query[i]?.sounds, listed[j]?.sounds, listed[j + 1]?.sounds)
      if (similarity < JOINED_SIMILARITY) continue
      release(-1, j)
      release(-1, j + 1)
      pair(i, j + 1, similarity)
      pair(i, j, similarity)
    }
  }
}

function release(i: number, j: number) {
  const listed = i === -1 ? j : (mateOfQuery[i] ?? -1)
  const queried = j === -1 ? i : (mateOfListed[j] ?? -1)
  if (listed !== -1) {
    mateOfListed[listed] = -1
    simListed[listed] = 0
  }
  if (queried !== -1) {
    mateOfQuery[queried] = -1
    simQuery[queried] = 0
  }
}

const joinedCodes = new Uint8Array(80)

function joinedSimilarity(whole: Sounds | undefined, first: Sounds | undefined, second: Sounds | undefined): number {
  if (whole === undefined || first === undefined || second === undefined) return 0
  const length = first.letters.length + second.letters.length
  joinedCodes.set(first.letters, 0)
  joinedCodes.set(second.letters, first.letters.length)
  const cost = distance(whole.letters, 0, whole.letters.length, joinedCodes, 0, length, LONGEST_SLIP)
  return cost === Number.POSITIVE_INFINITY ? 0 : Math.min(0.97, 1 - cost / length)
}

function lengthAt(words: readonly ScoredWord[], i: number): number {
  return words[i]?.text.length ?? 0
}

function weightAt(words: readonly ScoredWord[], i: number): number {
  return words[i]?.weight ?? 0
}
