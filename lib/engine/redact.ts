import { isJsonObject, type Json, type JsonObject } from './json.ts'

const MASK = '***'
/** Shorter secrets are only masked where they are the whole text, or they would blot out unrelated words. */
const SHORTEST_PART = 4
const LONGEST_TEXT = 2_000

/** The value with every secret masked, wherever it stands in a text or a key. */
export function redact<Value extends Json>(value: Value, secrets: readonly string[]): Value
export function redact(value: Json, secrets: readonly string[]): Json {
  if (secrets.length === 0) return value
  if (typeof value === 'string') return redactText(value, secrets)
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redactText(key, secrets), redact(item, secrets)]),
  )
}

function redactText(text: string, secrets: readonly string[]): string {
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
