import { classOf, type WordClass } from './words.ts'

const CLASS_WEIGHT: Record<WordClass, number> = {
  name: 1,
  number: 1,
  initial: 0.35,
  title: 0.2,
  particle: 0.2,
  form: 0.08,
}
const LEAST_RARITY = 0.3

/**
 * How much a word says about whose name it is, 0 to 1: less the more of the list's names hold it,
 * little for legal forms, particles, titles and initials.
 */
export function weightOf(text: string, namesWithWord: number, names: number): number {
  const rarity = Math.log(1 + names / Math.max(1, namesWithWord)) / Math.log(1 + names)
  return CLASS_WEIGHT[classOf(text)] * (LEAST_RARITY + (1 - LEAST_RARITY) * rarity)
}
