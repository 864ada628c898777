import type { ScoredWord } from './alignment.ts'
import type { ListedEntry } from './entry.ts'
import { bareIdentifier } from './factors.ts'
import { wordsOf } from './normalise.ts'
import { filePostings, IntList, type Postings } from './postings.ts'
import { leastCoverage, scoreNames } from './score.ts'
import { soundsOf } from './similarity.ts'
import { type Expansion, Vocabulary } from './vocabulary.ts'
import { weightOf } from './weights.ts'
import { classOf } from './words.ts'

/** A listed entry found by name: which of its names matched, and how well from 0 to 1. */
export type NameMatch = { entry: ListedEntry; matchedName: string; weakAlias: boolean; score: number }

const SLICE = 500
const MOST_CANDIDATES = 1000
const LONGEST_QUERY = 32
const EMPTY: Postings = filePostings(0, new Int32Array(0), new Int32Array(0))

/** The names of one list version in memory; built once, then only read. */
export class NameIndex {
  readonly entries: readonly ListedEntry[]
  readonly #vocabulary = new Vocabulary()
  readonly #names: string[] = []
  readonly #weak: boolean[] = []
  readonly #entryOfName = new IntList()
  readonly #entriesOfIdentifier = new Map<string, number[]>()
  #wordsOfName: Postings = EMPTY
  #namesOfWord: Postings = EMPTY
  #words: ScoredWord[] = []
  #reached = new Float32Array(0)
  #best = new Float32Array(0)
  #similarities = new Float32Array(0)

  private constructor(entries: readonly ListedEntry[]) {
    this.entries = entries
  }

  /** Builds the index at once; a list of 40,000 names takes about a second of processor time. */
  static build(entries: readonly ListedEntry[]): NameIndex {
    const index = new NameIndex(entries)
    for (const _ of index.#fill());
    return index
  }

  /** Builds the index in slices of a few milliseconds, so that the process goes on answering. */
  static async buildInSlices(entries: readonly ListedEntry[]): Promise<NameIndex> {
    const index = new NameIndex(entries)
    for (const _ of index.#fill()) await new Promise((resolve) => setImmediate(resolve))
    return index
  }

  get nameCount(): number {
    return this.#names.length
  }

  *#fill(): Generator<void> {
    const [nameOfWord, words] = [new IntList(), new IntList()]
    for (const [number, entry] of this.entries.entries()) {
      for (const name of namesOf(entry)) this.#add(number, name, nameOfWord, words)
      for (const identifier of entry.identifiers) this.#addIdentifier(number, bareIdentifier(identifier))
      if (number % SLICE === SLICE - 1) yield
    }
    const [nameIds, wordIds] = [nameOfWord.toArray(), words.toArray()]
    const wordCount = this.#vocabulary.texts.length
    this.#wordsOfName = filePostings(this.#names.length, nameIds, wordIds)
    this.#namesOfWord = filePostings(wordCount, wordIds, nameIds)
    yield
    this.#vocabulary.finish()
    yield
    this.#words = this.#vocabulary.texts.map((text, id) => this.#scored(text, id))
    this.#reached = new Float32Array(this.#names.length)
    this.#best = new Float32Array(this.#names.length)
  }

  #add(entry: number, name: { name: string; weak: boolean }, nameOfWord: IntList, words: IntList) {
    const found = wordsOf(name.name)
    if (found.length === 0) return
    const id = this.#names.push(name.name) - 1
    this.#weak.push(name.weak)
    this.#entryOfName.push(entry)
    for (const word of found) {
      nameOfWord.push(id)
      words.push(this.#vocabulary.add(word))
    }
  }

  #addIdentifier(entry: number, identifier: string) {
    const known = this.#entriesOfIdentifier.get(identifier)
    if (known !== undefined) known.push(entry)
    else if (identifier !== '') this.#entriesOfIdentifier.set(identifier, [entry])
  }

  #scored(text: string, id: number | undefined): ScoredWord {
    const { starts } = this.#namesOfWord
    const names = id === undefined ? 0 : (starts[id + 1] ?? 0) - (starts[id] ?? 0)
    const sounds = (id === undefined ? undefined : this.#vocabulary.sounds[id]) ?? soundsOf(text)
    return { text, weight: weightOf(text, names, this.#names.length), class: classOf(text), sounds }
  }

  /** Entries that carry one of the identifiers, each with the score of its best name, which may be 0. */
  searchIdentifiers(identifiers: readonly string[], name: string): NameMatch[] {
    const numbers = identifiers.flatMap((identifier) => this.#entriesOfIdentifier.get(bareIdentifier(identifier)) ?? [])
    if (numbers.length === 0) return []
    const byName = new Map(this.search(name, { threshold: 0, limit: MOST_CANDIDATES }).map((hit) => [hit.entry, hit]))
    return [...new Set(numbers)].flatMap((number) => {
      const entry = this.entries[number]
      if (entry === undefined) return []
      return byName.get(entry) ?? { entry, matchedName: entry.primaryName, weakAlias: false, score: 0 }
    })
  }

  /** The best `limit` entries whose name scores at least `threshold`, best first. */
  search(name: string, options: { threshold: number; limit: number }): NameMatch[] {
    const words = wordsOf(name).slice(0, LONGEST_QUERY)
    if (words.length === 0) return []
    const expansions = words.map((word) => this.#vocabulary.expand(word))
    const query = words.map((word, i) => this.#queried(word.text, expansions[i]))
    const joined = words.slice(0, -1).map((word, i) => this.#vocabulary.expandJoined(word, words[i + 1] ?? word))
    const rows = [...expansions, ...joined]
    const candidates = this.#candidates(query, expansions, joined, options.threshold)
    this.#enter(rows)
    const best = this.#score(query, candidates, options.threshold)
    this.#leave(rows)
    return [...best.values()]
      .sort((a, b) => b.score - a.score || (a.entry.id < b.entry.id ? -1 : 1))
      .slice(0, options.limit)
  }

  /** A word of a query; one that is unknown but near a word that says little says as little. */
  #queried(text: string, expansion: Expansion | undefined): ScoredWord {
    const id = this.#vocabulary.idOf(text)
    const known = id === undefined ? undefined : this.#words[id]
    if (known !== undefined) return known
    const scored = this.#scored(text, undefined)
    const nearest = expansion === undefined ? undefined : this.#words[nearestOf(expansion)]
    const slip = scored.class === 'name' && nearest?.class === 'form'
    return slip ? { ...scored, class: nearest.class, weight: nearest.weight } : scored
  }

  /** Names reached by enough of the query's weight, the most reached first. */
  #candidates(
    query: readonly ScoredWord[],
    expansions: readonly Expansion[],
    joined: readonly Expansion[],
    threshold: number,
  ): number[] {
    const touched: number[] = []
    for (const [i, expansion] of expansions.entries()) this.#reach(expansion, query[i]?.weight ?? 0, touched)
    for (const { text, weight } of query) {
      for (const part of this.#vocabulary.parts(text)) this.#reach(part, weight / 2, touched)
    }
    for (const [i, expansion] of joined.entries()) {
      this.#reach(expansion, (query[i]?.weight ?? 0) + (query[i + 1]?.weight ?? 0), touched)
    }
    const reached = this.#reached
    const least = leastReached(query, threshold)
    const near = touched.filter((name) => (reached[name] ?? 0) >= least)
    const names = near.sort((a, b) => (reached[b] ?? 0) - (reached[a] ?? 0)).slice(0, MOST_CANDIDATES)
    for (const name of touched) reached[name] = 0
    return names
  }

  #reach(expansion: Expansion, weight: number, touched: number[]) {
    const { starts, values } = this.#namesOfWord
    const [reached, best] = [this.#reached, this.#best]
    const mine: number[] = []
    for (let k = 0; k < expansion.words.length; k++) {
      const word = expansion.words[k] ?? 0
      const worth = (expansion.similarities[k] ?? 0) * weight
      for (let p = starts[word] ?? 0; p < (starts[word + 1] ?? 0); p++) {
        const name = values[p] ?? 0
        const before = best[name] ?? 0
        if (worth <= before) continue
        if (before === 0) mine.push(name)
        if (reached[name] === 0) touched.push(name)
        reached[name] = (reached[name] ?? 0) + worth - before
        best[name] = worth
      }
    }
    for (const name of mine) best[name] = 0
  }

  #enter(rows: readonly Expansion[]) {
    const width = this.#words.length
    if (this.#similarities.length < rows.length * width) this.#similarities = new Float32Array(rows.length * width)
    for (const [row, { words, similarities }] of rows.entries()) {
      for (let k = 0; k < words.length; k++) this.#similarities[row * width + (words[k] ?? 0)] = similarities[k] ?? 0
    }
  }

  #leave(rows: readonly Expansion[]) {
    const width = this.#words.length
    for (const [row, { words }] of rows.entries()) {
      for (let k = 0; k < words.length; k++) this.#similarities[row * width + (words[k] ?? 0)] = 0
    }
  }

  #score(query: readonly ScoredWord[], candidates: readonly number[], threshold: number): Map<number, NameMatch> {
    const best = new Map<number, NameMatch>()
    const { starts, values } = this.#wordsOfName
    const width = this.#words.length
    for (const name of candidates) {
      const start = starts[name] ?? 0
      const listed: ScoredWord[] = []
      for (let p = start; p < (starts[name + 1] ?? 0); p++) {
        const word = this.#words[values[p] ?? 0]
        if (word !== undefined) listed.push(word)
      }
      const person = this.entries[this.#entryOfName.at(name)]?.type === 'person'
      const similarity = (i: number, j: number) => this.#similarities[i * width + (values[start + j] ?? 0)] ?? 0
      const joined = (i: number, j: number) => similarity(query.length + i, j)
      const score = scoreNames({ query, listed, similarity, joined, person })
      this.#keep(best, name, score, threshold)
    }
    return best
  }

  #keep(best: Map<number, NameMatch>, name: number, score: number, threshold: number) {
    const number = this.#entryOfName.at(name)
    const entry = this.entries[number]
    if (entry === undefined || score < threshold || score <= (best.get(number)?.score ?? 0)) return
    const [matchedName, weakAlias] = [this.#names[name] ?? '', this.#weak[name] ?? false]
    best.set(number, { entry, matchedName, weakAlias, score })
  }
}

const REACH_MARGIN = 0.65

/** The margin is for initials and for words that weigh less in the list than in the query. */
function leastReached(query: readonly ScoredWord[], threshold: number): number {
  const weight = query.reduce((sum, word) => sum + (word.class === 'initial' ? 0 : word.weight), 0)
  return leastCoverage(threshold) * weight * REACH_MARGIN
}

const NEAR = 0.7

/** The id of the most similar word, or -1 where none is near. */
function nearestOf({ words, similarities }: Expansion): number {
  let [best, nearest] = [NEAR, -1]
  for (let k = 0; k < words.length; k++) {
    if ((similarities[k] ?? 0) > best) [best, nearest] = [similarities[k] ?? 0, words[k] ?? -1]
  }
  return nearest
}

function namesOf(entry: ListedEntry): { name: string; weak: boolean }[] {
  return [{ name: entry.primaryName, weak: false }, ...entry.aliases]
}
