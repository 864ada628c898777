import { gzipSync } from 'node:zlib'

/** A status list's bits as `encodedList` (Bitstring Status List v1.0 §2.2): gzip, then base64url in multibase, whose prefix is `u`. */
export function encodeBitstring(bits: Uint8Array): string {
  return `u${gzipSync(bits).toString('base64url')}`
}
