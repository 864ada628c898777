import anyAscii from 'any-ascii'
import { canonicalWord, isLegalForm, joinFormPhrases } from './words.ts'

/** A word of a name in lower-case ASCII; `consonants` marks a script that leaves short vowels out. */
export type Word = { text: string; consonants: boolean }

const UNVOCALISED = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u
const MARKS = /[\p{Mn}\p{Cf}\u0640]/gu
const SYLLABLES = /[\p{Script=Han}\p{Script=Hangul}]/gu
const APOSTROPHES = /['`´’‘ʼʿʾʻ′"“”]/g
const POINTED_LETTERS = /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])/gu
const SEPARATORS = /[^\p{L}\p{N}\p{M}]+/u
const PLAIN = /^[\x20-\x7e]*$/
const ABD_AL = /\babd[ -]?[aeu]l[ -]|\babdoul /g
const FORM_HINT = /joint|liab|obs|aktsi|societ|socied|s a de/

/**
 * The words of a name in any script: transliterated, without accents, apostrophes and points,
 * legal forms brought to one spelling.
 */
export function wordsOf(name: string): Word[] {
  const plain = PLAIN.test(name)
  const text = (plain ? name : name.normalize('NFKC'))
    .replace(POINTED_LETTERS, joinPoints)
    .replace(APOSTROPHES, '')
    .replaceAll('&', ' and ')
  if (plain) return asciiWords(text)
  return text
    .replace(SYLLABLES, ' $& ')
    .split(SEPARATORS)
    .flatMap((part) => (UNVOCALISED.test(part) ? unvocalisedWords(part) : asciiWords(anyAscii(part))))
}

function joinPoints(pointed: string): string {
  const letters = pointed.replaceAll('.', '')
  return isLegalForm(letters.toLowerCase()) ? letters : pointed
}

function asciiWords(text: string): Word[] {
  const lower = text.toLowerCase()
  const joined = FORM_HINT.test(lower) ? joinFormPhrases(lower.replace(/[^a-z0-9]+/g, ' ')) : lower
  return joined
    .replace(ABD_AL, 'abdul ')
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => ({ text: canonicalWord(part), consonants: false }))
}

/** The article is written with its word in Arabic (`الظواهري`) and set apart in Latin names. */
function unvocalisedWords(part: string): Word[] {
  const bare = part.replace(MARKS, '')
  const stem = bare.length > 4 && bare.startsWith('ال') ? bare.slice(2) : bare
  const text = anyAscii(stem)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
  return text ? [{ text, consonants: true }] : []
}
