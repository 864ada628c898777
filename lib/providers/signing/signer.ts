import { z } from 'zod'

/** A public ES256 key (RFC 7517, RFC 7518 §6.2) as it is published. */
export const publicJwkSchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
})
export type PublicJwk = z.infer<typeof publicJwkSchema>

/** A key that verifiers must find: about to sign, signing, or done signing while its credentials last. */
export type PublishedKey = {
  /** RFC 7638 thumbprint. */
  kid: string
  publicJwk: PublicJwk
  state: 'next' | 'active' | 'retired'
}

/** The key that signs now. */
export type ActiveKey = {
  /** RFC 7638 thumbprint. */
  kid: string
  /** A compact JWS (RFC 7515) over the claims; `alg` is ES256. */
  sign(claims: Record<string, unknown>, header: { kid: string; typ: string }): Promise<string>
}

/** Holds the instance's signing keys; private keys never leave it. */
export interface Signer {
  active(): Promise<ActiveKey>
  /** Every published key, briefly cached unless `fresh`. */
  published(options?: { fresh?: boolean }): Promise<PublishedKey[]>
  /** Makes the next key active, retires the active one and removes retired keys that no credential needs. */
  rotate(): Promise<void>
}
