import { randomBytes } from 'node:crypto'

/** Random bytes are drawn in one go for many ids: asking the system for each costs more than all the rest. */
const POOL_BYTES = 8_192
let pool = randomBytes(POOL_BYTES)
let used = 0

function random(length: number): Buffer {
  if (used + length > POOL_BYTES) {
    pool = randomBytes(POOL_BYTES)
    used = 0
  }
  used += length
  return Buffer.from(pool.subarray(used - length, used))
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** A UUID version 7 (RFC 9562): sorts by time. */
export function uuidv7(now = Date.now()): string {
  const bytes = random(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether text has the form of a UUID of any version; other text must not reach a `uuid` column. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** A ULID: 10 characters of time, 16 of chance, in Crockford's base 32. */
export function ulid(now = Date.now()): string {
  let time = ''
  for (let left = now, i = 0; i < 10; i++, left = Math.floor(left / 32)) time = CROCKFORD.charAt(left % 32) + time
  return time + encode(random(16), CROCKFORD)
}

/** 24 hexadecimal digits: 8 of time in seconds, 16 of chance. */
export function hexId(now = Date.now()): string {
  return (
    Math.floor(now / 1000)
      .toString(16)
      .padStart(8, '0') + random(8).toString('hex')
  )
}

/** Random text of lower-case letters and digits 2 to 7, five bits a character; holds no underscore. */
export function randomBase32(length: number): string {
  return encode(random(length), BASE32)
}

function encode(bytes: Uint8Array, alphabet: string): string {
  return Array.from(bytes, (byte) => alphabet.charAt(byte % 32)).join('')
}

export const newId = {
  execution: () => `exec_${ulid()}`,
  instance: () => `inst_${randomBase32(24)}`,
  pause: () => `pause_${ulid()}`,
  file: () => `file_${ulid()}`,
  event: () => `evt_${ulid()}`,
  request: () => `req_${ulid()}`,
  uuid: uuidv7,
  hex: hexId,
}
