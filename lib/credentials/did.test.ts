import { describe, expect, it } from 'vitest'
import { didDocumentOf, didOf, jwksOf } from './did.ts'
import { credentialId, credentialUri, idOfCredentialUri, subjectUri } from './identifiers.ts'

const KEY = {
  kid: 'thumbprint',
  publicJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  state: 'active',
} as const

describe('didOf', () => {
  it.each([
    ['https://w3c-ccg.github.io', 'did:web:w3c-ccg.github.io'],
    ['https://Example.com:443', 'did:web:example.com'],
    ['https://example.com:3000', 'did:web:example.com%3A3000'],
    ['http://127.0.0.1:3000', 'did:web:127.0.0.1%3A3000'],
    ['https://example.com:3000/user/alice', 'did:web:example.com%3A3000:user:alice'],
    ['https://example.com/a%20b', 'did:web:example.com:a%20b'],
  ])('of %s is %s', (url, did) => {
    expect(didOf(url)).toBe(did)
  })
})

describe('the published keys', () => {
  const did = 'did:web:example.com'
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', alg: 'ES256', use: 'sig' }

  it('stand in the DID document under their DID URLs', () => {
    expect(didDocumentOf(did, [KEY])).toEqual({
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
      id: did,
      verificationMethod: [
        {
          id: 'did:web:example.com#thumbprint',
          type: 'JsonWebKey2020',
          controller: did,
          publicKeyJwk: { ...jwk, kid: 'thumbprint' },
        },
      ],
      assertionMethod: ['did:web:example.com#thumbprint'],
      authentication: ['did:web:example.com#thumbprint'],
    })
  })

  it('stand in the key set under thumbprint and DID URL', () => {
    expect(jwksOf(did, [KEY])).toEqual({
      keys: [
        { ...jwk, kid: 'thumbprint' },
        { ...jwk, kid: 'did:web:example.com#thumbprint' },
      ],
    })
  })
})

describe('credentialId', () => {
  it('depends on organization and key alone', () => {
    const id = credentialId('org', 'exec:block:1')
    // First 130 bits of `printf 'org\0exec:block:1' | sha256sum`, in Crockford's base 32.
    expect(id).toBe('cred_SBJ78MQDDJE920GKVXKQHPXV18')
    expect(credentialId('org', 'exec:block:2')).not.toBe(id)
    expect(credentialId('or', 'gexec:block:1')).not.toBe(id)
  })
})

describe('idOfCredentialUri', () => {
  const id = credentialId('org', 'key')
  it('reads back what credentialUri made, for the same address only', () => {
    const uri = credentialUri('https://example.com', id)
    expect(idOfCredentialUri('https://example.com', uri)).toBe(id)
    expect(idOfCredentialUri('https://example.org', uri)).toBeNull()
    expect(idOfCredentialUri('https://example.com', `${uri}/../x`)).toBeNull()
    expect(idOfCredentialUri('https://example.com', id)).toBeNull()
  })
})

describe('subjectUri', () => {
  it.each([
    ['did:key:z6Mk', 'did:key:z6Mk'],
    ['urn:uuid:0196f1a0-0000-7000-8000-000000000001', 'urn:uuid:0196f1a0-0000-7000-8000-000000000001'],
    ['https://example.com/people/1', 'https://example.com/people/1'],
    ['user_jane_doe_001', 'urn:countersign:subject:org:user_jane_doe_001'],
    ['user:1', 'urn:countersign:subject:org:user%3A1'],
    ['Jané Doe', 'urn:countersign:subject:org:Jan%C3%A9%20Doe'],
    ['did:key:with space', 'urn:countersign:subject:org:did%3Akey%3Awith%20space'],
  ])('of %s is %s', (subjectId, uri) => {
    expect(subjectUri('org', subjectId)).toBe(uri)
  })
})
