import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { didOf } from './did.ts'
import { credentialId } from './identifiers.ts'
import { type CredentialBench, createCredentialBench, PUBLIC_URL } from './testing.ts'

describe('issueCredential', () => {
  let bench: CredentialBench
  beforeAll(async () => {
    bench = await createCredentialBench()
  })
  afterAll(() => bench.close())

  async function count(idempotencyKey: string): Promise<number> {
    const { rows } = await bench.database.pool.query(
      'SELECT count(*)::int AS n FROM credential WHERE idempotency_key = $1',
      [idempotencyKey],
    )
    return rows[0].n
  }

  it('gives an active credential that expires after the asked time', async () => {
    const request = bench.request()
    const issued = await bench.credentials.issue(request)
    expect(issued).toEqual({
      credential_id: credentialId(bench.organizationId, request.idempotencyKey),
      credential_type: 'user',
      signed_payload: expect.stringMatching(/^eyJhbGciOiJFUzI1NiIs[\w-]+\.[\w-]+\.[\w-]{86}$/),
      status: 'active',
      expires_at: '2026-11-23T10:30:00Z',
    })
  })

  it('signs a verifiable credential of data model 1.1 with entries in two status lists', async () => {
    const { signed_payload, credential_id } = await bench.credentials.issue(bench.request())
    const { keys } = await bench.credentials.jwks()
    const [first] = await bench.credentials.signer.published()
    expect(decodeProtectedHeader(signed_payload)).toEqual({
      alg: 'ES256',
      typ: 'JWT',
      kid: `did:web:id.example.org%3A8443#${first?.kid}`,
    })
    expect(keys).toHaveLength(4)
    const payload = decodeJwt(signed_payload)
    const subject = `urn:countersign:subject:${bench.organizationId}:user_jane_doe_001`
    const list = (id: number, statusPurpose: string) => ({
      id: expect.stringMatching(new RegExp(`/\\.well-known/status-lists/${id}#\\d{1,6}$`)),
      type: 'BitstringStatusListEntry',
      statusPurpose,
      statusListIndex: expect.stringMatching(/^\d{1,6}$/),
      statusListCredential: `${PUBLIC_URL}/.well-known/status-lists/${id}`,
    })
    expect(payload).toEqual({
      iss: didOf(PUBLIC_URL),
      sub: subject,
      jti: `${PUBLIC_URL}/v1/credentials/${credential_id}`,
      iat: 1795343400,
      nbf: 1795343400,
      exp: 1795429800,
      vc: {
        '@context': ['https://www.w3.org/2018/credentials/v1', 'https://www.w3.org/ns/credentials/status/v1'],
        type: ['VerifiableCredential', 'UserCredential'],
        credentialSubject: {
          id: subject,
          name: { first: 'Jane', last: 'Doe' },
          birth_date: '1990-05-15',
          sanctions: 'clear',
        },
        credentialStatus: [list(1, 'revocation'), list(2, 'suspension')],
      },
    })
  })

  it('marks what a development environment issues', async () => {
    const issued = await bench.credentials.issue(bench.request({ environment: 'DEVELOPMENT', type: 'business' }))
    expect(decodeJwt(issued.signed_payload)).toMatchObject({
      vc: { type: ['VerifiableCredential', 'BusinessCredential', 'DevelopmentCredential'] },
    })
  })

  it('gives the credential issued first to a repeat, whatever the repeat says', async () => {
    const request = bench.request()
    const first = await bench.credentials.issue(request)
    const repeat = await bench.another().issue({ ...request, claims: { name: 'Someone Else' }, validForSeconds: 60 })
    expect(repeat).toEqual(first)
    expect(await count(request.idempotencyKey)).toBe(1)
  })

  it('issues one credential for twenty calls at once from two processes', async () => {
    const request = bench.request()
    const other = bench.another()
    const issued = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? other : bench.credentials).issue(request)),
    )
    expect(new Set(issued.map((one) => one.signed_payload)).size).toBe(1)
    expect(await count(request.idempotencyKey)).toBe(1)
  })

  it('issues different credentials to two organizations that use the same key', async () => {
    const request = bench.request()
    const rival = { ...request, organizationId: await bench.addOrganization() }
    const [mine, theirs] = [await bench.credentials.issue(request), await bench.credentials.issue(rival)]
    expect(mine.credential_id).not.toBe(theirs.credential_id)
    expect(decodeJwt(mine.signed_payload).sub).not.toBe(decodeJwt(theirs.signed_payload).sub)
  })

  it.each([
    ['an image', { photo: `data:image/png;base64,${'A'.repeat(40)}` }],
    ['raw bytes', { scan: { page: 'iVBORw0KGgo'.repeat(60) } }],
    ['long text', { note: 'word '.repeat(500) }],
    ['a reserved name', { id: 'did:example:someone-else' }],
    ['a name of JSON-LD', { '@context': 'https://example.org' }],
    ['more than fits', Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`claim_${i}`, 'word '.repeat(30)]))],
  ])('refuses claims with %s', async (_what, claims) => {
    const request = bench.request({ claims })
    await expect(bench.credentials.issue(request)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await count(request.idempotencyKey)).toBe(0)
  })

  it.each([0, -1, 1.5, Number.NaN, 400_000_000])('refuses a lifetime of %s seconds', async (validForSeconds) => {
    await expect(bench.credentials.issue(bench.request({ validForSeconds }))).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})
