import { describe, expect, it } from 'vitest'
import { fingerprintOf, shapeOf } from './fingerprint.ts'

describe('the shape of a message', () => {
  it.each([
    ['Fetch: HTTP 503 after 12.5 s', 'Fetch: HTTP <number> after <number> s'],
    ['The document expired on 2019-06-30', 'The document expired on <number>'],
    ['No list named "EU sanctions" for 0199c000-0000-7000-8000-000000000001', 'No list named <text> for <id>'],
    ['Cannot reach https://vendor.example/v2/check?id=7', 'Cannot reach <address>'],
    ['Nothing on file for jane.doe@example.com, user_jane_doe_001', 'Nothing on file for <email>, <id>'],
    ["It's the vendor's fault", "It's the vendor's fault"],
    ['Unknown  field\n‘colour’', 'Unknown field <text>'],
  ])('of %j is %j', (message, shape) => {
    expect(shapeOf(message)).toBe(shape)
  })

  it('is never long', () => {
    expect(shapeOf('word '.repeat(1_000))).toHaveLength(300)
  })
})

describe('the fingerprint of a failure', () => {
  const failure = { workflowId: 'w', blockType: 'http_request', code: 'http_error', message: 'HTTP 503 for run 17' }
  it('is the same for failures that differ in numbers only', () => {
    expect(fingerprintOf({ ...failure, message: 'HTTP 500 for run 18' })).toBe(fingerprintOf(failure))
    expect(fingerprintOf(failure)).toMatch(/^[0-9a-f]{32}$/)
  })

  it('differs by workflow, block type, code and words', () => {
    const others = [
      { workflowId: 'v' },
      { blockType: 'transform' },
      { blockType: null },
      { code: 'timeout' },
      { message: 'HTTP 503' },
    ].map((change) => fingerprintOf({ ...failure, ...change }))
    expect(new Set([...others, fingerprintOf(failure)]).size).toBe(6)
  })
})
