import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { didOf } from './did.ts'
import { credentialId } from './identifiers.ts'
import type { IssueRequest } from './issue.ts'
import { type CredentialBench, createCredentialBench, MASTER_KEY, PUBLIC_URL } from './testing.ts'

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
    const { kid } = await bench.credentials.signer.active()
    expect(decodeProtectedHeader(signed_payload)).toEqual({
      alg: 'ES256',
      typ: 'JWT',
      kid: `did:web:id.example.org%3A8443#${kid}`,
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

  it('has issued once what a killed process issued, however far it got', async () => {
    const requests = Array.from({ length: 40 }, () => bench.request())
    const answered = await issueUntilKilled(bench, requests, 5)
    const issued = await Promise.all(requests.map((request) => bench.credentials.issue(request)))
    expect(answered.length).toBeGreaterThanOrEqual(5)
    expect(issued.slice(0, answered.length).map((one) => one.signed_payload)).toEqual(answered)
    expect(await Promise.all(requests.map((request) => count(request.idempotencyKey)))).toEqual(requests.map(() => 1))
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
    ['a NUL', { name: ['Jane', 'Doe\0'] }],
    ['half a character', { name: { '\ud83d': 'Jane' } }],
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

/** Issues the requests in order in a process of its own, killed (SIGKILL) after `answers` answers; gives the JWTs it answered with. */
async function issueUntilKilled(bench: CredentialBench, requests: IssueRequest[], answers: number): Promise<string[]> {
  const script = `
    import { createCredentials } from '#lib/credentials/create.ts'
    import { createCredentialDeps } from '#lib/store/credential-deps.ts'
    import { createDatabase } from '#lib/store/database.ts'
    const { url, requests, publicUrl, masterKey } = JSON.parse(process.argv[1])
    const { pool } = createDatabase(url)
    const credentials = createCredentials(createCredentialDeps({ pool, publicUrl, masterKey, now: () => new Date() }))
    for (const request of requests) process.stdout.write((await credentials.issue(request)).signed_payload + '\\n')`
  const given = { url: bench.url, requests, publicUrl: PUBLIC_URL, masterKey: MASTER_KEY }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === answers) child.kill('SIGKILL')
  }
  return lines
}
