import { canonicalJson, type Json, type JsonObject } from '#lib/engine/json.ts'

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/
/** Names that VC Data Model 1.1 gives a meaning of its own in `credentialSubject`. */
const RESERVED = new Set(['id', 'type'])
const MAX_CLAIMS_LENGTH = 16_000
const MAX_TEXT_LENGTH = 2_000
const EMBEDDED_BYTES = /^(?:data:[a-z]+\/|[A-Za-z0-9+/_-]{512,}={0,2}$)/i

/**
 * Why nothing may be issued for this subject with these claims, or `null` where it may. A credential carries claims,
 * never documents or images, and claims stay small enough to travel in a header. Names the claim, not its value.
 */
export function findUnfit(subjectId: string, claims: JsonObject): string | null {
  if (!isStorable(subjectId)) return 'The subject holds characters that cannot be stored'
  for (const [name, value] of Object.entries(claims)) {
    if (!NAME.test(name)) return `The claim name ${JSON.stringify(name.slice(0, 64))} is not a plain word`
    if (RESERVED.has(name)) return `The claim name ${name} is reserved`
    const texts = textsWithin(value)
    if (!texts.every(isStorable)) return `The claim ${name} holds characters that cannot be stored`
    if (texts.some(isDocument))
      return `The claim ${name} holds a document or long text; name the result of a check instead`
  }
  return canonicalJson(claims).length > MAX_CLAIMS_LENGTH
    ? `The claims are longer than ${MAX_CLAIMS_LENGTH} characters`
    : null
}

function textsWithin(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(textsWithin)]
}

function isDocument(text: string): boolean {
  return text.length > MAX_TEXT_LENGTH || EMBEDDED_BYTES.test(text)
}

/** NUL and lone surrogates are valid in JavaScript's text, but not in PostgreSQL's. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
