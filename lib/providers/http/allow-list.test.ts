import { describe, expect, it } from 'vitest'
import { parseAddress } from './addresses.ts'
import { parseAllowList } from './allow-list.ts'

function allows(entry: string, text: string): boolean | null {
  const address = parseAddress(text)
  return address && parseAllowList([entry]).allowsAddress(address)
}

describe('the list of what the operator allows', () => {
  it.each([
    ['vendor.internal', 'vendor.internal', 80, true],
    ['vendor.internal', 'vendor.internal', 8443, true],
    ['Vendor.Internal', 'vendor.internal', 80, true],
    ['vendor.internal:8443', 'vendor.internal', 8443, true],
    ['vendor.internal:8443', 'vendor.internal', 443, false],
    ['vendor.internal', 'other.vendor.internal', 80, false],
    ['127.0.0.1:9000', '127.0.0.1', 9000, true],
    ['127.0.0.1:9000', '127.0.0.1', 9001, false],
    ['[::1]:9000', '::1', 9000, true],
  ])('%s names %s at %i: %j', (entry, host, port, expected) => {
    expect(parseAllowList([entry]).namesHost(host, port)).toBe(expected)
  })

  it.each([
    ['10.1.0.0/16', '10.1.2.3', true],
    ['10.1.0.0/16', '10.2.0.1', false],
    ['::1', '::1', true],
    ['vendor.internal', '10.0.0.1', false],
    ['10.1.0.0/16', '8.8.8.8', true],
  ])('%s opens %s: %j', (entry, address, expected) => {
    expect(allows(entry, address)).toBe(expected)
  })

  it.each(['', 'http://vendor.internal', 'a b', 'user@vendor.internal', '10.0.0.0/99', 'vendor.internal:99999'])(
    'refuses the entry %j by name',
    (entry) => {
      expect(() => parseAllowList([entry])).toThrow(`COUNTERSIGN_ALLOW_HOSTS: ${entry} is neither`)
    },
  )
})
