import { DeletionIndex } from './deletions.ts'
import { codeOf } from './distance.ts'
import { fold, skeleton } from './fold.ts'
import type { Word } from './normalise.ts'
import { filePostings, IntList, type Postings } from './postings.ts'
import { isNumber, SAME_SOUND, type Sounds, skeletonSimilarity, soundsOf, wordSimilarity } from './similarity.ts'
import { sameForm } from './words.ts'

/** Words of a list that may stand for one word of a query, with their likeness from 0 to 1. */
export type Expansion = { words: Int32Array; similarities: Float32Array }

const NONE: Expansion = { words: new Int32Array(0), similarities: new Float32Array(0) }
const EDGE = 36
const SYMBOLS = 37
const SHARED_TRIGRAMS = 0.34
const SHORTEST_JOINED = 4
const SHORTEST_CUT = 5
const SAME_FORM = 0.98
const CACHED = 20_000

/** The distinct words of a list, found again by spelling, sound, neighbouring letters or consonants. */
export class Vocabulary {
  readonly texts: string[] = []
  readonly sounds: Sounds[] = []
  readonly #ids = new Map<string, number>()
  readonly #consonantOnly = new Set<number>()
  readonly #folds: string[] = []
  readonly #groupOf = new IntList()
  readonly #groups = new Map<string, number>()
  readonly #bySkeleton = new Map<string, number[]>()
  readonly #byPhonetic = new Map<string, number[]>()
  readonly #cache = new Map<string, Expansion>()
  #wordsOfGroup: Postings = filePostings(0, new Int32Array(0), new Int32Array(0))
  #groupsOfTrigram: Postings = this.#wordsOfGroup
  #shared = new Uint8Array(0)
  #deletions = new DeletionIndex([])

  /** The id of a word, new or known. */
  add(word: Word): number {
    const known = this.#ids.get(word.text)
    if (known !== undefined) return known
    const id = this.texts.length
    const folded = fold(word.text)
    this.#ids.set(word.text, id)
    this.texts.push(word.text)
    this.sounds.push(soundsOf(word.text, folded))
    this.#groupOf.push(this.#group(folded))
    if (word.consonants) this.#consonantOnly.add(id)
    const bones = skeleton(word.text)
    if (bones !== '') file(this.#bySkeleton, bones, id)
    file(this.#byPhonetic, this.sounds[id]?.phonetic ?? '', id)
    return id
  }

  #group(folded: string): number {
    const known = this.#groups.get(folded)
    if (known !== undefined) return known
    this.#groups.set(folded, this.#folds.length)
    return this.#folds.push(folded) - 1
  }

  /** Files the words for searching; to be called once, after the last `add`. */
  finish(): void {
    const groupOf = this.#groupOf.toArray()
    this.#wordsOfGroup = filePostings(this.#folds.length, groupOf, Int32Array.from(groupOf.keys()))
    const [keys, values] = [new IntList(), new IntList()]
    for (const [group, folded] of this.#folds.entries()) {
      for (const trigram of trigramsOf(folded)) {
        keys.push(trigram)
        values.push(group)
      }
    }
    this.#groupsOfTrigram = filePostings(SYMBOLS ** 3, keys.toArray(), values.toArray())
    this.#shared = new Uint8Array(this.#folds.length)
    this.#deletions = new DeletionIndex(this.texts)
  }

  /** The id of a word, or `undefined` where the list does not hold it. */
  idOf(text: string): number | undefined {
    return this.#ids.get(text)
  }

  /** Every word of the list that a query's word may stand for. */
  expand(word: Word): Expansion {
    const key = word.consonants ? `~${word.text}` : word.text
    const cached = this.#cache.get(key)
    if (cached !== undefined) return cached
    const expansion = this.#expand(word)
    if (this.#cache.size >= CACHED) this.#cache.clear()
    this.#cache.set(key, expansion)
    return expansion
  }

  /** Every word of the list that two neighbouring words may stand for when written as one. */
  expandJoined(first: Word, second: Word): Expansion {
    if (first.consonants || second.consonants || first.text.length + second.text.length < SHORTEST_JOINED) return NONE
    return this.expand({ text: first.text + second.text, consonants: false })
  }

  #expand(word: Word): Expansion {
    if (word.text.length === 1 || isNumber(word.text)) return this.#exactly(word.text)
    const found = new Map<number, number>()
    const folded = fold(word.text)
    const known = this.#ids.get(word.text)
    if (!word.consonants) this.#likeSounding(word.text, folded, known !== undefined, found)
    const bones = skeleton(word.text)
    for (const id of this.#bySkeleton.get(bones) ?? []) {
      if (!word.consonants && !this.#consonantOnly.has(id)) continue
      raise(found, id, skeletonSimilarity(bones.length))
    }
    for (const form of sameForm(word.text)) raise(found, this.#ids.get(form) ?? -1, SAME_FORM)
    found.delete(-1)
    if (known !== undefined) found.set(known, 1)
    return found.size === 0
      ? NONE
      : { words: Int32Array.from(found.keys()), similarities: Float32Array.from(found.values()) }
  }

  /** The two halves of every way to cut an unknown word into two words of the list. */
  parts(text: string): Expansion[] {
    if (text.length < SHORTEST_CUT || this.#ids.has(text)) return []
    const parts: Expansion[] = []
    for (let cut = 2; cut <= text.length - 2; cut++) {
      const [first, second] = [this.#ids.get(text.slice(0, cut)), this.#ids.get(text.slice(cut))]
      if (first === undefined || second === undefined) continue
      for (const half of [first, second]) parts.push({ words: Int32Array.of(half), similarities: Float32Array.of(1) })
    }
    return parts
  }

  #exactly(text: string): Expansion {
    const id = this.#ids.get(text)
    return id === undefined ? NONE : { words: Int32Array.of(id), similarities: Float32Array.of(1) }
  }

  #likeSounding(text: string, folded: string, known: boolean, found: Map<number, number>) {
    const own = soundsOf(text, folded)
    const trigrams = trigramsOf(folded)
    const needed = Math.max(1, Math.floor(trigrams.length * SHARED_TRIGRAMS))
    const { starts, values } = this.#wordsOfGroup
    for (const group of this.#sharing(trigrams, needed)) {
      const same = this.#folds[group] === folded
      for (let i = starts[group] ?? 0; i < (starts[group + 1] ?? 0); i++) {
        const id = values[i] ?? 0
        if (same) raise(found, id, SAME_SOUND)
        else this.#compare(own, id, known, found)
      }
    }
    const byConsonants = this.#bySkeleton.get(skeleton(text)) ?? []
    const byPhonetic = own.phonetic.length > 1 ? (this.#byPhonetic.get(own.phonetic) ?? []) : []
    for (const others of [byConsonants, byPhonetic, this.#deletions.near(text)]) {
      for (const id of others) if (!found.has(id)) this.#compare(own, id, known, found)
    }
  }

  #compare(own: Sounds, id: number, known: boolean, found: Map<number, number>) {
    const other = this.sounds[id]
    if (other === undefined || other.numeric) return
    const similarity = wordSimilarity(own, other, known)
    if (similarity > 0) raise(found, id, similarity)
  }

  /** Groups that share at least `needed` of the trigrams. */
  #sharing(trigrams: number[], needed: number): number[] {
    const { starts, values } = this.#groupsOfTrigram
    const touched: number[] = []
    const shared = this.#shared
    for (const trigram of trigrams) {
      for (let i = starts[trigram] ?? 0; i < (starts[trigram + 1] ?? 0); i++) {
        const group = values[i] ?? 0
        const count = (shared[group] ?? 0) + 1
        if (count === 1) touched.push(group)
        shared[group] = count
      }
    }
    const enough = touched.filter((group) => (shared[group] ?? 0) >= needed)
    for (const group of touched) shared[group] = 0
    return enough
  }
}

function file(byKey: Map<string, number[]>, key: string, id: number) {
  const ids = byKey.get(key)
  if (ids === undefined) byKey.set(key, [id])
  else ids.push(id)
}

function raise(found: Map<number, number>, id: number, similarity: number) {
  if ((found.get(id) ?? 0) < similarity) found.set(id, similarity)
}

function trigramsOf(folded: string): number[] {
  const trigrams: number[] = []
  let [first, second] = [EDGE, folded === '' ? EDGE : codeOf(folded.charCodeAt(0))]
  for (let i = 1; i <= folded.length; i++) {
    const third = i < folded.length ? codeOf(folded.charCodeAt(i)) : EDGE
    const trigram = (first * SYMBOLS + second) * SYMBOLS + third
    if (!trigrams.includes(trigram)) trigrams.push(trigram)
    first = second
    second = third
  }
  return trigrams
}
