import { checkStatus, decodeList } from '@digitalbazaar/vc-bitstring-status-list'
import { verifyCredential as verifyIndependently } from 'did-jwt-vc'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createStatusListStore } from '#lib/store/status-lists.ts'
import { issueCredential } from './issue.ts'
import { type CredentialBench, createCredentialBench, START } from './testing.ts'

const listSchema = z.object({
  exp: z.number(),
  vc: z.looseObject({
    credentialSubject: z.looseObject({
      statusPurpose: z.string(),
      encodedList: z.string(),
    }),
  }),
})

const credentialSchema = z.object({
  vc: z.looseObject({
    credentialStatus: z.array(z.looseObject({ statusListIndex: z.string(), statusListCredential: z.string() })),
  }),
})

let bench: CredentialBench
beforeAll(async () => {
  bench = await createCredentialBench()
})
beforeEach(() => {
  bench.clock.now = START
})
afterAll(() => bench.close())

const owner = () => ({ organizationId: bench.organizationId, environment: 'PRODUCTION' as const })

function listIdOf(url: string): number {
  return Number(url.split('/').at(-1))
}

/** What an independent implementation reads from the published lists. */
async function publishedStatus(jwt: string): Promise<{ revoked: boolean | undefined; suspended: boolean | undefined }> {
  const keys = createLocalJWKSet(await bench.credentials.jwks())
  const checked = await checkStatus({
    credential: { ...credentialSchema.parse(decodeJwt(jwt)).vc, issuer: bench.credentials.did },
    documentLoader: async (url) => {
      const list = (await bench.credentials.statusList(listIdOf(url))) ?? ''
      const { payload } = await jwtVerify(list, keys, { algorithms: ['ES256'], currentDate: bench.clock.now })
      return { document: { ...listSchema.parse(payload).vc, issuer: payload.iss } }
    },
    verifyBitstringStatusListCredential: false,
  })
  expect(checked.error).toBeUndefined()
  return { revoked: checked.results?.[0]?.status, suspended: checked.results?.[1]?.status }
}

async function issue() {
  const { credential_id, signed_payload } = await bench.credentials.issue(bench.request())
  return { jwt: signed_payload, request: { ...owner(), credentialId: credential_id, reason: 'Lost device' } }
}

describe('revocation and suspension', () => {
  it('revokes for good, in the record and in the published list', async () => {
    const { jwt, request } = await issue()
    expect(await publishedStatus(jwt)).toEqual({ revoked: false, suspended: false })
    expect(await bench.credentials.revoke(request)).toMatchObject({ status: 'revoked' })
    expect(await publishedStatus(jwt)).toEqual({ revoked: true, suspended: false })
    expect(await bench.another().verify({ jwt })).toMatchObject({ valid: false, reason: 'revoked', status: 'revoked' })
    await expect(bench.credentials.reinstate(request)).rejects.toMatchObject({ code: 'already_terminal' })
    await expect(bench.credentials.suspend(request)).rejects.toMatchObject({ code: 'already_terminal' })
    expect(await publishedStatus(jwt)).toEqual({ revoked: true, suspended: false })
  })

  it('suspends until it is reinstated', async () => {
    const { jwt, request } = await issue()
    await bench.credentials.suspend(request)
    expect(await publishedStatus(jwt)).toEqual({ revoked: false, suspended: true })
    expect(await bench.credentials.verify({ jwt })).toMatchObject({ valid: false, reason: 'suspended' })
    await bench.credentials.reinstate({ ...request, reason: 'Device found' })
    expect(await publishedStatus(jwt)).toEqual({ revoked: false, suspended: false })
    expect(await bench.credentials.verify({ jwt })).toMatchObject({ valid: true })
    expect(await bench.credentials.get(owner(), request.credentialId)).toMatchObject({ statusReason: 'Device found' })
  })

  it('revokes a suspended credential', async () => {
    const { jwt, request } = await issue()
    await bench.credentials.suspend(request)
    await bench.credentials.revoke(request)
    expect(await publishedStatus(jwt)).toEqual({ revoked: true, suspended: false })
  })

  it('keeps the first reason when a revocation is repeated', async () => {
    const { request } = await issue()
    const first = await bench.credentials.revoke(request)
    expect(await bench.credentials.revoke({ ...request, reason: 'Again' })).toEqual(first)
    expect(await bench.credentials.get(owner(), request.credentialId)).toMatchObject({ statusReason: 'Lost device' })
  })

  it('ends in one state when revocation and suspension race', async () => {
    const { jwt, request } = await issue()
    const other = bench.another()
    await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? other.suspend(request) : bench.credentials.revoke(request))),
    )
    expect(await publishedStatus(jwt)).toEqual({ revoked: true, suspended: false })
    expect(await bench.credentials.verify({ jwt })).toMatchObject({ reason: 'revoked' })
  })

  it('gives the status with a repeat of the issue', async () => {
    const repeated = bench.request()
    const { credential_id, signed_payload } = await bench.credentials.issue(repeated)
    await bench.credentials.revoke({ ...owner(), credentialId: credential_id, reason: 'Error' })
    expect(await bench.credentials.issue(repeated)).toMatchObject({ signed_payload, status: 'revoked' })
  })

  it('answers for another organization or environment as if the credential were not there', async () => {
    const { jwt, request } = await issue()
    const strangers = [{ organizationId: await bench.addOrganization() }, { environment: 'DEVELOPMENT' as const }]
    for (const stranger of strangers) {
      const asked = { ...request, ...stranger }
      for (const act of ['revoke', 'suspend', 'reinstate'] as const) {
        await expect(bench.credentials[act](asked)).rejects.toMatchObject({ code: 'credential_not_found' })
      }
      await expect(bench.credentials.get(asked, request.credentialId)).rejects.toMatchObject({
        code: 'credential_not_found',
      })
    }
    expect(await bench.credentials.verify({ jwt })).toMatchObject({ valid: true })
  })
})

describe('a published status list', () => {
  it('is a credential of its own that an independent verifier accepts', async () => {
    await issue()
    const list = (await bench.credentials.statusList(1)) ?? ''
    const verified = await verifyIndependently(
      list,
      {
        resolve: async () => ({
          didDocument: await bench.credentials.didDocument(),
          didDocumentMetadata: {},
          didResolutionMetadata: { contentType: 'application/did+json' },
        }),
      },
      { policies: { now: START.getTime() / 1000 } },
    )
    expect(verified).toMatchObject({
      verified: true,
      verifiableCredential: { type: ['VerifiableCredential', 'BitstringStatusListCredential'] },
    })
  })

  it('has the least size that hides who is meant', async () => {
    await issue()
    for (const [id, purpose] of [
      [1, 'revocation'],
      [2, 'suspension'],
    ] as const) {
      const { credentialSubject } = listSchema.parse(decodeJwt((await bench.credentials.statusList(id)) ?? '')).vc
      expect(credentialSubject.statusPurpose).toBe(purpose)
      expect((await decodeList(credentialSubject)).length).toBe(131_072)
    }
  })

  it('is signed again when it changes or grows old, and only then', async () => {
    const { request } = await issue()
    const first = await bench.credentials.statusList(1)
    expect(await bench.credentials.statusList(1)).toBe(first)
    await bench.credentials.revoke(request)
    const second = await bench.credentials.statusList(1)
    expect(second).not.toBe(first)
    bench.clock.now = new Date(START.getTime() + 3_600_000)
    const third = (await bench.credentials.statusList(1)) ?? ''
    expect(third).not.toBe(second)
    expect(decodeJwt(third).exp).toBe(Math.floor(START.getTime() / 1000) + 3_600 + 86_400)
  })

  it('is missing where none was made', async () => {
    expect(await bench.credentials.statusList(99)).toBeNull()
  })
})

describe('status entries', () => {
  it('are never shared, and a second pair is made when the first is half full', async () => {
    const small = await createCredentialBench()
    try {
      const statusLists = createStatusListStore(small.database.pool, 16)
      const deps = { ...small.deps, statusLists }
      for (let i = 0; i < 40; i++) await issueCredential(deps, small.request())
      const { rows } = await small.database.pool.query(
        `SELECT count(*)::int AS issued, count(DISTINCT (revocation_list_id, status_index))::int AS entries,
           count(DISTINCT revocation_list_id)::int AS lists FROM credential`,
      )
      expect(rows[0]).toMatchObject({ issued: 40, entries: 40 })
      expect(rows[0].lists).toBeGreaterThanOrEqual(3)
    } finally {
      await small.close()
    }
  })

  it('of an erased, revoked credential is not given to another', async () => {
    const small = await createCredentialBench()
    try {
      const deps = { ...small.deps, statusLists: createStatusListStore(small.database.pool, 8) }
      await issueCredential(deps, small.request())
      await small.database.pool.query(String.raw`UPDATE status_list SET bits = '\xfe'`)
      await small.database.pool.query('DELETE FROM credential')
      for (let i = 0; i < 20; i++) await issueCredential(deps, small.request())
      const { rows } = await small.database.pool.query(
        'SELECT count(*)::int AS n FROM credential WHERE revocation_list_id = 1 AND status_index <> 7',
      )
      expect(rows).toEqual([{ n: 0 }])
    } finally {
      await small.close()
    }
  })
})
