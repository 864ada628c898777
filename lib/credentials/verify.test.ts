import { verifyCredential as verifyIndependently } from 'did-jwt-vc'
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCredentialDeps } from '#lib/store/credential-deps.ts'
import { createCredentials } from './create.ts'
import { type CredentialBench, createCredentialBench, MASTER_KEY, PUBLIC_URL, START } from './testing.ts'

let bench: CredentialBench
beforeAll(async () => {
  bench = await createCredentialBench()
})
beforeEach(() => {
  bench.clock.now = START
})
afterAll(() => bench.close())

describe('verifyCredential', () => {
  it('finds a credential just issued valid', async () => {
    const issued = await bench.credentials.issue(bench.request())
    expect(await bench.credentials.verify({ jwt: issued.signed_payload })).toEqual({
      valid: true,
      reason: 'valid',
      credential_id: issued.credential_id,
      credential_type: 'user',
      issuer: 'did:web:id.example.org%3A8443',
      subject: `urn:countersign:subject:${bench.organizationId}:user_jane_doe_001`,
      environment: 'PRODUCTION',
      issued_at: '2026-11-22T10:30:00Z',
      expires_at: '2026-11-23T10:30:00Z',
      status: 'active',
    })
  })

  it('refuses a change of any character', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    const positions = Array.from({ length: jwt.length }, (_, i) => i).filter((i) => i % 7 === 0 || i > jwt.length - 4)
    for (const position of positions) {
      const other = jwt.charAt(position) === 'A' ? 'B' : 'A'
      const altered = jwt.slice(0, position) + other + jwt.slice(position + 1)
      expect(await bench.credentials.verify({ jwt: altered }), `position ${position}`).toMatchObject({ valid: false })
    }
  })

  it('refuses the other spellings of a good signature', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    for (const twin of [withNegatedS(jwt), withSpareBit(jwt)]) {
      expect(twin).not.toBe(jwt)
      const keys = createLocalJWKSet(await bench.credentials.jwks())
      await expect(jwtVerify(twin, keys, { currentDate: START })).resolves.toBeDefined()
      expect(await bench.credentials.verify({ jwt: twin })).toEqual({ valid: false, reason: 'invalid_signature' })
    }
  })

  it.each(['', 'abc', 'a.b', 'a.b.c', 'e30.e30.', `${'a'.repeat(70_000)}.a.a`, 'bnVsbA.bnVsbA.AA'])(
    'calls %.20s malformed',
    async (jwt) => {
      expect(await bench.credentials.verify({ jwt })).toEqual({ valid: false, reason: 'malformed' })
    },
  )

  it.each(['none', 'HS256', 'RS256', 'ES384', 'EdDSA', 'es256'])('refuses the algorithm %s', async (alg) => {
    const { signed_payload } = await bench.credentials.issue(bench.request())
    const [header, payload, signature] = signed_payload.split('.')
    const claimed = { ...JSON.parse(Buffer.from(header ?? '', 'base64url').toString()), alg }
    for (const last of ['', signature]) {
      expect(await bench.credentials.verify({ jwt: `${encode(claimed)}.${payload}.${last}` })).toEqual({
        valid: false,
        reason: 'unsupported_algorithm',
      })
    }
  })

  it('refuses a key that only the header vouches for', async () => {
    const pair = await generateKeyPair('ES256')
    const claims = { iss: bench.credentials.did, jti: `${PUBLIC_URL}/v1/credentials/cred_00000000000000000000000000` }
    const jwk = await exportJWK(pair.publicKey)
    const jwt = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: `${bench.credentials.did}#other`, jwk })
      .sign(pair.privateKey)
    expect(await bench.credentials.verify({ jwt })).toEqual({ valid: false, reason: 'unknown_key' })
  })

  it('refuses another issuer', async () => {
    const pair = await generateKeyPair('ES256')
    const jwt = await new SignJWT({ iss: 'did:web:rival.example' })
      .setProtectedHeader({ alg: 'ES256', kid: 'did:web:rival.example#1' })
      .sign(pair.privateKey)
    expect(await bench.credentials.verify({ jwt })).toEqual({ valid: false, reason: 'unknown_issuer' })
  })

  it('refuses a signature of another key under our key id', async () => {
    const { signed_payload } = await bench.credentials.issue(bench.request())
    const [header, payload] = signed_payload.split('.')
    const pair = await generateKeyPair('ES256')
    const forged = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      pair.privateKey,
      Buffer.from(`${header}.${payload}`),
    )
    const jwt = `${header}.${payload}.${Buffer.from(forged).toString('base64url')}`
    expect(await bench.credentials.verify({ jwt })).toEqual({ valid: false, reason: 'invalid_signature' })
  })

  it('does not take what else the instance signs for a credential', async () => {
    const key = await bench.credentials.signer.active()
    const kid = `${bench.credentials.did}#${key.kid}`
    const jwt = await key.sign({ iss: bench.credentials.did, sub: 'key:abc', aud: 'workflow-api' }, { kid, typ: 'JWT' })
    expect(await bench.credentials.verify({ jwt })).toEqual({ valid: false, reason: 'malformed' })
    await bench.credentials.issue(bench.request())
    const list = (await bench.credentials.statusList(1)) ?? ''
    expect(await bench.credentials.verify({ jwt: list })).toMatchObject({ valid: false, reason: 'unknown_credential' })
  })

  it('says when a credential is not valid yet, and when it has expired', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    const at = async (instant: string) => {
      bench.clock.now = new Date(instant)
      return (await bench.credentials.verify({ jwt })).reason
    }
    expect(await at('2026-11-22T10:28:59Z')).toBe('not_yet_valid')
    expect(await at('2026-11-22T10:29:00Z')).toBe('valid')
    expect(await at('2026-11-23T10:29:59Z')).toBe('valid')
    expect(await at('2026-11-23T10:30:00Z')).toBe('expired')
  })

  it('does not know a credential that is no longer on record', async () => {
    const issued = await bench.credentials.issue(bench.request())
    await bench.database.pool.query('DELETE FROM credential WHERE id = $1', [issued.credential_id])
    expect(await bench.credentials.verify({ jwt: issued.signed_payload })).toEqual({
      valid: false,
      reason: 'unknown_credential',
    })
  })

  it('is inconclusive when the record cannot be read', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    const pool = Object.assign(Object.create(bench.database.pool), {
      query: (text: string, values: unknown[]) =>
        text.includes('FROM credential') ? Promise.reject(new Error('gone')) : bench.database.pool.query(text, values),
    })
    const settings = { pool, publicUrl: PUBLIC_URL, masterKey: MASTER_KEY, now: () => START }
    const cutOff = createCredentials(createCredentialDeps(settings))
    expect(await cutOff.verify({ jwt })).toEqual({ valid: false, reason: 'inconclusive' })
  })

  it('knows a key that another process has just made', async () => {
    const other = bench.another()
    const before = await bench.credentials.signer.published()
    await other.signer.rotate()
    await other.signer.rotate()
    const { signed_payload: jwt } = await other.issue(bench.request())
    expect(before.some((key) => jwt.includes(key.kid))).toBe(false)
    expect(await bench.credentials.verify({ jwt })).toMatchObject({ valid: true })
  })
})

describe('an independent verifier', () => {
  const resolver = {
    resolve: async () => ({
      didDocument: await bench.credentials.didDocument(),
      didDocumentMetadata: {},
      didResolutionMetadata: { contentType: 'application/did+json' },
    }),
  }
  const policies = { now: START.getTime() / 1000 }

  it('accepts the credential with the DID document alone', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    const verified = await verifyIndependently(jwt, resolver, { policies })
    expect(verified).toMatchObject({
      verified: true,
      issuer: 'did:web:id.example.org%3A8443',
      verifiableCredential: { type: ['VerifiableCredential', 'UserCredential'] },
    })
  })

  it('accepts the credential with the key set alone', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    const keys = createLocalJWKSet(await bench.credentials.jwks())
    await expect(jwtVerify(jwt, keys, { currentDate: START, algorithms: ['ES256'] })).resolves.toMatchObject({
      payload: { iss: 'did:web:id.example.org%3A8443' },
    })
  })

  it('refuses a credential with an altered claim', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    const [header, payload, signature] = jwt.split('.')
    const text = Buffer.from(payload ?? '', 'base64url').toString()
    const altered = `${header}.${Buffer.from(text.replace('clear', 'other')).toString('base64url')}.${signature}`
    await expect(verifyIndependently(altered, resolver, { policies })).rejects.toThrow(/invalid_signature/)
  })

  it('still accepts a credential whose key has been retired', async () => {
    const { signed_payload: jwt } = await bench.credentials.issue(bench.request())
    await bench.credentials.signer.rotate()
    expect(await verifyIndependently(jwt, resolver, { policies })).toMatchObject({ verified: true })
  })
})

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** ECDSA accepts `n - s` for `s` (order `n` of P-256: SEC 2 §2.4.2). */
function withNegatedS(jwt: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const cut = jwt.lastIndexOf('.') + 1
  const bytes = Buffer.from(jwt.slice(cut), 'base64url')
  const negated = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  const s = Buffer.from(negated.toString(16).padStart(64, '0'), 'hex')
  return jwt.slice(0, cut) + Buffer.concat([bytes.subarray(0, 32), s]).toString('base64url')
}

/** The last of 86 base64url characters holds four bits that decode to nothing. */
function withSpareBit(jwt: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return jwt.slice(0, -1) + alphabet.charAt(alphabet.indexOf(jwt.slice(-1)) ^ 1)
}
