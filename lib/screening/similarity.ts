import { doubleMetaphone } from 'double-metaphone'
import { codesOf, distance } from './distance.ts'
import { fold } from './fold.ts'

/** Likeness of words that differ only in the usual ways of writing one sound. */
export const SAME_SOUND = 0.96
/** Likeness of an initial to a word that begins with it. */
export const INITIAL_SIMILARITY = 0.85

/** Below this two words are taken as different words: one slip in a short word, or one in every three or four letters. */
const LEAST_SIMILARITY = 0.68
const LEAST_SIMILARITY_SHORT = 0.62
const LONGEST_SHORT = 5
const KNOWN_WORD_PENALTY = 1.5
const OTHER_BEGINNING_PENALTY = 1.2
const SHORT_WORD_PENALTY = 1.2
const SHORT_WORD = 3
const SAME_PHONETIC_BONUS = 0.7

/** A word ready for comparison: its letters, its sounds (folded letters) and its phonetic code. */
export type Sounds = { letters: Uint8Array; folded: Uint8Array; phonetic: string; numeric: boolean }

/** A word made ready for comparison. */
export function soundsOf(text: string, folded = fold(text)): Sounds {
  return { letters: codesOf(text), folded: codesOf(folded), phonetic: phoneticOf(text), numeric: isNumber(text) }
}

/**
 * How alike two different words are, 0 to 1, by letters or by sounds, whichever is nearer. `known` says that both are
 * words of their own in the list, which makes a slip of the pen between them less likely.
 */
export function wordSimilarity(a: Sounds, b: Sounds, known: boolean): number {
  const letters = Math.max(a.letters.length, b.letters.length)
  const sounds = Math.max(a.folded.length, b.folded.length)
  const factor = differenceFactor(a, b, letters, known)
  const most = (1 - (letters <= LONGEST_SHORT ? LEAST_SIMILARITY_SHORT : LEAST_SIMILARITY)) / factor
  const soundCost = costBetween(a.folded, b.folded, most * sounds)
  if (soundCost === 0) return SAME_SOUND
  let difference = soundCost / sounds
  if (!known) {
    const limit = Math.min(most, difference) * letters
    difference = Math.min(difference, costBetween(a.letters, b.letters, limit) / letters)
  }
  return difference === Number.POSITIVE_INFINITY ? 0 : Math.min(SAME_SOUND - 0.01, 1 - difference * factor)
}

/** What makes a difference between two words weigh more or less. */
function differenceFactor(a: Sounds, b: Sounds, longest: number, known: boolean): number {
  let factor = 1
  if (a.phonetic.length > 1 && a.phonetic === b.phonetic) factor *= SAME_PHONETIC_BONUS
  if (known) factor *= KNOWN_WORD_PENALTY
  if (a.letters[0] !== b.letters[0] && a.folded[0] !== b.folded[0]) factor *= OTHER_BEGINNING_PENALTY
  if (longest <= SHORT_WORD) factor *= SHORT_WORD_PENALTY
  return factor
}

function costBetween(a: Uint8Array, b: Uint8Array, limit: number): number {
  if (Math.abs(a.length - b.length) > limit * 2) return Number.POSITIVE_INFINITY
  return distance(a, 0, a.length, b, 0, b.length, limit)
}

/** Likeness of words of which one is written without vowels, whose consonants agree. */
export function skeletonSimilarity(length: number): number {
  if (length >= 3) return 0.93
  return length === 2 ? 0.8 : 0.65
}

/** The first double-metaphone code of a word. */
export function phoneticOf(word: string): string {
  return doubleMetaphone(word)[0]
}

/** Whether a word is written in digits alone; such words are alike only when they are equal. */
export function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}
