import { createHash, timingSafeEqual } from 'node:crypto'
import { createBriefCache } from '#lib/brief-cache.ts'
import { sha256 } from '#lib/crypto.ts'
import { randomBase32 } from '#lib/ids.ts'
import { log } from '#lib/log.ts'
import type { ApiKeyRow, KeyStatus, KeyStore } from '#lib/store/keys.ts'
import { grantedBy, type Permission } from './permissions.ts'
import type { EnvironmentName, Principal } from './principal.ts'

export type ApiKeyDeps = { keys: KeyStore; now(): Date }

export type NewApiKey = {
  /** `null` makes a system key, which may name any organization. */
  organizationId: string | null
  environment: EnvironmentName
  label: string
  scopes: readonly Permission[]
  expiresAt?: Date
  ratePerMinute?: number
  ratePerHour?: number
  createdBy?: string
}

export type ApiKeys = {
  /** Makes a key; the printed form is given once and cannot be read again. */
  create(request: NewApiKey): Promise<{ keyId: string; key: string }>
  /** Who presents this printed key; `null` when it is unknown, wrong, suspended, revoked or expired. */
  principalOf(printed: string): Promise<Principal | null>
  /** The principal behind an active key, without its secret: for tokens made with it. */
  principalById(keyId: string): Promise<Principal | null>
  /** Suspends, revokes or reactivates a key at once in this process, within 5 seconds in others. */
  setStatus(organizationId: string, keyId: string, status: KeyStatus): Promise<boolean>
}

/** The printed form `apk_{keyId}_{secret}`; neither part holds an underscore. */
const PRINTED = /^apk_([A-Za-z0-9]{1,64})_([A-Za-z0-9]{22,128})$/
/** Characters of five random bits each: 160 bits. */
const SECRET_LENGTH = 32
const CACHE_MS = 5_000
const TOUCH_MS = 60_000

type KnownKey = { principal: Principal; expiresAt: number }

/** API keys: made, recognised through a cache of at most 5 seconds, and marked as used at most once a minute. */
export function createApiKeys(deps: ApiKeyDeps): ApiKeys {
  const nowMs = () => deps.now().getTime()
  const cache = createBriefCache<KnownKey | null>({ ttlMs: CACHE_MS, size: 10_000, now: nowMs })
  const touched = new Map<string, number>()

  const load = async (keyId: string, secret: string | null): Promise<KnownKey | null> => {
    const row = await deps.keys.find(keyId)
    const matches = secret === null || sameHash(secret, row?.secretHash)
    return row && matches && row.status === 'ACTIVE' ? toKnown(row) : null
  }

  const recognise = async (cacheKey: string, keyId: string, secret: string | null): Promise<Principal | null> => {
    const known = await cache.get(cacheKey, () => load(keyId, secret))
    if (!known || known.expiresAt <= nowMs()) return null
    touch(keyId)
    return known.principal
  }

  const touch = (keyId: string): void => {
    const last = touched.get(keyId) ?? 0
    if (nowMs() - last < TOUCH_MS) return
    touched.set(keyId, nowMs())
    deps.keys.touch(keyId, deps.now()).catch(() => log.warn({ keyId }, 'The last use of a key could not be noted'))
  }

  return {
    create: (request) => createApiKey(deps, request),
    principalOf: async (printed) => {
      const [, keyId, secret] = PRINTED.exec(printed) ?? []
      return keyId && secret ? recognise(sha256(printed), keyId, secret) : null
    },
    principalById: (keyId) => recognise(`id:${keyId}`, keyId, null),
    setStatus: async (organizationId, keyId, status) => {
      const found = await deps.keys.setStatus(organizationId, keyId, status)
      cache.clear()
      return found
    },
  }
}

/** Makes and stores a key of 160 random bits; only the secret's SHA-256 is kept. */
export async function createApiKey(
  deps: Pick<ApiKeyDeps, 'keys'>,
  request: NewApiKey,
): Promise<{ keyId: string; key: string }> {
  const keyId = randomBase32(12)
  const secret = randomBase32(SECRET_LENGTH)
  await deps.keys.insert({
    keyId,
    secretHash: hashOf(secret),
    kind: request.organizationId === null ? 'system' : 'org',
    organizationId: request.organizationId,
    environment: request.environment,
    label: request.label,
    scopes: [...request.scopes],
    status: 'ACTIVE',
    expiresAt: request.expiresAt ?? null,
    ratePerMinute: request.ratePerMinute ?? null,
    ratePerHour: request.ratePerHour ?? null,
    createdBy: request.createdBy ?? null,
  })
  return { keyId, key: `apk_${keyId}_${secret}` }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Compares in constant time, against nothing where there is no such key. */
function sameHash(secret: string, stored: Uint8Array | undefined): boolean {
  const given = hashOf(secret)
  const expected = stored?.length === given.length ? stored : new Uint8Array(given.length)
  return timingSafeEqual(given, expected) && stored !== undefined
}

function toKnown(row: ApiKeyRow): KnownKey {
  return {
    principal: {
      actor: { type: 'key', id: row.keyId, name: row.label },
      organizationId: row.kind === 'system' ? null : row.organizationId,
      environment: row.environment === 'DEVELOPMENT' ? 'DEVELOPMENT' : 'PRODUCTION',
      permissions: grantedBy(row.scopes),
      roles: [],
      limits: { perMinute: row.ratePerMinute, perHour: row.ratePerHour },
    },
    expiresAt: row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  }
}
