import anyAscii from 'any-ascii'
import { isLegalForm } from './words.ts'

/** A word of a name in lower-case ASCII; `consonants` marks a script that leaves short vowels out. */
export type Word = { text: string; consonants: boolean }

/** Letters of a name that are read; longer ones are cut off. */
const LONGEST_NAME = 1000

const UNVOCALISED = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u
const MARKS = /[\p{Mn}\p{Cf}\u0640]/gu
const SYLLABLES = /[\p{Script=Han}\p{Script=Hangul}]/gu
const APOSTROPHES = /['`´’‘ʼʿʾʻ′"“”]/g
const SEPARATORS = /[^\p{L}\p{N}\p{M}]+/u
const PLAIN = /^[\x20-\x7e]*$/
const LONGEST_SPELLED = 4
const ABD_AL = /\babd[ -]?[aeu]l[ -]|\babdoul /g

/**
 * The words of a name in any script: transliterated, without accents, apostrophes and points,
 * legal forms spelled in letters (`S.A.`) joined.
 */
export function wordsOf(name: string): Word[] {
  const given = name.slice(0, LONGEST_NAME)
  const plain = PLAIN.test(given)
  const text = (plain ? given : given.normalize('NFKC')).replace(APOSTROPHES, '').replaceAll('&', ' and ')
  if (plain) return asciiWords(text)
  const spaced = text.replace(SYLLABLES, ' $& ')
  if (!UNVOCALISED.test(spaced)) return asciiWords(anyAscii(spaced))
  return spaced
    .split(SEPARATORS)
    .flatMap((part) => (UNVOCALISED.test(part) ? unvocalisedWords(part) : asciiWords(anyAscii(part))))
}

function asciiWords(text: string): Word[] {
  const parts = text
    .toLowerCase()
    .replace(ABD_AL, 'abdul ')
    .split(/[^a-z0-9]+/)
  const words: Word[] = []
  for (let i = 0; i < parts.length; i++) {
    const spelled = spelledForm(parts, i)
    if (spelled > 0) words.push({ text: parts.slice(i, i + spelled).join(''), consonants: false })
    else if (parts[i]) words.push({ text: parts[i] ?? '', consonants: false })
    i += Math.max(0, spelled - 1)
  }
  return words
}

/** How many single letters from here spell a legal form, as `s a` or `d o o`; 0 where they do not. */
function spelledForm(parts: readonly string[], from: number): number {
  let letters = 0
  while (letters < LONGEST_SPELLED && parts[from + letters]?.length === 1) letters++
  while (letters > 1 && !isLegalForm(parts.slice(from, from + letters).join(''))) letters--
  return letters > 1 ? letters : 0
}

/** Hebrew letters whose hard sound is usual in names. */
const HARD_LETTERS: Record<string, string> = { ב: 'b', כ: 'k', ך: 'k' }

/** The article is written with its word in Arabic (`الظواهري`) and set apart in Latin names. */
function unvocalisedWords(part: string): Word[] {
  const bare = part.replace(MARKS, '').replace(/[בכך]/g, (letter) => HARD_LETTERS[letter] ?? letter)
  const stem = bare.length > 4 && bare.startsWith('ال') ? bare.slice(2) : bare
  const text = anyAscii(stem)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
  return text ? [{ text, consonants: true }] : []
}
