import type { ListedEntry } from '#lib/screening/entry.ts'
import type { NameIndex } from '#lib/screening/index.ts'
import { OF_PEOPLE, seededRandom, VARIATIONS } from './variations.ts'

/** A name as someone wrote it, and the entry it should find. */
export type Query = { kind: string; text: string; listedAs: string; entryId: string }

/** `count` variations of names of at least two words and eight letters, every kind equally often, the same for a seed. */
export function makeQueries(entries: readonly ListedEntry[], count: number, seed: number): Query[] {
  const random = seededRandom(seed)
  const names = entries
    .filter((entry) => entry.type === 'person' || entry.type === 'organization')
    .flatMap((entry) =>
      [entry.primaryName, ...entry.aliases.map((alias) => alias.name)].map((name) => ({ name, entry })),
    )
    .map(({ name, entry }) => ({ entry, name, words: plainWords(name) }))
    .filter(({ words }) => words.length >= 2 && words.join('').length >= 8)
  const kinds = Object.entries(VARIATIONS)
  const queries: Query[] = []
  while (queries.length < count) {
    const [kind, vary] = kinds[queries.length % kinds.length] ?? []
    const picked = names[Math.floor(random() * names.length)]
    const words = picked && vary?.(picked.words, random)
    if (!picked || !words || kind === undefined) continue
    if (picked.entry.type !== 'person' && OF_PEOPLE.has(kind)) continue
    queries.push({ kind, text: words.join(' '), listedAs: picked.name, entryId: picked.entry.id })
  }
  return queries
}

function plainWords(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/['’‘`"]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const LEAST = 0.5
const HITS = 100

/** The score each query gives its entry, 0 where it is not among the first 100 hits. */
export function scoreQueries(index: NameIndex, queries: readonly Query[]): number[] {
  return queries.map((query) => {
    const hits = index.search(query.text, { threshold: LEAST, limit: HITS })
    return hits.find((hit) => hit.entry.id === query.entryId)?.score ?? 0
  })
}

/** The best score each name gets from any entry. */
export function scoreNames(index: NameIndex, names: readonly string[]): number[] {
  return names.map((name) => index.search(name, { threshold: LEAST, limit: 1 })[0]?.score ?? 0)
}

/** Milliseconds that a search with the block's defaults takes for each name. */
export function timeSearches(index: NameIndex, names: readonly string[]): number[] {
  return names.map((name) => {
    const started = performance.now()
    index.search(name, { threshold: 0.85, limit: 200 })
    return performance.now() - started
  })
}

/** Share of values that reach the threshold, in percent. */
export function percentAt(scores: readonly number[], threshold: number): number {
  return (100 * scores.filter((score) => score >= threshold).length) / Math.max(1, scores.length)
}

/** The value below which the given share of values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
