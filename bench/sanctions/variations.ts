/** Numbers from 0 to 1 that repeat for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

type Random = () => number
type Variation = (words: string[], random: Random) => string[] | null

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Spellings that transliterations and languages exchange. */
const SPELLINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^m[ou]ham+[ea]d$/, ['mohammed', 'muhammad', 'mohamed', 'mohamad', 'muhammed', 'mohammad', 'mohamat']],
  [/^ahm[ea]d$/, ['ahmed', 'ahmad', 'achmad', 'ahmet']],
  [/^h[ou]s+[ea]i?n$/, ['hussein', 'hussain', 'husayn', 'hossein', 'husain']],
  [/^yous+[ei]f$|^yus[ue]f$/, ['yusuf', 'yousef', 'youssef', 'iusuf', 'yousuf']],
  [/^ab[ou]+$/, ['abu', 'abou', 'abo']],
  [/y$/, ['i', 'iy', 'ii']],
  [/iy?$/, ['y', 'iy', 'yy']],
  [/ov$/, ['off', 'ow']],
  [/ev$/, ['eff', 'ew', 'yev']],
  [/ks/, ['x']],
  [/x/, ['ks']],
  [/kh/, ['h', 'k', 'ch']],
  [/sh/, ['ch', 'sch', 's']],
  [/ou|oo/, ['u', 'o']],
  [/u/, ['ou', 'oo']],
  [/q/, ['k', 'g']],
  [/k(?=[aou])/, ['c', 'q']],
  [/ee/, ['i', 'ei']],
  [/dh/, ['d', 'z']],
  [/gh/, ['g']],
  [/y[aeu]/, ['ia', 'ja', 'je', 'ju']],
  [/zh/, ['j', 'z']],
  [/ts/, ['tz', 'c']],
  [/w/, ['v', 'u']],
  [/v/, ['w']],
  [/j/, ['dj', 'dzh', 'g']],
  [/ph/, ['f']],
  [/ll|ss|mm|nn|dd|tt/, ['l', 's', 'm', 'n', 'd', 't']],
]

const ACCENTS: Record<string, string> = { a: 'á', e: 'é', o: 'ö', i: 'í', u: 'ü', c: 'ç', n: 'ñ', s: 'š', z: 'ž' }

/** Variations that only people's names have. */
export const OF_PEOPLE: ReadonlySet<string> = new Set(['dropped middle', 'initial'])

/** Ways a listed name is written by others; each gives `null` where the name does not allow it. */
export const VARIATIONS: Record<string, Variation> = {
  exact: (words) => words,
  accents: (words) => words.map((word) => word.replace(/[aeoiucnsz]/g, (letter) => ACCENTS[letter] ?? letter)),
  reordered: (words, random) => shuffled(words, random),
  typo: (words, random) => withTypos(words, 1, random),
  'two typos': (words, random) => withTypos(words, 2, random),
  'typo, reordered': (words, random) => {
    const typed = withTypos(words, 1, random)
    return typed && [...typed.slice(1), ...typed.slice(0, 1)]
  },
  'dropped middle': (words, random) => {
    if (words.length < 3) return null
    const dropped = 1 + Math.floor(random() * (words.length - 2))
    return words.filter((_, i) => i !== dropped)
  },
  transliteration: (words, random) => {
    const other = respelled(words, random)
    return other.join() === words.join() ? null : other
  },
  initial: (words, random) => {
    if (words.length < 3) return null
    const shortened = 1 + Math.floor(random() * (words.length - 2))
    return words.map((word, i) => (i === shortened ? `${word.charAt(0)}.` : word))
  },
  joined: (words, random) => {
    const at = Math.floor(random() * (words.length - 1))
    return [...words.slice(0, at), `${words[at]}${words[at + 1]}`, ...words.slice(at + 2)]
  },
  split: (words, random) => {
    const at = longWord(words, 8, random)
    if (at === null) return null
    const [word, cut] = [words[at] ?? '', 3 + Math.floor(random() * 3)]
    return [...words.slice(0, at), word.slice(0, cut), word.slice(cut), ...words.slice(at + 1)]
  },
}

function shuffled(words: string[], random: Random): string[] | null {
  const order = words.map((word) => ({ word, place: random() })).sort((a, b) => a.place - b.place)
  const other = order.map(({ word }) => word)
  return other.join() === words.join() ? [...words.slice(1), ...words.slice(0, 1)] : other
}

function longWord(words: string[], least: number, random: Random): number | null {
  const long = words.flatMap((word, i) => (word.length >= least && /^[a-z]+$/.test(word) ? [i] : []))
  return long[Math.floor(random() * long.length)] ?? null
}

function withTypos(words: string[], count: number, random: Random): string[] | null {
  const typed = [...words]
  const left = new Set(words.flatMap((word, i) => (word.length >= 4 && /^[a-z]+$/.test(word) ? [i] : [])))
  if (left.size < count) return null
  for (let n = 0; n < count; n++) {
    const at = [...left][Math.floor(random() * left.size)] ?? 0
    left.delete(at)
    typed[at] = typo(words[at] ?? '', random)
  }
  return typed
}

function typo(word: string, random: Random): string {
  const at = Math.floor(random() * word.length)
  const letter = LETTERS.charAt(Math.floor(random() * LETTERS.length))
  const [before, after] = [word.slice(0, at), word.slice(at + 1)]
  switch (Math.floor(random() * 4)) {
    case 0:
      return before + letter + after
    case 1:
      return before + after
    case 2:
      return before + letter + word.slice(at)
    default:
      return at === word.length - 1 ? before : before + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
  }
}

/** Up to two spellings changed over the whole name. */
function respelled(words: string[], random: Random): string[] {
  let left = 2
  return words.map((word) => {
    const fitting = SPELLINGS.filter(([pattern]) => pattern.test(word))
    const chosen = fitting[Math.floor(random() * fitting.length)]
    if (left === 0 || chosen === undefined || word.length < 4) return word
    left--
    return word.replace(chosen[0], chosen[1][Math.floor(random() * chosen[1].length)] ?? '')
  })
}
