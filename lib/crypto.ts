import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals bytes with AES-256-GCM (NIST SP 800-38D); `context` must be given again to open them. */
export function seal(masterKey: string, plain: Uint8Array, context: string): Buffer {
  return sealWith(masterKey, plain, context, randomBytes(NONCE_BYTES))
}

/**
 * Seals bytes like `seal`, but equal ones in one context alike, so that what holds them can be compared: the nonce is
 * drawn from the plain text with HMAC-SHA256 (the construction of RFC 5297, section 1.3.2). Equality shows, nothing else.
 */
export function sealAlike(masterKey: string, plain: Uint8Array, context: string): Buffer {
  const mac = createHmac('sha256', Buffer.from(masterKey, 'base64url'))
  const nonce = mac.update(`nonce:${context}\0`).update(plain).digest().subarray(0, NONCE_BYTES)
  return sealWith(masterKey, plain, context, nonce)
}

function sealWith(masterKey: string, plain: Uint8Array, context: string, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64url'), nonce)
  cipher.setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Opens what `seal` made; throws when the key, the context or a single bit differs. */
export function unseal(masterKey: string, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64url'), bytes.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
