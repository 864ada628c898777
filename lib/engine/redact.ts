import { isJsonObject, type Json, type JsonObject } from './json.ts'

const MASK = '***'
/** Shorter secrets are only masked where they are the whole text, or they would blot out unrelated words. */
const SHORTEST_PART = 4
const LONGEST_TEXT = 2_000

/** A JSON value with every secret masked, wherever it stands in a text or a key. */
export function redact<Value>(value: Value, secrets: readonly string[]): Value
export function redact(value: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return value
  // A secret that holds another one goes first, or its rest would stay readable.
  const longestFirst = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length)
  return longestFirst.length === 0 ? value : mask(value, longestFirst)
}

/** A fault as the operator may read it: what is thrown by code that held a secret may quote it. */
export function redactFault(fault: unknown, secrets: readonly string[]): unknown {
  if (!(fault instanceof Error) || secrets.length === 0) return redact(fault, secrets)
  const { name, message, stack = '' } = fault
  const code = 'code' in fault ? { code: redact(fault.code, secrets) } : {}
  return Object.assign(new Error(redact(message, secrets)), { name, stack: redact(stack, secrets), ...code })
}

function mask(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskText(value, secrets)
  if (typeof value === 'number') return isSecretNumber(value, secrets) ? MASK : value
  if (Array.isArray(value)) return value.map((item) => mask(item, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [maskText(key, secrets), mask(item, secrets)]))
}

function isSecretNumber(value: number, secrets: readonly string[]): boolean {
  const text = String(value)
  return text.length >= SHORTEST_PART && secrets.includes(text)
}

function maskText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => {
    if (left === secret) return MASK
    return secret.length >= SHORTEST_PART ? left.replaceAll(secret, MASK) : left
  }, text)
}

/** A block's resolved config as it is recorded: secrets masked, long texts (images, documents) named by their length. */
export function recordable(config: JsonObject, secrets: readonly string[]): JsonObject {
  return shorten(redact(config, secrets))
}

function shorten(value: JsonObject): JsonObject
function shorten(value: Json): Json
function shorten(value: Json): Json {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `(text of ${value.length} characters)` : value
  if (Array.isArray(value)) return value.map((item) => shorten(item))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item)]))
}
