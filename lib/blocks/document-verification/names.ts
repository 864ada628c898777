/** A document's name as its machine readable zone holds it. */
export type PrintedName = { first: string | null; last: string | null }

/** How alike two whole names must be, from 0 to 1, where their words do not pair up. */
const SAME_WRITTEN_TOGETHER = 0.9
/** Shortest word in which one wrong letter is forgiven. */
const FORGIVING_LENGTH = 5

/**
 * Whether a declared name can be that of the document: any script, any order of words; middle names may be missing on
 * either side, a family name and a given name may not.
 */
export async function sameName(declared: string, printed: PrintedName): Promise<boolean> {
  const { default: transliterate } = await import('any-ascii')
  const consonantsOnly = /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(declared)
  const spaced = /\p{Script=Latin}/u.test(declared)
    ? transliterate(declared)
    : transliterate(declared).replace(/([a-z])([A-Z])/g, '$1 $2')
  const fold = (text: string) => foldWords(text, consonantsOnly)
  const words = fold(spaced)
  const last = fold(printed.last ?? '')
  const first = fold(printed.first ?? '')
  if (words.length === 0 || last.length + first.length === 0) return false
  return pairsUp(words, last, first) || sameJoined(words, [...last, ...first])
}

function pairsUp(words: readonly string[], last: readonly string[], first: readonly string[]): boolean {
  const found = (word: string, among: readonly string[]) => among.some((other) => sameWord(word, other))
  const unknown = words.filter((word) => !found(word, [...last, ...first]))
  const hasLast = last.length === 0 || last.some((word) => found(word, words))
  const hasFirst = first.length === 0 || first.some((word) => found(word, words))
  const enough = words.length >= (last.length > 0 ? 1 : 0) + (first.length > 0 ? 1 : 0)
  return enough && hasLast && hasFirst && unknown.length <= Math.max(0, words.length - 2)
}

function sameJoined(words: readonly string[], printed: readonly string[]): boolean {
  const document = printed.join('')
  return words.some((_, i) => {
    const turned = [...words.slice(i), ...words.slice(0, i)].join('')
    const longest = Math.max(turned.length, document.length)
    return 1 - distance(turned, document) / longest >= SAME_WRITTEN_TOGETHER
  })
}

function sameWord(a: string, b: string): boolean {
  if (a === b) return true
  if (a.length === 1 || b.length === 1) return false
  return Math.min(a.length, b.length) >= FORGIVING_LENGTH && distance(a, b) <= 1
}

/** Words without case, marks and the spellings that documents use for letters outside A to Z (ICAO 9303 part 3, 6). */
function foldWords(text: string, consonantsOnly: boolean): string[] {
  return text
    .toUpperCase()
    .replace(/['’`]/g, '')
    .split(/[^A-Z]+/)
    .map((word) => word.replace(/AE|AA/g, 'A').replace(/OE/g, 'O').replace(/UE/g, 'U').replace(/SS/g, 'S'))
    .map((word) => (consonantsOnly ? word.replace(/[AEIOUWY]/g, '').replace(/(.)\1+/g, '$1') : word))
    .filter((word) => word !== '')
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
