import type { PublicJwk, PublishedKey } from '#lib/providers/signing/signer.ts'

/** The did:web of an address (did:web method §3.1): the port's colon is percent-encoded, path segments follow colons. */
export function didOf(publicUrl: string): string {
  const { host, pathname } = new URL(publicUrl)
  return ['did:web', host, ...pathname.split('/').filter(Boolean)]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(decodeURIComponent(part))))
    .join(':')
}

/** The DID URL of a key: `kid` in the header of all that the instance signs. */
export function keyUrl(did: string, kid: string): string {
  return `${did}#${kid}`
}

/** A DID document (DID Core 1.0 §4) as served at `/.well-known/did.json`. */
export type DidDocument = {
  '@context': string[]
  id: string
  verificationMethod: {
    id: string
    type: 'JsonWebKey2020'
    controller: string
    publicKeyJwk: PublicJwk & { kid: string; alg: 'ES256'; use: 'sig' }
  }[]
  assertionMethod: string[]
  authentication: string[]
}

/** The DID document that names every published key under its DID URL. */
export function didDocumentOf(did: string, keys: readonly PublishedKey[]): DidDocument {
  const urls = keys.map((key) => keyUrl(did, key.kid))
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod: keys.map((key) => ({
      id: keyUrl(did, key.kid),
      type: 'JsonWebKey2020',
      controller: did,
      publicKeyJwk: signingJwk(key.kid, key.publicJwk),
    })),
    assertionMethod: urls,
    authentication: urls,
  }
}

/** A JWK set (RFC 7517 §5). */
export type JwkSet = { keys: (PublicJwk & { kid: string; alg: 'ES256'; use: 'sig' })[] }

/**
 * Every published key twice: under its thumbprint and under its DID URL,
 * so that a verifier finds the header's `kid` whichever of the two it looks for.
 */
export function jwksOf(did: string, keys: readonly PublishedKey[]): JwkSet {
  return {
    keys: keys.flatMap((key) => [signingJwk(key.kid, key.publicJwk), signingJwk(keyUrl(did, key.kid), key.publicJwk)]),
  }
}

function signingJwk(kid: string, jwk: PublicJwk): JwkSet['keys'][number] {
  return { ...jwk, kid, alg: 'ES256', use: 'sig' }
}
