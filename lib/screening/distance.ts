/** Longest word compared; letters beyond it are ignored. */
const LONGEST = 40
const ROW = LONGEST + 1

/** Code of a letter or digit: a to z are 0 to 25, digits 26 to 35. */
export function codeOf(letter: number): number {
  return letter >= 97 ? letter - 97 : letter - 48 + 26
}

/** The codes of a lower-case ASCII word, at most 40. */
export function codesOf(word: string): Uint8Array {
  const codes = new Uint8Array(Math.min(word.length, LONGEST))
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf(word.charCodeAt(i))
  return codes
}

const ALPHABET = 36
const SUBSTITUTION = new Float32Array(ALPHABET * ALPHABET).fill(1)
const GAP = new Float32Array(ALPHABET).fill(1)

const VOWELS = 'aeiou'
/** Letters that transliterations exchange, and at what cost. */
const NEAR: readonly (readonly [string, number])[] = [
  ['sz', 0.4],
  ['dt', 0.6],
  ['bp', 0.6],
  ['gk', 0.5],
  ['fv', 0.5],
  ['uv', 0.5],
  ['ij', 0.4],
  ['gj', 0.4],
  ['sx', 0.5],
  ['hk', 0.5],
  ['hx', 0.5],
  ['hg', 0.6],
  ['jx', 0.5],
  ['mn', 0.7],
  ['zj', 0.6],
  ['zd', 0.6],
]

for (const a of VOWELS) {
  GAP[codeOf(a.charCodeAt(0))] = 0.65
  for (const b of VOWELS) setCost(a, b, 0.5)
}
for (const [pair, cost] of NEAR) setCost(pair.charAt(0), pair.charAt(1), cost)
GAP[codeOf('h'.charCodeAt(0))] = 0.5
for (let code = 0; code < ALPHABET; code++) SUBSTITUTION[code * ALPHABET + code] = 0

function setCost(a: string, b: string, cost: number) {
  const [x, y] = [codeOf(a.charCodeAt(0)), codeOf(b.charCodeAt(0))]
  SUBSTITUTION[x * ALPHABET + y] = cost
  SUBSTITUTION[y * ALPHABET + x] = cost
}

const rows = [new Float32Array(ROW), new Float32Array(ROW), new Float32Array(ROW)] as const
const TRANSPOSITION = 0.8

/**
 * Weighted edit distance with neighbouring letters exchanged (optimal string alignment); exchanges usual between
 * transliterations cost less than 1. Gives `Infinity` as soon as it must exceed `limit`.
 */
export function distance(
  a: Uint8Array,
  aStart: number,
  aLength: number,
  b: Uint8Array,
  bStart: number,
  bLength: number,
  limit: number,
): number {
  let [older, previous, current]: [Float32Array, Float32Array, Float32Array] = [rows[0], rows[1], rows[2]]
  previous[0] = 0
  for (let j = 1; j <= bLength; j++) previous[j] = at(previous, j - 1) + at(GAP, at(b, bStart + j - 1))
  for (let i = 1; i <= aLength; i++) {
    const x = at(a, aStart + i - 1)
    const gapX = at(GAP, x)
    let left = at(previous, 0) + gapX
    let lowest = left
    current[0] = left
    for (let j = 1; j <= bLength; j++) {
      const y = at(b, bStart + j - 1)
      let cost = at(previous, j - 1) + at(SUBSTITUTION, x * ALPHABET + y)
      const removed = at(previous, j) + gapX
      if (removed < cost) cost = removed
      const added = left + at(GAP, y)
      if (added < cost) cost = added
      if (i > 1 && j > 1 && x === at(b, bStart + j - 2) && y === at(a, aStart + i - 2)) {
        const swapped = at(older, j - 2) + TRANSPOSITION
        if (swapped < cost) cost = swapped
      }
      current[j] = cost
      left = cost
      if (cost < lowest) lowest = cost
    }
    if (lowest > limit) return Number.POSITIVE_INFINITY
    const spare = older
    older = previous
    previous = current
    current = spare
  }
  const result = at(previous, bLength)
  return result <= limit ? result : Number.POSITIVE_INFINITY
}

function at(list: Uint8Array | Float32Array, index: number): number {
  return list[index] ?? 0
}
