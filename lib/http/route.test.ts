import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Member } from '#lib/auth/principal.ts'
import { AppError } from '#lib/errors.ts'
import { envelopeErrors, replyJson } from './problem.ts'
import { type ApiFamily, defineMethods, defineRoute, type RouteHandler } from './route.ts'

const caller: Member = {
  actor: { type: 'user', id: 'u1', name: 'Ada' },
  organizationId: '0199c000-0000-7000-8000-000000000001',
  environment: null,
  permissions: new Set(['workflows:read']),
  roles: ['viewer'],
}
const family: ApiFamily<Member> = {
  errors: envelopeErrors,
  authenticate: async (request) => {
    if (request.headers.has('x-test-caller')) return caller
    throw new AppError('unauthorized', 'Sign in first')
  },
}
const echo = defineRoute(family, {
  permission: 'workflows:read',
  params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ tag: z.union([z.string(), z.array(z.string())]).optional() }),
  body: z.strictObject({ name: z.string(), count: z.int().max(3).default(1) }),
  handler: (principal, { requestId: _, ...input }) => replyJson(200, { who: principal.actor.name, ...input }),
})

async function call(
  handler: RouteHandler,
  options: { body?: string; query?: string; headers?: Record<string, string>; anonymous?: boolean } = {},
) {
  const request = new Request(`http://localhost/things/7${options.query ?? ''}`, {
    method: 'POST',
    body: new TextEncoder().encode(options.body ?? '{"name":"x"}'),
    headers: {
      'x-request-id': 'req-12345678',
      ...(!options.anonymous && { 'x-test-caller': '1' }),
      ...options.headers,
    },
  })
  const response = await handler(request, { params: Promise.resolve({ id: '7' }) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

function refusal(code: string, message: string, details: unknown[] = []) {
  return { error: { code, message, details, request_id: 'req-12345678' } }
}

describe('defineRoute', () => {
  it('hands the parsed parts to the handler', async () => {
    const { status, body, headers } = await call(echo, { query: '?tag=a&tag=b' })
    expect({ status, body }).toEqual({
      status: 200,
      body: { who: 'Ada', params: { id: '7' }, query: { tag: ['a', 'b'] }, body: { name: 'x', count: 1 } },
    })
    expect(headers.get('x-request-id')).toBe('req-12345678')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('asks who calls before it looks at the body', async () => {
    const { status, body, headers } = await call(echo, { anonymous: true, body: '{' })
    expect({ status, body }).toEqual({ status: 401, body: refusal('unauthorized', 'Sign in first') })
    expect(headers.get('www-authenticate')).toBe('Bearer')
  })

  it('looks at the body before it asks for permission', async () => {
    const forbidden = defineRoute(family, {
      permission: 'workflows:write',
      body: z.strictObject({ name: z.string() }),
      handler: () => replyJson(200, {}),
    })
    expect((await call(forbidden, { body: '{' })).body).toEqual(
      refusal('malformed_request', 'The request body is not valid JSON'),
    )
    expect((await call(forbidden, { body: '{}' })).status).toBe(400)
    const { status, body } = await call(forbidden)
    expect({ status, body }).toEqual({
      status: 403,
      body: refusal('forbidden', 'This needs the permission workflows:write'),
    })
  })

  it('names a missing field', async () => {
    const { status, body } = await call(echo, { body: '{}' })
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal('missing_required_field', 'name: Required', [
        { path: 'name', message: 'Required', code: 'missing' },
      ]),
    })
  })

  it('names every field that is wrong', async () => {
    const { status, body } = await call(echo, { body: '{"name":1,"count":4,"nmae":"x"}' })
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal('validation_failed', 'name: Invalid input: expected string, received number (and 2 more)', [
        { path: 'name', message: 'Invalid input: expected string, received number', code: 'invalid_type' },
        { path: 'count', message: 'Too big: expected number to be <=3', code: 'too_big' },
        { path: 'nmae', message: 'Unknown field', code: 'unrecognized_key' },
      ]),
    })
  })

  it('says so when a body is expected and none comes', async () => {
    expect((await call(echo, { body: '' })).body).toEqual(
      refusal('malformed_request', 'The request body is empty; a JSON object is expected'),
    )
  })

  it('refuses unknown query parameters, also __proto__', async () => {
    expect((await call(echo, { query: '?__proto__=1' })).body).toEqual(
      refusal('validation_failed', '__proto__: Unknown field', [
        { path: '__proto__', message: 'Unknown field', code: 'unrecognized_key' },
      ]),
    )
  })

  it('refuses a NUL character in the address', async () => {
    expect((await call(echo, { query: '?tag=%00' })).body).toEqual(
      refusal('malformed_request', 'The address holds a NUL character'),
    )
  })

  it('does not call a wrong item of a list missing', async () => {
    const route = defineRoute(family, {
      query: z.strictObject({ tag: z.preprocess((value) => [value], z.array(z.enum(['a']))) }),
      handler: () => replyJson(200, {}),
    })
    expect((await call(route, { query: '?tag=b' })).body).toEqual(
      refusal('validation_failed', 'tag.0: Invalid input: expected "a"', [
        { path: 'tag.0', message: 'Invalid input: expected "a"', code: 'invalid_value' },
      ]),
    )
  })

  it('answers a fault without telling what it was', async () => {
    const broken = defineRoute(family, {
      handler: () => {
        throw new Error('password=hunter2')
      },
    })
    const { status, body } = await call(broken)
    expect({ status, body }).toEqual({
      status: 500,
      body: refusal('internal_error', 'Something went wrong on our side'),
    })
  })

  it('passes on a refusal with the time to wait', async () => {
    const limited = defineRoute(family, {
      handler: () => {
        throw new AppError('rate_limited', 'Too many calls', { retryAfterSeconds: 1.2 })
      },
    })
    const { status, headers } = await call(limited)
    expect({ status, retry: headers.get('retry-after') }).toEqual({ status: 429, retry: '2' })
  })

  it.each(['short', 'has a blank', 'x'.repeat(129), '<script>aa'])('makes its own id instead of %j', async (given) => {
    const { headers } = await call(echo, { headers: { 'x-request-id': given } })
    expect(headers.get('x-request-id')).toMatch(/^req_[0-9A-Z]{26}$/)
  })
})

describe('defineMethods', () => {
  it('answers other methods with 405 and what is allowed', async () => {
    const { GET, DELETE, POST } = defineMethods(envelopeErrors, { POST: echo, GET: echo })
    expect([POST, GET]).toEqual([echo, echo])
    const { status, headers, body } = await call(DELETE)
    expect({ status, body, allow: headers.get('allow') }).toEqual({
      status: 405,
      body: refusal('method_not_allowed', 'This address takes GET, POST'),
      allow: 'GET, POST',
    })
  })
})
