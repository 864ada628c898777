import { filePostings, IntList, type Postings } from './postings.ts'

const BUCKETS = 1 << 18
const LONGEST = 7

/**
 * Short words filed under everything that is left of them without one letter: two words that differ by one slip
 * (a letter added, left out, changed or exchanged with its neighbour) meet in at least one bucket.
 */
export class DeletionIndex {
  #buckets: Postings

  constructor(words: readonly string[]) {
    const [keys, values] = [new IntList(), new IntList()]
    for (const [id, word] of words.entries()) {
      for (const key of keysOf(word)) {
        keys.push(key)
        values.push(id)
      }
    }
    this.#buckets = filePostings(BUCKETS, keys.toArray(), values.toArray())
  }

  /** Ids of words that may be one slip away; some are not, because buckets are shared. */
  *near(word: string): Generator<number> {
    const { starts, values } = this.#buckets
    for (const key of keysOf(word)) {
      for (let i = starts[key] ?? 0; i < (starts[key + 1] ?? 0); i++) yield values[i] ?? 0
    }
  }
}

function keysOf(word: string): number[] {
  if (word.length < 3 || word.length > LONGEST) return []
  const keys = [hash(word, -1)]
  for (let left = 0; left < word.length; left++) keys.push(hash(word, left))
  return keys
}

/** FNV-1a over the word without the letter at `left`, folded to a bucket. */
function hash(word: string, left: number): number {
  let value = 0x811c9dc5
  for (let i = 0; i < word.length; i++) {
    if (i !== left) value = Math.imul(value ^ word.charCodeAt(i), 0x01000193)
  }
  return ((value >>> 18) ^ value) & (BUCKETS - 1)
}
