import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CredentialBench, createCredentialBench, START } from './testing.ts'

describe('credentials on record', () => {
  let bench: CredentialBench
  beforeAll(async () => {
    bench = await createCredentialBench()
  })
  afterAll(() => bench.close())

  it('are listed newest first, page by page, for their organization and environment only', async () => {
    const owner = { organizationId: bench.organizationId, environment: 'PRODUCTION' as const }
    const stranger = { ...owner, organizationId: await bench.addOrganization() }
    const issued: string[] = []
    for (const second of [0, 1, 1, 1, 2]) {
      bench.clock.now = new Date(START.getTime() + second * 1000)
      issued.push((await bench.credentials.issue(bench.request())).credential_id)
    }
    const foreign = await bench.credentials.issue(bench.request(stranger))
    await bench.credentials.issue(bench.request({ environment: 'DEVELOPMENT' }))

    const seen: string[] = []
    for (let page = 0; page < 4; page++) {
      const after = seen.at(-1)
      const found = await bench.credentials.list(owner, { limit: 2, ...(after !== undefined && { after }) })
      expect(found.length).toBe([2, 2, 1, 0][page])
      seen.push(...found.map((credential) => credential.id))
    }
    expect([seen[0], seen.slice(1, 4).sort(), seen[4]]).toEqual([issued[4], issued.slice(1, 4).sort(), issued[0]])
    expect(await bench.credentials.list(owner, { limit: 10, after: foreign.credential_id })).toEqual([])
  })

  it('are given with their claims', async () => {
    bench.clock.now = START
    const request = bench.request()
    const { credential_id, signed_payload } = await bench.credentials.issue(request)
    expect(await bench.credentials.get(request, credential_id)).toEqual({
      id: credential_id,
      organizationId: bench.organizationId,
      environment: 'PRODUCTION',
      executionId: null,
      type: 'user',
      subjectId: 'user_jane_doe_001',
      claims: request.claims,
      jwt: signed_payload,
      status: 'active',
      statusReason: null,
      issuedAt: new Date('2026-11-22T10:30:00Z'),
      expiresAt: new Date('2026-11-23T10:30:00Z'),
    })
    await expect(bench.credentials.get(request, 'cred_none')).rejects.toMatchObject({ code: 'credential_not_found' })
  })
})
