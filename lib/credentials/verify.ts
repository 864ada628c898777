import { compactVerify, decodeProtectedHeader, errors } from 'jose'
import type { CredentialType } from '#lib/blocks/services.ts'
import { log } from '#lib/log.ts'
import type { PublishedKey } from '#lib/providers/signing/signer.ts'
import { didOf, keyUrl } from './did.ts'
import { idOfCredentialUri } from './identifiers.ts'
import { secondsIso } from './issue.ts'
import { credentialPayloadSchema } from './payload.ts'
import type { CredentialDeps, CredentialStatus, Environment, StoredCredential } from './ports.ts'

/** Seconds that another clock may run ahead of ours. */
const SKEW_SECONDS = 60
const MAX_JWT_LENGTH = 65_536

export type Refusal =
  | 'malformed'
  | 'unsupported_algorithm'
  | 'unknown_issuer'
  | 'unknown_key'
  | 'invalid_signature'
  | 'unknown_credential'
  | 'not_yet_valid'
  | 'expired'
  | 'revoked'
  | 'suspended'
  | 'inconclusive'

/** What a credential on record says of itself. Times are ISO 8601 in UTC. */
export type CredentialFacts = {
  credential_id: string
  credential_type: CredentialType
  issuer: string
  /** URI of the subject. */
  subject: string
  environment: Environment
  issued_at: string
  expires_at: string
  status: CredentialStatus
}

export type Verification =
  | ({ valid: true; reason: 'valid' } & CredentialFacts)
  | ({ valid: false; reason: Refusal } & Partial<CredentialFacts>)

/**
 * Says whether a credential holds now: form, algorithm, issuer, key, signature, time and status, in this order.
 * Never rejects: what cannot be found out is `inconclusive`. Facts are given as soon as the credential is known to be ours.
 */
export async function verifyCredential(deps: CredentialDeps, { jwt }: { jwt: string }): Promise<Verification> {
  const did = didOf(deps.publicUrl)
  const header = readHeader(jwt)
  if (header === null) return refused('malformed')
  if (header.alg !== 'ES256') return refused('unsupported_algorithm')
  try {
    const issuer = readIssuer(jwt)
    if (issuer === null) return refused('malformed')
    if (issuer !== did) return refused('unknown_issuer')
    const key = await findKey(deps, did, header.kid)
    if (key === undefined) return refused('unknown_key')
    const payload = await readSigned(jwt, key)
    if (typeof payload === 'string') return refused(payload)
    const id = idOfCredentialUri(deps.publicUrl, payload.jti)
    const stored = id === null ? null : await deps.credentials.find(id)
    if (stored === null) return refused('unknown_credential')
    // One signature has several spellings (ECDSA's -s, base64url's spare bits); only the issued one counts.
    if (stored.jwt !== jwt) return refused('invalid_signature')
    return judge(stored, { did, subject: payload.sub, notBefore: payload.nbf, expires: payload.exp }, deps.now())
  } catch (error) {
    log.error({ fault: error instanceof Error ? error.message : 'unknown' }, 'A credential could not be verified')
    return refused('inconclusive')
  }
}

function refused(reason: Refusal): Verification {
  return { valid: false, reason }
}

function readHeader(jwt: string): { alg: string; kid: string } | null {
  if (jwt.length > MAX_JWT_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(jwt)) return null
  try {
    const { alg, kid, crit } = decodeProtectedHeader(jwt)
    return alg === undefined || crit !== undefined ? null : { alg, kid: kid ?? '' }
  } catch {
    return null
  }
}

function readIssuer(jwt: string): string | null {
  const payload = parseJson(Buffer.from(jwt.split('.')[1] ?? '', 'base64url'))
  return typeof payload === 'object' && payload !== null && 'iss' in payload && typeof payload.iss === 'string'
    ? payload.iss
    : null
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return undefined
  }
}

async function findKey(deps: CredentialDeps, did: string, kid: string): Promise<PublishedKey | undefined> {
  const named = (key: PublishedKey) => keyUrl(did, key.kid) === kid
  return (await deps.signer.published()).find(named) ?? (await deps.signer.published({ fresh: true })).find(named)
}

async function readSigned(jwt: string, key: PublishedKey) {
  const verified = await compactVerify(jwt, key.publicJwk, { algorithms: ['ES256'] }).catch((error: unknown) => {
    if (error instanceof errors.JOSEError) return null
    throw error
  })
  if (verified === null) return 'invalid_signature'
  const payload = credentialPayloadSchema.safeParse(parseJson(verified.payload))
  return payload.success ? payload.data : 'malformed'
}

type Signed = { did: string; subject: string; notBefore: number; expires: number }

function judge(stored: StoredCredential, signed: Signed, now: Date): Verification {
  const facts: CredentialFacts = {
    credential_id: stored.id,
    credential_type: stored.type,
    issuer: signed.did,
    subject: signed.subject,
    environment: stored.environment,
    issued_at: secondsIso(stored.issuedAt),
    expires_at: secondsIso(stored.expiresAt),
    status: stored.status,
  }
  const seconds = now.getTime() / 1000
  if (signed.notBefore > seconds + SKEW_SECONDS) return { valid: false, reason: 'not_yet_valid', ...facts }
  if (signed.expires <= seconds) return { valid: false, reason: 'expired', ...facts }
  if (stored.status !== 'active') return { valid: false, reason: stored.status, ...facts }
  return { valid: true, reason: 'valid', ...facts }
}
