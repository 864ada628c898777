import type { PrismaClient } from '#lib/generated/prisma/client.ts'

export const KEY_STATUSES = ['ACTIVE', 'SUSPENDED', 'REVOKED'] as const
export type KeyStatus = (typeof KEY_STATUSES)[number]

/** An API key as stored; the secret itself is not. */
export type ApiKeyRow = {
  /** Part of the printed key. */
  keyId: string
  /** SHA-256 of the secret, 32 bytes. */
  secretHash: Uint8Array
  kind: string
  organizationId: string | null
  environment: string
  label: string
  scopes: string[]
  status: string
  expiresAt: Date | null
  ratePerMinute: number | null
  ratePerHour: number | null
}

export type KeyStore = {
  find(keyId: string): Promise<ApiKeyRow | null>
  insert(row: ApiKeyRow & { createdBy: string | null }): Promise<void>
  /** Changes the status of an organization's key; whether there was one. A revoked key stays revoked. */
  setStatus(organizationId: string, keyId: string, status: KeyStatus): Promise<boolean>
  /** Notes that the key was used, unless a use within the last minute is on record. */
  touch(keyId: string, at: Date): Promise<void>
}

/** API keys in PostgreSQL. */
export function createKeyStore(prisma: PrismaClient): KeyStore {
  return {
    find: (keyId) => prisma.apiKey.findUnique({ where: { keyId } }),
    insert: async (row) => {
      await prisma.apiKey.create({ data: { ...row, secretHash: Uint8Array.from(row.secretHash) } })
    },
    setStatus: async (organizationId, keyId, status) => {
      const { count } = await prisma.apiKey.updateMany({
        where: { keyId, organizationId, status: { not: 'REVOKED' } },
        data: { status },
      })
      return count === 1
    },
    touch: async (keyId, at) => {
      const before = new Date(at.getTime() - 60_000)
      await prisma.apiKey.updateMany({
        where: { keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
        data: { lastUsedAt: at },
      })
    },
  }
}
