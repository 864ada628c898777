import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKeys } from '#lib/auth/api-key.ts'
import { newId } from '#lib/ids.ts'
import { createDatabase, type Database } from './database.ts'
import { createKeyStore } from './keys.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let testDatabase: TestDatabase
let db: Database
const organizationId = newId.uuid()
const now = new Date('2026-05-01T12:00:00.000Z')

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  db = createDatabase(testDatabase.url)
  await db.prisma.organization.create({ data: { id: organizationId, slug: 'acme', name: 'Acme' } })
}, 60_000)
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})

function open() {
  const keys = createKeyStore(db.prisma)
  return { keys, apiKeys: createApiKeys({ keys, now: () => now }) }
}
const request = { organizationId, environment: 'DEVELOPMENT', label: 'Tests', scopes: ['workflows:read'] } as const

describe('the store of API keys', () => {
  it('keeps what makes a key recognisable to another process', async () => {
    const { keyId, key } = await open().apiKeys.create({ ...request, ratePerHour: 100, createdBy: 'ada' })
    expect(await open().apiKeys.principalOf(key)).toEqual({
      actor: { type: 'key', id: keyId, name: 'Tests' },
      organizationId,
      environment: 'DEVELOPMENT',
      permissions: new Set(['workflows:read']),
      roles: [],
      limits: { perMinute: null, perHour: 100 },
    })
  })

  it('lets a suspended key come back, and a revoked one never', async () => {
    const { keys, apiKeys } = open()
    const { keyId } = await apiKeys.create(request)
    expect(await keys.setStatus(organizationId, keyId, 'SUSPENDED')).toBe(true)
    expect(await keys.setStatus(organizationId, keyId, 'ACTIVE')).toBe(true)
    expect(await keys.setStatus(newId.uuid(), keyId, 'REVOKED')).toBe(false)
    expect(await keys.setStatus(organizationId, keyId, 'REVOKED')).toBe(true)
    expect(await keys.setStatus(organizationId, keyId, 'ACTIVE')).toBe(false)
    expect((await keys.find(keyId))?.status).toBe('REVOKED')
  })

  it('notes a use at most once a minute', async () => {
    const { keys, apiKeys } = open()
    const { keyId } = await apiKeys.create(request)
    const lastUse = async () => (await db.prisma.apiKey.findUnique({ where: { keyId } }))?.lastUsedAt
    await keys.touch(keyId, now)
    await keys.touch(keyId, new Date(now.getTime() + 60_000))
    expect(await lastUse()).toEqual(now)
    await keys.touch(keyId, new Date(now.getTime() + 60_001))
    expect(await lastUse()).toEqual(new Date(now.getTime() + 60_001))
  })
})
