import { encodeBitstring } from './bitstring.ts'
import { didOf, keyUrl } from './did.ts'
import { CREDENTIAL_CONTEXTS, numericDate, statusListUrl } from './payload.ts'
import type { CredentialDeps, StatusPurpose } from './ports.ts'

/** Seconds a verifier may keep a list before it asks again. */
export const STATUS_LIST_TTL_SECONDS = 60
const LIFETIME_SECONDS = 86_400
/** A signed list is used again for an hour, so that what is served always has most of its life before it. */
const REUSE_SECONDS = 3_600

type Signed = { revision: number; purpose: StatusPurpose; jwt: string; signedAt: number }

/**
 * Gives the function that serves status lists: a list's credential as a JWT (VC Data Model 1.1), or `null` where there is none.
 * A list is signed again when it has changed or after an hour, and bears no trace of when it changed.
 */
export function createStatusListReader(deps: CredentialDeps): (listId: number) => Promise<string | null> {
  const cache = new Map<number, Signed>()
  return async (listId) => {
    const now = numericDate(deps.now())
    const known = cache.get(listId)
    const reusable = known !== undefined && now - known.signedAt < REUSE_SECONDS ? known : undefined
    const list = await deps.statusLists.read(listId, reusable?.revision)
    if (list === null) return null
    if (reusable !== undefined && list.bits === null) return reusable.jwt
    if (list.bits === null) throw new Error('A status list came without its bits')
    const jwt = await signList(deps, { id: listId, purpose: list.purpose, bits: list.bits }, now)
    cache.set(listId, { revision: list.revision, purpose: list.purpose, jwt, signedAt: now })
    return jwt
  }
}

async function signList(
  deps: CredentialDeps,
  list: { id: number; purpose: StatusPurpose; bits: Uint8Array },
  now: number,
): Promise<string> {
  const did = didOf(deps.publicUrl)
  const url = statusListUrl(deps.publicUrl, list.id)
  const key = await deps.signer.active()
  const claims = {
    iss: did,
    sub: `${url}#list`,
    jti: url,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_SECONDS,
    vc: {
      '@context': CREDENTIAL_CONTEXTS,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      credentialSubject: {
        id: `${url}#list`,
        type: 'BitstringStatusList',
        statusPurpose: list.purpose,
        encodedList: encodeBitstring(list.bits),
        ttl: STATUS_LIST_TTL_SECONDS * 1000,
      },
    },
  }
  return key.sign(claims, { kid: keyUrl(did, key.kid), typ: 'JWT' })
}
