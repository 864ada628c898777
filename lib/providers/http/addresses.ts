import { isIP } from 'node:net'

/** The bytes of an address: 4 (IPv4) or 16 (IPv6). */
export type Address = readonly number[]
export type Range = { address: Address; bits: number }

/** An address in any spelling `net.isIP` knows, a zone left out; `null` for anything else. */
export function parseAddress(text: string): Address | null {
  const [plain = ''] = text.split('%')
  const version = isIP(plain)
  if (version === 4) return plain.split('.').map(Number)
  return version === 6 ? parseIpv6(plain) : null
}

function parseIpv6(text: string): Address {
  const quad = /[\d.]+$/.exec(text)?.[0] ?? ''
  const dotted = quad.includes('.') ? quad.split('.').map(Number) : []
  const [head = '', tail] = (dotted.length > 0 ? text.slice(0, -quad.length) : text).split('::')
  const front = groupsOf(head)
  const back = [...groupsOf(tail ?? ''), ...dotted]
  return [...front, ...Array<number>(16 - front.length - back.length).fill(0), ...back]
}

function groupsOf(text: string): number[] {
  const groups = text.split(':').filter((group) => group !== '')
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
}

/** A range as `10.0.0.0/8`, or a single address; `null` for anything else. */
export function parseRange(text: string): Range | null {
  const [base = '', length, ...rest] = text.split('/')
  const address = parseAddress(base)
  if (!address || rest.length > 0) return null
  const bits = length === undefined ? address.length * 8 : /^\d{1,3}$/.test(length) ? Number(length) : -1
  return bits >= 0 && bits <= address.length * 8 ? { address, bits } : null
}

/** Whether the range holds the address; an IPv4 range also holds the IPv6 spellings of its addresses. */
export function inRange(range: Range, address: Address): boolean {
  return hasPrefix(range, address) || hasPrefix(range, embeddedIpv4(address) ?? [])
}

function hasPrefix(range: Range, address: Address): boolean {
  if (range.address.length !== address.length) return false
  return address.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, range.bits - at * 8))
    return (byte ^ (range.address[at] ?? 0)) >> (8 - bits) === 0
  })
}

function ranges(...texts: string[]): Range[] {
  return texts.flatMap((text) => parseRange(text) ?? [])
}

/** IPv4 that is not globally reachable (IANA IPv4 Special-Purpose Address Registry, RFC 6890), and multicast. */
const CLOSED_IPV4 = ranges(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
)

/** The part of IPv6 that is handed out to the world (RFC 4291 §2.4), and what of it is kept back (IANA registry). */
const OPEN_IPV6 = ranges('2000::/3')
const CLOSED_IPV6 = ranges('2001::/23', '2001:db8::/32', '3fff::/20')

/** Prefixes under which an IPv6 address carries an IPv4 one, and the byte it begins at. */
const CARRIERS: { range: Range; at: number }[] = [
  // Compatible (RFC 4291 §2.5.5.1), mapped (§2.5.5.2), translated (RFC 2765), NAT64 (RFC 6052).
  ...ranges('::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96').map((range) => ({ range, at: 12 })),
  // 6to4 (RFC 3056).
  ...ranges('2002::/16').map((range) => ({ range, at: 2 })),
]

function embeddedIpv4(address: Address): Address | null {
  if (address.length !== 16) return null
  const carrier = CARRIERS.find(({ range }) => hasPrefix(range, address))
  return carrier ? address.slice(carrier.at, carrier.at + 4) : null
}

/** Whether an address is open to the whole internet, and not one of a machine, a private network or a test. */
export function isPublic(address: Address): boolean {
  if (address.length === 4) return !holds(CLOSED_IPV4, address)
  const embedded = embeddedIpv4(address)
  if (embedded) return isPublic(embedded)
  return holds(OPEN_IPV6, address) && !holds(CLOSED_IPV6, address)
}

function holds(list: readonly Range[], address: Address): boolean {
  return list.some((range) => hasPrefix(range, address))
}
