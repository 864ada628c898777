import { doubleMetaphone } from 'double-metaphone'
import { distance } from './distance.ts'

/** Likeness of words that differ only in the usual ways of writing one sound. */
export const SAME_SOUND = 0.96
/** Below this two words are taken as different words. */
export const LEAST_SIMILARITY = 0.62
/** Likeness of an initial to a word that begins with it. */
export const INITIAL_SIMILARITY = 0.75

const LIMIT_SHARE = 0.42
const KNOWN_WORD_PENALTY = 1.5
const SAME_PHONETIC_BONUS = 0.7

/** Two words as compared: folded letters as codes, written length, phonetic code. */
export type Sounds = { codes: Uint8Array; start: number; length: number; written: number; phonetic: string }

/**
 * How alike two different words are, 0 to 1 by their folded letters. `known` says that both are words of their own
 * in the list, which makes a slip of the pen between them less likely.
 */
export function wordSimilarity(a: Sounds, b: Sounds, known: boolean): number {
  const longest = Math.max(a.length, b.length)
  const limit = Math.max(1, longest * LIMIT_SHARE)
  if (Math.abs(a.length - b.length) > limit * 2) return 0
  const cost = distance(a.codes, a.start, a.length, b.codes, b.start, b.length, limit)
  if (cost === Number.POSITIVE_INFINITY) return 0
  if (cost === 0) return SAME_SOUND
  let difference = cost / Math.max(a.written, b.written, 1)
  if (a.phonetic.length > 1 && a.phonetic === b.phonetic) difference *= SAME_PHONETIC_BONUS
  if (known) difference *= KNOWN_WORD_PENALTY
  const similarity = Math.min(SAME_SOUND - 0.01, 1 - difference)
  return similarity >= LEAST_SIMILARITY ? similarity : 0
}

/** Likeness of words of which one is written without vowels, whose consonants agree. */
export function skeletonSimilarity(length: number): number {
  if (length >= 3) return 0.94
  return length === 2 ? 0.9 : 0.75
}

/** The first double-metaphone code of a word. */
export function phoneticOf(word: string): string {
  return doubleMetaphone(word)[0]
}
