import { canonicalJson, isJsonObject, type Json, jsonSchema } from './json.ts'

/** One value that differs: `path` with dots, `before` and `after` left out where there was or is none. */
export type FieldChange = { path: string; before?: Json; after?: Json }

type Fields = { readonly [key: string]: unknown }
type Path = readonly string[]

/** Keys by which the items of a list are told apart, where each item has another one. */
const NAMES = ['handle', 'name', 'id'] as const

/** Every leaf by which two objects differ, in the order of the fields. Items of lists go by their names where they have any. */
export function diffValues(before: Fields, after: Fields, path: Path = []): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.flatMap((key) => diffValue(before[key], after[key], [...path, key]))
}

function diffValue(before: unknown, after: unknown, path: Path): FieldChange[] {
  if (canonicalJson(before) === canonicalJson(after)) return []
  if (isJsonObject(before) && isJsonObject(after) && isFilled(before) && isFilled(after)) {
    return diffValues(before, after, path)
  }
  if (Array.isArray(before) && Array.isArray(after) && isFilled(before) && isFilled(after)) {
    return diffLists(before, after, path)
  }
  return [change(path, before, after)]
}

function isFilled(value: object): boolean {
  return Object.keys(value).length > 0
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: Path): FieldChange[] {
  const key = NAMES.find((name) => namesIn(before, name) && namesIn(after, name))
  const [from, to] = [key && namesIn(before, key), key && namesIn(after, key)]
  if (!from || !to) return diffValues(Object.fromEntries(before.entries()), Object.fromEntries(after.entries()), path)
  const stayed = from.filter((name) => to.includes(name))
  const order = to.filter((name) => from.includes(name))
  const moved = stayed.join('\n') === order.join('\n') ? [] : [change(path, stayed, order)]
  return [...moved, ...diffValues(named(before, from), named(after, to), path)]
}

/** The items' names under this key; `null` where one has none, or two have the same. */
function namesIn(items: readonly unknown[], key: string): string[] | null {
  const names = items.flatMap((item) => {
    const name = isJsonObject(item) && Object.hasOwn(item, key) ? item[key] : undefined
    return typeof name === 'string' ? [name] : []
  })
  return names.length === items.length && new Set(names).size === names.length ? names : null
}

function named(items: readonly unknown[], names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name, at) => [name, items[at]]))
}

function change(path: Path, before: unknown, after: unknown): FieldChange {
  return {
    path: path.join('.'),
    ...(before !== undefined && { before: jsonSchema.parse(before) }),
    ...(after !== undefined && { after: jsonSchema.parse(after) }),
  }
}
