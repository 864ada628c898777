import type { StoredFile } from '#lib/blocks/services.ts'

type MimeType = StoredFile['mimeType']

/** First bytes of the accepted types: JFIF 1.02, PNG (RFC 2083 §3.1), PDF (ISO 32000-1 §7.5.2). */
const SIGNATURES: readonly (readonly [MimeType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

/** The type that a file's first bytes show, or `null` for any type that is not accepted; the name and what a sender claims do not count. */
export function sniffMimeType(bytes: Uint8Array): MimeType | null {
  for (const [mimeType, signature] of SIGNATURES) {
    if (signature.every((byte, index) => bytes[index] === byte)) return mimeType
  }
  return ascii(bytes, 0) === 'RIFF' && ascii(bytes, 8) === 'WEBP' ? 'image/webp' : null
}

/** Four characters; a WebP file is a RIFF container of form `WEBP` (RFC 9649 §2.4). */
function ascii(bytes: Uint8Array, from: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + 4))
}
