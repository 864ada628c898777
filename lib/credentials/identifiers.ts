import { createHash } from 'node:crypto'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ID_LENGTH = 26

/**
 * The id of the one credential that an organization issues for a key: `cred_` and the first 130 bits
 * of SHA-256 over both, in Crockford's base 32.
 */
export function credentialId(organizationId: string, idempotencyKey: string): string {
  const digest = createHash('sha256').update(`${organizationId}\0${idempotencyKey}`).digest('hex')
  let bits = BigInt(`0x${digest}`) >> BigInt(256 - ID_LENGTH * 5)
  let text = ''
  for (let i = 0; i < ID_LENGTH; i++, bits >>= 5n) text = CROCKFORD.charAt(Number(bits & 31n)) + text
  return `cred_${text}`
}

/** The address that names a credential: its `jti` (VC Data Model 1.1 §6.3.1 maps it to the credential's `id`). */
export function credentialUri(publicUrl: string, id: string): string {
  return `${publicUrl}/v1/credentials/${id}`
}

/** The credential id in an address that `credentialUri` made, else `null`. */
export function idOfCredentialUri(publicUrl: string, uri: string): string | null {
  const prefix = credentialUri(publicUrl, '')
  const id = uri.startsWith(prefix) ? uri.slice(prefix.length) : ''
  return /^cred_[0-9A-HJKMNP-TV-Z]{26}$/.test(id) ? id : null
}

/**
 * The URI of a credential's subject. DIDs, URNs and web addresses stay as they are; anything else is an organization's
 * own name for somebody and becomes `urn:countersign:subject:<organization>:<name, percent-encoded>`, because
 * the same name used by two organizations must not read as the same person.
 */
export function subjectUri(organizationId: string, subjectId: string): string {
  if (/^(did:[a-z0-9]+:|urn:[a-z0-9]|https?:\/\/)[^\s]+$/i.test(subjectId)) return subjectId
  return `urn:countersign:subject:${organizationId}:${encodeURIComponent(subjectId)}`
}
