import type pg from 'pg'
import type { CredentialDeps } from '#lib/credentials/ports.ts'
import { createEmbeddedSigner } from '#lib/providers/signing/embedded.ts'
import { createCredentialStore } from './credentials.ts'
import { createSigningKeyStore } from './signing-keys.ts'
import { createStatusListStore } from './status-lists.ts'

export type CredentialSettings = {
  pool: pg.Pool
  /** Address of this instance without a trailing slash. */
  publicUrl: string
  /** 32 bytes in base64url. */
  masterKey: string
  now(): Date
}

/** The parts that the use cases of credentials are handed, on PostgreSQL and with keys of this instance. */
export function createCredentialDeps({ pool, publicUrl, masterKey, now }: CredentialSettings): CredentialDeps {
  return {
    credentials: createCredentialStore(pool),
    statusLists: createStatusListStore(pool),
    signer: createEmbeddedSigner({ keys: createSigningKeyStore(pool), masterKey, now }),
    publicUrl,
    now,
  }
}
