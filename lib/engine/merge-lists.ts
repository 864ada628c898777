import { isJsonObject, type Json, type JsonObject, ownValue } from './json.ts'

const NAMES = ['id', 'handle', 'name'] as const

/**
 * Names in the order of the side that changed it, mine where both did; what only the other side added comes after
 * what it follows there. Names that one side took away are still among them.
 */
export function mergeKeys(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const old = new Set(base)
  const [own, other] = [new Set(mine), new Set(theirs)]
  const kept = base.filter((key) => own.has(key)).join('\n')
  const moved = mine.filter((key) => old.has(key)).join('\n') !== kept
  const [first, second] = moved ? [mine, theirs] : [theirs, mine]
  const keys = [...first]
  for (const [at, key] of second.entries()) {
    if ((moved ? own : other).has(key)) continue
    keys.splice(keys.indexOf(second[at - 1] ?? '') + 1, 0, key)
  }
  return keys
}

type MergeItem = (
  key: string,
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
) => Json | undefined

/** Lists of objects that have names of their own, item by item; `undefined` for all other values. */
export function mergeLists(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
  merge: MergeItem,
): Json[] | undefined {
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return undefined
  const lists = [Array.isArray(base) ? base : [], mine, theirs]
  const name = NAMES.find((candidate) => lists.every((list) => hasNames(list, candidate)))
  if (name === undefined) return undefined
  const [old, own, other] = lists.map((list) => new Map(list.map((item) => [nameOf(item, name), item] as const)))
  if (!old || !own || !other) return undefined
  return mergeKeys([...old.keys()], [...own.keys()], [...other.keys()]).flatMap((key) => {
    const merged = merge(key, old.get(key), own.get(key), other.get(key))
    return merged === undefined ? [] : [merged]
  })
}

function hasNames(list: readonly Json[], name: string): boolean {
  const names = list.map((item) => nameOf(item, name))
  return names.every((value) => value !== '') && new Set(names).size === names.length
}

function nameOf(item: Json, name: string): string {
  const value = isJsonObject(item) ? ownValue(item satisfies JsonObject, name) : undefined
  return typeof value === 'string' ? value : ''
}
