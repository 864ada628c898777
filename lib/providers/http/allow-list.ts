import { type Address, inRange, isPublic, parseAddress, parseRange, type Range } from './addresses.ts'

/** What may be reached: the public internet, and what the operator adds to it. */
export type AllowList = {
  /** Whether the operator named this host, so that its addresses need no check. */
  namesHost(host: string, port: number): boolean
  allowsAddress(address: Address): boolean
}

type NamedHost = { host: string; port: number | null }

/** Reads entries like `vendor.internal`, `localhost:8080`, `[::1]:8080` or `10.1.0.0/16`; throws naming an entry that is none. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const ranges: Range[] = []
  const hosts: NamedHost[] = []
  for (const entry of entries) {
    const range = parseRange(entry)
    if (range) ranges.push(range)
    else hosts.push(parseHost(entry))
  }
  return {
    namesHost: (host, port) =>
      hosts.some((named) => named.host === host && (named.port === null || named.port === port)),
    allowsAddress: (address) => isPublic(address) || ranges.some((range) => inRange(range, address)),
  }
}

function parseHost(entry: string): NamedHost {
  const port = /:(\d{1,5})$/.exec(entry)?.[1]
  const url = URL.parse(`http://${entry}/`)
  if (!url || url.host === '' || entry.includes('/') || entry.includes('@')) {
    throw new Error(`COUNTERSIGN_ALLOW_HOSTS: ${entry} is neither host[:port] nor an address range`)
  }
  return { host: hostOf(url), port: port === undefined ? null : Number(port) }
}

/** The host of an address as it is compared: canonical, without brackets and the dot at the end. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

/** The address a host name already is, if it is one. */
export function literalAddress(url: URL): Address | null {
  return parseAddress(hostOf(url))
}
