import type { CompanyRecord } from '#lib/blocks/services.ts'
import { wordsOf } from '#lib/screening/normalise.ts'
import { phoneticOf } from '#lib/screening/similarity.ts'
import { isLegalForm } from '#lib/screening/words.ts'
import { bareNumber } from './identifiers.ts'

/** What a name is found by: its words and, marked with `~`, how they sound; legal forms only where there is nothing else. */
export function keysOf(names: readonly string[]): string[] {
  const words = names.flatMap((name) => {
    const all = wordsOf(name).map(({ text }) => text)
    const telling = all.filter((text) => !isLegalForm(text))
    return telling.length > 0 ? telling : all
  })
  return [...new Set(words.flatMap((text) => [text, `~${phoneticOf(text)}`]))]
}

/** Bare numbers and identifiers that a company is found by. */
export function numbersOf({ number, identifiers }: CompanyRecord): string[] {
  return [...new Set([number, ...identifiers.map(({ value }) => value)].map(bareNumber))].filter((text) => text !== '')
}
