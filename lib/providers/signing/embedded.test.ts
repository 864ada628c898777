import { randomUUID } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '#lib/store/database.ts'
import { createSigningKeyStore } from '#lib/store/signing-keys.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { createEmbeddedSigner } from './embedded.ts'
import type { Signer } from './signer.ts'

const MASTER_KEY = Buffer.alloc(32, 9).toString('base64url')
const START = new Date('2026-11-22T10:30:00Z')
const DAY = 86_400_000

describe('the embedded signer', () => {
  let testDatabase: TestDatabase
  let database: Database
  let now: Date

  beforeAll(async () => {
    testDatabase = await createTestDatabase()
    database = createDatabase(testDatabase.url)
  })
  beforeEach(async () => {
    now = START
    await database.pool.query('TRUNCATE signing_key')
  })
  afterAll(async () => {
    await database.close()
    await testDatabase.drop()
  })

  function signerOf(masterKey = MASTER_KEY, { pool } = database): Signer {
    return createEmbeddedSigner({ keys: createSigningKeyStore(pool), masterKey, now: () => now })
  }

  const states = async (signer: Signer) => (await signer.published({ fresh: true })).map((key) => key.state).sort()

  it('makes an active and a next key at its first use', async () => {
    const signer = signerOf()
    expect(await states(signer)).toEqual(['active', 'next'])
    const { kid } = await signer.active()
    expect(kid).toMatch(/^[\w-]{43}$/)
    expect((await signer.published()).find((key) => key.kid === kid)?.state).toBe('active')
  })

  it('never makes two active keys, however many processes start at once', async () => {
    const others = Array.from({ length: 3 }, () => createDatabase(testDatabase.url))
    try {
      const signers = Array.from({ length: 12 }, (_, i) => signerOf(MASTER_KEY, others[i % 3]))
      const kids = await Promise.all(signers.map(async (signer) => (await signer.active()).kid))
      expect(new Set(kids).size).toBe(1)
      const { rows } = await database.pool.query('SELECT state FROM signing_key ORDER BY state')
      expect(rows).toEqual([{ state: 'active' }, { state: 'next' }])
    } finally {
      await Promise.all(others.map((other) => other.close()))
    }
  })

  it('signs with ES256 under the header it is given', async () => {
    const signer = signerOf()
    const key = await signer.active()
    const jwt = await key.sign({ sub: 'x' }, { kid: 'did:web:example.com#1', typ: 'JWT' })
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', kid: 'did:web:example.com#1', typ: 'JWT' })
    const publicJwk = (await signer.published()).find((one) => one.kid === key.kid)?.publicJwk
    expect(publicJwk).toBeDefined()
    const { payload } = await compactVerify(jwt, publicJwk ?? {}, { algorithms: ['ES256'] })
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ sub: 'x' })
  })

  it('keeps private keys sealed and publishes nothing of them', async () => {
    const signer = signerOf()
    await signer.active()
    const { rows } = await database.pool.query('SELECT public_jwk, private_jwk FROM signing_key')
    for (const row of rows) {
      expect(Object.keys(row.public_jwk).sort()).toEqual(['crv', 'kty', 'x', 'y'])
      expect(row.private_jwk.includes('"d"')).toBe(false)
    }
    await expect(signerOf(Buffer.alloc(32, 8).toString('base64url')).active()).rejects.toThrow()
  })

  it('signs with the key announced before once it rotates', async () => {
    const signer = signerOf()
    const before = await signer.published()
    await signer.rotate()
    expect((await signer.active()).kid).toBe(before.find((key) => key.state === 'next')?.kid)
    expect(await states(signer)).toEqual(['active', 'next', 'retired'])
  })

  it('hears of another process within a minute', async () => {
    const [signer, other] = [signerOf(), signerOf()]
    const first = (await signer.active()).kid
    await other.rotate()
    now = new Date(START.getTime() + 59_999)
    expect((await signer.active()).kid).toBe(first)
    now = new Date(START.getTime() + 60_000)
    expect((await signer.active()).kid).toBe((await other.active()).kid)
    expect((await other.active()).kid).not.toBe(first)
  })

  it('removes a retired key once its last credential has expired, private half and all', async () => {
    const signer = signerOf()
    const { kid } = await signer.active()
    await insertCredential(kid, new Date(START.getTime() + 10 * DAY))
    await signer.rotate()
    const isPublished = async () => (await signer.published()).some((key) => key.kid === kid)
    now = new Date(START.getTime() + 9 * DAY)
    await signer.rotate()
    expect(await isPublished()).toBe(true)
    now = new Date(START.getTime() + 10 * DAY)
    await signer.rotate()
    expect(await isPublished()).toBe(false)
    const { rows } = await database.pool.query('SELECT state, private_jwk FROM signing_key WHERE kid = $1', [kid])
    expect(rows).toEqual([{ state: 'removed', private_jwk: Buffer.alloc(0) }])
  })

  it('keeps a retired key published for a day, because it signed more than credentials', async () => {
    const signer = signerOf()
    const { kid } = await signer.active()
    await signer.rotate()
    now = new Date(START.getTime() + DAY)
    await signer.rotate()
    expect((await signer.published()).some((key) => key.kid === kid)).toBe(true)
    now = new Date(START.getTime() + 2 * DAY)
    await signer.rotate()
    expect((await signer.published()).some((key) => key.kid === kid)).toBe(false)
  })

  it('tries again after a failure to load', async () => {
    let broken = true
    const keys = createSigningKeyStore(database.pool)
    const list = () => (broken ? Promise.reject(new Error('gone')) : keys.list())
    const signer = createEmbeddedSigner({ keys: { ...keys, list }, masterKey: MASTER_KEY, now: () => now })
    await expect(signer.active()).rejects.toThrow('gone')
    broken = false
    expect((await signer.active()).kid).toMatch(/^[\w-]{43}$/)
  })

  async function insertCredential(kid: string, expiresAt: Date): Promise<void> {
    const organizationId = randomUUID()
    await database.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [
      organizationId,
      organizationId,
    ])
    const { rows } = await database.pool.query(
      `INSERT INTO status_list (purpose, bits) VALUES ('revocation', ''), ('suspension', '') RETURNING id`,
    )
    await database.pool.query(
      `INSERT INTO credential (id, organization_id, environment, idempotency_key, type, subject_id, claims, jwt, kid,
         revocation_list_id, suspension_list_id, status_index, issued_at, expires_at, updated_at)
       VALUES ('cred_1', $1, 'PRODUCTION', 'key', 'user', 'x', '{}', 'x', $2, $3, $4, 0, $5, $6, $5)`,
      [organizationId, kid, rows[0].id, rows[1].id, START, expiresAt],
    )
  }
})
