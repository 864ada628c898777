import { describe, expect, it } from 'vitest'
import { inRange, isPublic, parseAddress, parseRange } from './addresses.ts'

function open(text: string): boolean | null {
  const address = parseAddress(text)
  return address && isPublic(address)
}

describe('an address on the public internet', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('may be called: %s', (text) => {
    expect(open(text)).toBe(true)
  })
})

describe('an address of a machine, a private network, a test or many at once', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.0',
    '10.255.255.255',
    '100.64.0.0',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.0.1',
    '169.254.169.254',
    '172.16.0.0',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '0:0:0:0:0:ffff:c0a8:1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2002:c0a8:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fdff:ffff::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
  ])('may not be called: %s', (text) => {
    expect(open(text)).toBe(false)
  })
})

describe('what is no address', () => {
  it.each(['', 'localhost', '127.1', '0x7f000001', '256.0.0.1', '1.2.3.4.5', ':::1', '::1/128'])(
    '%j is none',
    (text) => {
      expect(parseAddress(text)).toBeNull()
    },
  )
})

describe('a range', () => {
  it.each([
    ['10.0.0.0/8', '10.9.8.7', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.0/23', '10.1.3.255', true],
    ['10.1.2.0/23', '10.1.4.0', false],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['127.0.0.0/8', '::ffff:127.0.0.1', true],
    ['fd00::/8', 'fd12:3456::1', true],
    ['fd00::/8', 'fc00::1', false],
    ['fd00::/8', '10.0.0.1', false],
    ['::/0', '10.0.0.1', false],
  ])('%s holds %s: %j', (range, address, expected) => {
    const [held, of] = [parseAddress(address), parseRange(range)]
    expect(held && of && inRange(of, held)).toBe(expected)
  })

  it.each(['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/8/8', '::/129', 'vendor.example/8'])(
    'is not %s',
    (text) => {
      expect(parseRange(text)).toBeNull()
    },
  )
})
