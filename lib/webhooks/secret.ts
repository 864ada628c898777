import { createHmac } from 'node:crypto'
import { seal, unseal } from '#lib/crypto.ts'
import { randomBase32 } from '#lib/ids.ts'

/** A new secret of 160 random bits: printed once, and sealed for keeping. */
export function newSecret(masterKey: string, endpointId: string): { secret: string; sealed: Buffer } {
  const secret = `whsec_${randomBase32(32)}`
  return { secret, sealed: seal(masterKey, Buffer.from(secret), contextOf(endpointId)) }
}

/** The printed form of a sealed secret. */
export function openSecret(masterKey: string, endpointId: string, sealed: Uint8Array): string {
  return unseal(masterKey, sealed, contextOf(endpointId)).toString()
}

/**
 * The value of `Countersign-Signature`: `t=<seconds since 1970>,v1=<HMAC-SHA-256 of "t.body" in hexadecimal>`, one `v1`
 * for each secret that holds at the moment.
 */
export function signatureOf(secrets: readonly string[], body: string, seconds: number): string {
  const signatures = secrets.map((secret) => createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'))
  return [`t=${seconds}`, ...signatures.map((signature) => `v1=${signature}`)].join(',')
}

function contextOf(endpointId: string): string {
  return `webhook:${endpointId}`
}
