import { BlockFailure } from './block.ts'
import { isJsonObject, type Json, type JsonObject, ownValue } from './json.ts'

/** What a reference can see. `undefined` from `block` means that the block can still run; `null` that it was skipped. */
export type Scope = {
  input: JsonObject
  vars: JsonObject
  env: Record<string, string>
  block(id: string): Json | undefined
}

export type Reference = { path: string[]; optional: boolean; text: string }

const PATH = String.raw`[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*`
const PATTERN = new RegExp(String.raw`\\\{|\{\{\s*(${PATH})(\?)?\s*\}\}|\{(${PATH})(\?)?\}`, 'g')

/** Every reference in a text, in order. `{path}` and `{{path}}` mean the same, `{path?}` is optional, `\{` escapes. */
export function referencesIn(text: string): Reference[] {
  return Array.from(text.matchAll(PATTERN)).flatMap((match) => toReference(match) ?? [])
}

function toReference(match: RegExpMatchArray): Reference | undefined {
  const path = match[1] ?? match[3]
  if (path === undefined) return undefined
  return { path: stepsOf(path), optional: Boolean(match[2] ?? match[4]), text: match[0] }
}

function stepsOf(path: string): string[] {
  return path.split(/[.[\]]/).filter(Boolean)
}

/** All references in a value's texts, with the path of the text that holds them. */
export function referencesWithin(value: Json, at: string[] = []): { reference: Reference; at: string[] }[] {
  if (typeof value === 'string') return referencesIn(value).map((reference) => ({ reference, at }))
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesWithin(item, [...at, String(index)]))
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => referencesWithin(item, [...at, key]))
  return []
}

/**
 * A value with its references replaced, once: what was put in is never read again.
 * A text that is exactly one reference keeps the type of what it names. Throws `BlockFailure` `unresolved_reference`.
 */
export function resolveReferences(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return resolveText(value, scope)
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, scope))
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, scope)]))
  }
  return value
}

function resolveText(text: string, scope: Scope): Json {
  const whole = referencesIn(text)[0]
  if (whole !== undefined && whole.text === text) return lookUp(whole, scope)
  return text.replaceAll(PATTERN, (...args: (string | undefined)[]) => {
    const [matched = '', double, doubleOptional, single, singleOptional] = args
    const path = double ?? single
    if (path === undefined) return '{'
    const optional = Boolean(doubleOptional ?? singleOptional)
    const found = lookUp({ path: stepsOf(path), optional, text: matched }, scope)
    if (found === null) return ''
    return typeof found === 'string' ? found : JSON.stringify(found)
  })
}

function lookUp(reference: Reference, scope: Scope): Json {
  const found = follow(reference.path, scope)
  if (found !== undefined) return found
  if (reference.optional) return null
  throw new BlockFailure({
    code: 'unresolved_reference',
    message: `${reference.text} has no value: nothing named ${reference.path.join('.')} exists here`,
  })
}

/** `null` as soon as a skipped block is passed through, `undefined` where nothing is found. */
function follow(path: string[], scope: Scope): Json | undefined {
  const [head = '', ...rest] = path
  const root = rootValue(head, scope)
  if (root === null) return null
  let value: Json | undefined = root
  for (const step of rest) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? value[Number(step)] : undefined
    else if (isJsonObject(value)) value = ownValue(value, step)
    else return undefined
  }
  return value
}

/** What a bare name stands for: a scope, else a variable, else a key of the input, else the output of a block. */
export function rootValue(name: string, scope: Scope): Json | undefined {
  if (name === 'input' || name === 'vars' || name === 'env') return scope[name]
  const named = [scope.vars, scope.input].find((values) => Object.hasOwn(values, name))
  return named ? ownValue(named, name) : scope.block(name)
}

/** A text whose references to the given roots name others instead; escapes and all else stay as written. */
export function renameInText(text: string, roots: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    PATTERN,
    (matched: string, double: string | undefined, _optional, single: string | undefined) => {
      const path = double ?? single
      const [head = ''] = stepsOf(path ?? '')
      const renamed = roots.get(head)
      if (path === undefined || renamed === undefined) return matched
      return matched.replace(path, () => renamed + path.slice(head.length))
    },
  )
}

/** Whether a value is a text with a reference, so that its final type is only known when the block runs. */
export function holdsReference(value: unknown): boolean {
  return typeof value === 'string' && referencesIn(value).length > 0
}
