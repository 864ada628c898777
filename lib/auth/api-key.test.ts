import { describe, expect, it } from 'vitest'
import type { ApiKeyRow, KeyStore } from '#lib/store/keys.ts'
import { createApiKeys, type NewApiKey } from './api-key.ts'

const ORGANIZATION = '0199c000-0000-7000-8000-000000000001'
const request: NewApiKey = {
  organizationId: ORGANIZATION,
  environment: 'PRODUCTION',
  label: 'Back office',
  scopes: ['workflows:execute', 'workflows:write'],
}

function setUp() {
  const rows = new Map<string, ApiKeyRow>()
  const touches: string[] = []
  let finds = 0
  let now = Date.parse('2026-01-01T00:00:00Z')
  const keys: KeyStore = {
    find: async (keyId) => {
      finds++
      return rows.get(keyId) ?? null
    },
    insert: async (row) => void rows.set(row.keyId, row),
    setStatus: async (organizationId, keyId, status) => {
      const row = rows.get(keyId)
      if (row?.organizationId !== organizationId) return false
      rows.set(keyId, { ...row, status })
      return true
    },
    touch: async (keyId) => void touches.push(keyId),
  }
  const apiKeys = createApiKeys({ keys, now: () => new Date(now) })
  return { apiKeys, rows, touches, finds: () => finds, pass: (ms: number) => (now += ms), now: () => now }
}

describe('createApiKeys', () => {
  it('recognises a key it made', async () => {
    const { apiKeys } = setUp()
    const { key, keyId } = await apiKeys.create({ ...request, ratePerMinute: 60 })
    expect(await apiKeys.principalOf(key)).toEqual({
      actor: { type: 'key', id: keyId, name: 'Back office' },
      organizationId: ORGANIZATION,
      environment: 'PRODUCTION',
      permissions: new Set(['workflows:execute', 'workflows:write', 'workflows:editor:read']),
      roles: [],
      limits: { perMinute: 60, perHour: null },
    })
  })

  it('prints 160 random bits and keeps only their hash', async () => {
    const { apiKeys, rows } = setUp()
    const { key, keyId } = await apiKeys.create(request)
    expect(key).toMatch(/^apk_[a-z2-7]{12}_[a-z2-7]{32}$/)
    const row = rows.get(keyId)
    expect(row?.secretHash).toHaveLength(32)
    expect(JSON.stringify(row)).not.toContain(key.split('_')[2])
  })

  it('gives a system key no organization', async () => {
    const { apiKeys } = setUp()
    const { key } = await apiKeys.create({ ...request, organizationId: null })
    expect((await apiKeys.principalOf(key))?.organizationId).toBeNull()
  })

  it('does not know a key whose secret, id or form differs', async () => {
    const { apiKeys } = setUp()
    const { key, keyId } = await apiKeys.create(request)
    const other = await apiKeys.create(request)
    const wrong = [
      `${key}a`,
      key.slice(0, -1),
      key.toUpperCase(),
      `apk_${keyId}_`,
      `apk_${other.keyId}_${key.split('_')[2]}`,
      'apk_',
      '',
    ]
    expect(await Promise.all(wrong.map((printed) => apiKeys.principalOf(printed)))).toEqual(wrong.map(() => null))
  })

  it.each(['SUSPENDED', 'REVOKED'] as const)('does not know a key that is %s, at once', async (status) => {
    const { apiKeys } = setUp()
    const { key, keyId } = await apiKeys.create(request)
    expect(await apiKeys.principalOf(key)).not.toBeNull()
    expect(await apiKeys.setStatus(ORGANIZATION, keyId, status)).toBe(true)
    expect(await apiKeys.principalOf(key)).toBeNull()
    expect(await apiKeys.principalById(keyId)).toBeNull()
  })

  it('sees within five seconds that another process revoked a key', async () => {
    const { apiKeys, rows, pass } = setUp()
    const { key, keyId } = await apiKeys.create(request)
    await apiKeys.principalOf(key)
    const row = rows.get(keyId)
    if (row) rows.set(keyId, { ...row, status: 'REVOKED' })
    pass(5_000)
    expect(await apiKeys.principalOf(key)).toBeNull()
  })

  it('lets a key expire to the millisecond, remembered or not', async () => {
    const { apiKeys, pass, now } = setUp()
    const { key } = await apiKeys.create({ ...request, expiresAt: new Date(now() + 1_000) })
    pass(999)
    expect(await apiKeys.principalOf(key)).not.toBeNull()
    pass(1)
    expect(await apiKeys.principalOf(key)).toBeNull()
  })

  it('asks the store once for many calls, and notes the use once a minute', async () => {
    const { apiKeys, finds, touches, pass } = setUp()
    const { key, keyId } = await apiKeys.create(request)
    await Promise.all(Array.from({ length: 20 }, () => apiKeys.principalOf(key)))
    expect({ finds: finds(), touches }).toEqual({ finds: 1, touches: [keyId] })
    pass(60_000)
    await apiKeys.principalOf(key)
    expect({ finds: finds(), touches }).toEqual({ finds: 2, touches: [keyId, keyId] })
  })

  it('cannot be used to change a key of another organization', async () => {
    const { apiKeys } = setUp()
    const { key, keyId } = await apiKeys.create(request)
    expect(await apiKeys.setStatus('0199c000-0000-7000-8000-000000000002', keyId, 'REVOKED')).toBe(false)
    expect(await apiKeys.principalOf(key)).not.toBeNull()
  })
})
