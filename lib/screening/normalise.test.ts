import { describe, expect, it } from 'vitest'
import { fold, skeleton } from './fold.ts'
import { wordsOf } from './normalise.ts'

const texts = (name: string) => wordsOf(name).map((word) => word.text)

describe('words', () => {
  it.each([
    ['AL-ZAWAHIRI, Ayman', ['al', 'zawahiri', 'ayman']],
    ["Sean O'Brien", ['sean', 'obrien']],
    ['MUN CHO’NG-CH’O’L', ['mun', 'chong', 'chol']],
    ['CECOEX, S.A.', ['cecoex', 'sa']],
    ['Baldovar S. de R.L. de C.V.', ['baldovar', 's', 'de', 'rl', 'de', 'cv']],
    ['J. R. Smith', ['j', 'r', 'smith']],
    ['Łódź & Söhne', ['lodz', 'and', 'sohne']],
    ['Abd al-Rahman', ['abdul', 'rahman']],
    ['Светлана Мороженко', ['svetlana', 'morozhenko']],
    ['赵伟龙', ['zhao', 'wei', 'long']],
    ['  ', []],
    ['…!', []],
  ])('of %s are %j', (name, words) => {
    expect(texts(name)).toEqual(words)
  })

  it('in scripts without short vowels are marked, without their article', () => {
    expect(wordsOf('أيمن الظواهري')).toEqual([
      { text: 'ymn', consonants: true },
      { text: 'dhwhry', consonants: true },
    ])
  })
})

describe('sounds', () => {
  it.each([
    ['rachid', 'rasheed'],
    ['yousuf', 'yusuf'],
    ['qadhafi', 'kadafi'],
    ['khaled', 'haled'],
    ['fatimah', 'fatima'],
    ['djamal', 'jamal'],
  ])('of %s and %s are the same', (a, b) => {
    expect(fold(a)).toBe(fold(b))
  })

  it('keep different names apart', () => {
    expect(new Set(['ahmed', 'hamid', 'mahmoud', 'hamdan'].map(fold)).size).toBe(4)
  })

  it('leave the consonants of a word without its vowels', () => {
    expect(['mohammed', 'mhmd', 'abdul', 'bd', 'zawahiri', 'dhwhry'].map(skeleton)).toEqual([
      'mhmd',
      'mhmd',
      'bd',
      'bd',
      'dhr',
      'dhr',
    ])
  })
})
