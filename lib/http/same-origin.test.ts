import { describe, expect, it } from 'vitest'
import { assertSameOrigin } from './same-origin.ts'

function check(method: string, headers: Record<string, string>): void {
  assertSameOrigin(new Request('http://10.0.0.1:3000/api', { method, headers }), 'https://console.example')
}

describe('assertSameOrigin', () => {
  it.each([
    ['reads from anywhere', 'GET', { 'sec-fetch-site': 'cross-site' }],
    ['calls the browser vouches for', 'POST', { 'sec-fetch-site': 'same-origin' }],
    ['calls from the public address', 'POST', { origin: 'https://console.example' }],
    ['calls from the address they are sent to', 'DELETE', { origin: 'http://10.0.0.1:3000', host: '10.0.0.1:3000' }],
  ])('lets pass %s', (_, method, headers) => {
    expect(() => check(method, headers)).not.toThrow()
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://console.example' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example', host: '10.0.0.1:3000' }],
    ['a hidden origin', { origin: 'null' }],
    ['nowhere', {}],
  ])('refuses changes from %s', (_, headers) => {
    expect(() => check('POST', headers)).toThrow('This call does not come from the console')
  })
})
