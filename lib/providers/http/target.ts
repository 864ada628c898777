import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { BlockFailure } from '#lib/engine/block.ts'
import { parseAddress } from './addresses.ts'
import { type AllowList, hostOf, literalAddress } from './allow-list.ts'

/** Finds the addresses of a host name; `node:dns` unless a test says otherwise. */
export type Resolver = (
  host: string,
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** The resolver of the operating system. */
export const systemResolver: Resolver = (host, found) => {
  dnsLookup(host, { all: true, order: 'verbatim' }, found)
}

const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 }

/**
 * An address to call. Its spelling is canonical, so decimal, octal, hexadecimal and short hosts are the addresses they
 * stand for (WHATWG URL §4.6). Throws a `BlockFailure`: `invalid_url`, or `address_not_allowed` for a closed address.
 */
export function parseTarget(text: string, allowed: AllowList, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url || !(url.protocol in PORTS)) throw invalidUrl('The address must begin with http:// or https://')
  if (url.username !== '' || url.password !== '') throw invalidUrl('The address must not hold a user name or password')
  const literal = literalAddress(url)
  if (literal && !allowed.namesHost(hostOf(url), portOf(url)) && !allowed.allowsAddress(literal)) {
    throw notAllowed(hostOf(url))
  }
  return url
}

/**
 * The lookup of one connection. What it answers is what is connected to, so a name cannot change its mind between
 * check and connection; closed addresses are left out, and where none is left the connection is refused.
 */
export function guardLookup(url: URL, allowed: AllowList, resolve: Resolver): LookupFunction {
  return (host, options, callback) => {
    resolve(host, (error, addresses) => {
      if (error) return callback(error, [])
      const open = allowed.namesHost(hostOf(url), portOf(url)) ? addresses : addresses.filter(isOpen)
      const [first] = open
      if (!first) return callback(notAllowed(host), [])
      if (options.all) callback(null, open)
      else callback(null, first.address, first.family)
    })
  }

  function isOpen({ address }: LookupAddress): boolean {
    const parsed = parseAddress(address)
    return parsed !== null && allowed.allowsAddress(parsed)
  }
}

function portOf(url: URL): number {
  return url.port === '' ? (PORTS[url.protocol] ?? 0) : Number(url.port)
}

function invalidUrl(message: string): BlockFailure {
  return new BlockFailure({ code: 'invalid_url', message })
}

/** Names the host but never what it resolved to, which would map the network behind us. */
function notAllowed(host: string): BlockFailure {
  return new BlockFailure({ code: 'address_not_allowed', message: `${host} is not an address that may be called` })
}
