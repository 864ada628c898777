import type { PublicJwk } from './signer.ts'

export type KeyState = 'next' | 'active' | 'retired' | 'removed'

export type StoredKey = {
  /** RFC 7638 thumbprint. */
  kid: string
  publicJwk: PublicJwk
  /** Private JWK as JSON, sealed. */
  privateJwk: Uint8Array
  state: KeyState
  retiredAt: Date | null
}

/** What may be done to the keys while no other process touches them. */
export interface KeyWriter {
  list(): Promise<StoredKey[]>
  insert(key: Pick<StoredKey, 'kid' | 'publicJwk' | 'privateJwk'>, state: 'next' | 'active', at: Date): Promise<void>
  /** Moves a key on; `removed` also destroys its private half. */
  move(kid: string, state: 'active' | 'retired' | 'removed', at: Date): Promise<void>
  /** When the last credential signed by the key expires, or `null` where there is none. */
  lastExpiry(kid: string): Promise<Date | null>
}

/** Where signing keys rest. */
export interface KeyStore {
  /** Every key that is not removed. */
  list(): Promise<StoredKey[]>
  /** Runs `work` in one transaction, alone among all processes. */
  exclusively<T>(work: (keys: KeyWriter) => Promise<T>): Promise<T>
}
