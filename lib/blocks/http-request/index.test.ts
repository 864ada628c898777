import { describe, expect, it } from 'vitest'
import { BlockFailure } from '#lib/engine/block.ts'
import { checkConfig } from '#lib/engine/config.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { HttpRequest, HttpResponse } from '../services.ts'
import { runBlock } from '../testing.ts'
import { httpRequest } from './index.ts'

const URL_ = 'https://vendor.example/check'
const NOW = new Date('2026-11-22T12:00:00Z')
const OK: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"ok":true}',
  durationMs: 12,
}

/** Calls a vendor that answers as given; tells what it was asked. */
async function call(config: JsonObject, answer: Partial<HttpResponse> = {}) {
  const asked: Omit<HttpRequest, 'signal'>[] = []
  const outcome = await runBlock(
    httpRequest,
    { url: URL_, ...config },
    {
      services: {
        now: () => NOW,
        http: {
          request: async ({ signal: _, ...request }) => {
            asked.push(request)
            return { ...OK, ...answer }
          },
        },
      },
    },
  )
  return { outcome, asked: asked[0] }
}

function answered(body: unknown, rest: object = {}) {
  const output = { status: 200, headers: { 'content-type': 'application/json' }, body, durationMs: 12, ...rest }
  return { type: 'completed', output }
}

describe('http_request', () => {
  it('sends a GET with the key of the visit and hands on the answer', async () => {
    expect(await call({})).toEqual({
      asked: {
        method: 'GET',
        url: URL_,
        headers: { 'idempotency-key': 'exec_1:http_request:1' },
        timeoutMs: 305_000,
        followRedirects: true,
      },
      outcome: answered({ ok: true }),
    })
  })

  it.each<[string, JsonObject[string], string | undefined, string | undefined]>([
    ['nothing', null, undefined, undefined],
    ['an object as JSON', { name: 'Ada' }, '{"name":"Ada"}', 'application/json'],
    ['a number as JSON', 0, '0', 'application/json'],
    ['text as it is', 'a=1', 'a=1', 'text/plain; charset=utf-8'],
  ])('sends %s', async (_what, body, sent, type) => {
    const { asked } = await call({ method: 'POST', body })
    expect([asked?.body, asked?.headers?.['content-type']]).toEqual([sent, type])
  })

  it('lets the author choose headers, but not the key', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'IDEMPOTENCY-KEY': 'mine', 'X-Vendor': 'a' }
    const { asked } = await call({ method: 'POST', body: 'a=1', headers })
    expect(asked?.headers).toEqual({
      'content-type': 'application/x-www-form-urlencoded',
      'x-vendor': 'a',
      'idempotency-key': 'exec_1:http_request:1',
    })
  })

  it('adds the query to what the address already asks', async () => {
    const query = { name: 'Ada & Söhne', limit: 5, exact: false, tag: ['a', 'b'], none: null }
    const { asked } = await call({ url: `${URL_}?v=1`, query })
    expect(asked?.url).toBe(`${URL_}?v=1&name=Ada+%26+S%C3%B6hne&limit=5&exact=false&tag=a&tag=b`)
  })

  it.each<[JsonObject, Record<string, string>]>([
    [{ type: 'none' }, {}],
    [{ type: 'bearer', token: 't0ken' }, { authorization: 'Bearer t0ken' }],
    [{ type: 'basic', username: 'jösé', password: 'a:b' }, { authorization: 'Basic asO2c8OpOmE6Yg==' }],
    [{ type: 'header', name: 'X-API-Key', value: 'k' }, { 'x-api-key': 'k' }],
  ])('signs in with %j', async (auth, headers) => {
    const { asked } = await call({ auth })
    expect(asked?.headers).toEqual({ 'idempotency-key': 'exec_1:http_request:1', ...headers })
  })

  it('masks credentials it encoded itself where the server repeats them', async () => {
    const auth = { type: 'basic', username: 'user', password: 'password' }
    const { outcome } = await call({ auth }, { body: '{"authorization":"Basic dXNlcjpwYXNzd29yZA=="}' })
    expect(outcome).toEqual(answered({ authorization: 'Basic ***' }))
  })

  it('shows headers that say something about the answer, and no others', async () => {
    const headers = {
      'content-type': 'text/plain',
      etag: '"1"',
      'x-request-id': 'r1',
      'set-cookie': 'session=1',
      'www-authenticate': 'Basic',
      'x-internal': '1',
    }
    const { outcome } = await call({}, { headers, body: 'hello' })
    expect(outcome).toEqual(
      answered('hello', { headers: { 'content-type': 'text/plain', etag: '"1"', 'x-request-id': 'r1' } }),
    )
  })

  it.each([
    ['auto', 'application/json; charset=utf-8', '[1]', [1]],
    ['auto', 'application/problem+json', '{"a":null}', { a: null }],
    ['auto', 'application/json', '', null],
    ['auto', 'application/json', 'broken', 'broken'],
    ['auto', 'text/html', '{}', '{}'],
    ['json', 'text/plain', '"text"', 'text'],
    ['json', 'text/plain', 'null', null],
    ['text', 'application/json', '{}', '{}'],
  ])('reads as %s an answer of %s: %s', async (response, type, body, value) => {
    const headers = { 'content-type': type }
    expect((await call({ response }, { headers, body })).outcome).toEqual(answered(value, { headers }))
  })

  it.each(['', 'broken', '['.repeat(5_000) + ']'.repeat(5_000)])(
    'fails where JSON is needed and none comes',
    async (body) => {
      expect((await call({ response: 'json' }, { body })).outcome).toEqual({
        type: 'failed',
        error: { code: 'invalid_response', message: 'The answer is not JSON' },
      })
    },
  )

  it.each([
    ['2xx', 200, true],
    ['2xx', 299, true],
    ['2xx', 304, false],
    ['200, 404', 404, true],
    ['200,404', 201, false],
    ['2xx, 409', 409, true],
    ['4XX', 404, false],
  ])('expects %s, so that %i is fine: %j', async (expect_status, status, fine) => {
    const known = checkConfig(httpRequest.config, { url: URL_, expect_status }).length === 0
    expect(known && (await call({ expect_status }, { status })).outcome.type === 'completed').toBe(fine)
  })

  it.each([
    [400, undefined, { retryable: false }],
    [401, '5', { retryable: false }],
    [404, undefined, { retryable: false }],
    [408, undefined, { retryable: true }],
    [425, undefined, { retryable: true }],
    [429, '7', { retryable: true, retryAfterSeconds: 7 }],
    [500, undefined, { retryable: true }],
    [503, 'Sun, 22 Nov 2026 12:01:30 GMT', { retryable: true, retryAfterSeconds: 90 }],
    [503, 'Sun, 22 Nov 2026 11:00:00 GMT', { retryable: true, retryAfterSeconds: 0 }],
    [503, 'later', { retryable: true }],
  ])('fails at %i with Retry-After %j', async (status, retryAfter, error) => {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
    const { outcome } = await call({}, { status, headers, body: 'no' })
    expect(outcome).toEqual({
      type: 'failed',
      error: { code: 'http_error', message: `The server answered with status ${status}`, ...error },
      output: { status, headers, body: 'no', durationMs: 12 },
    })
  })

  it('passes on what the client refuses', async () => {
    const refusal = new BlockFailure({ code: 'address_not_allowed', message: 'no' })
    const services = { http: { request: () => Promise.reject(refusal) } }
    await expect(runBlock(httpRequest, { url: 'http://localhost/' }, { services })).rejects.toBe(refusal)
  })

  it('takes as long as its settings say', () => {
    expect(httpRequest.limitMs?.(httpRequest.config.parse({ url: URL_ }))).toBe(30_000)
    expect(httpRequest.limitMs?.(httpRequest.config.parse({ url: URL_, timeout_seconds: 300 }))).toBe(300_000)
  })
})

describe('the settings of http_request', () => {
  it.each([
    ['an address that is none', { url: 'vendor.example' }, 'url'],
    ['an address that is missing', {}, 'url'],
    ['a file', { url: 'file:///etc/passwd' }, 'url'],
    ['a password in the address', { url: 'https://user:secret@vendor.example/' }, 'url'],
    ['a status that is none', { url: URL_, expect_status: '2xx,' }, 'expect_status'],
    ['a timeout beyond 300 s', { url: URL_, timeout_seconds: 301 }, 'timeout_seconds'],
    ['a sign-in nobody knows', { url: URL_, auth: { type: 'digest' } }, 'auth.type'],
    ['a header that is no text', { url: URL_, headers: { a: 1 } }, 'headers.a'],
  ])('are refused for %s', (_fault, config, path) => {
    expect(checkConfig(httpRequest.config, config).map((problem) => problem.path.join('.'))).toEqual([path])
  })

  it('may be references', () => {
    const auth = { type: 'bearer', token: '{env.TOKEN}' }
    expect(checkConfig(httpRequest.config, { url: '{env.VENDOR}/check', auth, timeout_seconds: '{vars.t}' })).toEqual(
      [],
    )
  })
})
