import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { nextHop } from './redirects.ts'
import { bodyOf, createCaller, failureOf, serve } from './testing.ts'

type Seen = { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string }

/** A server that sends everything at `/` elsewhere and tells what else arrives. */
async function redirecting(status: number, location: (port: number) => string) {
  const seen: Seen[] = []
  const port = await serve(async (request, response) => {
    const { method, url, headers } = request
    if (url === '/') return response.writeHead(status, { location: location(port) }).end()
    seen.push({ method, url, headers, body: await bodyOf(request) })
    response.end('arrived')
  })
  return { port, seen }
}

const SECRET = { authorization: 'Bearer secret', 'x-api-key': 'secret', cookie: 'a=b', accept: 'application/json' }

describe('a redirect', () => {
  it('is an answer like any other unless it is to be followed', async () => {
    const { port, seen } = await redirecting(302, () => '/next')
    expect(await createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 302 })
    expect(seen).toEqual([])
  })

  it('is followed at the same origin with everything that was sent', async () => {
    const { port, seen } = await redirecting(307, () => '/next')
    const request = { method: 'POST', headers: SECRET, body: '{"a":1}', followRedirects: true } as const
    expect(await createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`, request)).toMatchObject({ body: 'arrived' })
    expect(seen).toEqual([{ method: 'POST', url: '/next', headers: expect.objectContaining(SECRET), body: '{"a":1}' }])
  })

  it('becomes a GET without body after a POST', async () => {
    const { port, seen } = await redirecting(303, () => '/next')
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: '{"a":1}', followRedirects: true } as const
    await createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`, request)
    expect(seen).toMatchObject([{ method: 'GET', url: '/next', body: '' }])
    expect(seen[0]?.headers['content-type']).toBeUndefined()
  })

  it('takes no credentials to another origin', async () => {
    const elsewhere = await redirecting(200, () => '')
    const { port } = await redirecting(302, () => `http://127.0.0.1:${elsewhere.port}/next`)
    await createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`, { headers: SECRET, followRedirects: true })
    expect(Object.keys(elsewhere.seen[0]?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
  })

  it('is not followed where it would take a body to another origin', async () => {
    const elsewhere = await redirecting(200, () => '')
    const { port } = await redirecting(308, () => `http://127.0.0.1:${elsewhere.port}/next`)
    const request = { method: 'POST', body: 'personal', followRedirects: true } as const
    expect(await createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`, request)).toMatchObject({ status: 308 })
    expect(elsewhere.seen).toEqual([])
  })

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'address_not_allowed'],
    ['//10.0.0.1/', 'address_not_allowed'],
    ['http://2130706434/', 'address_not_allowed'],
    ['file:///etc/passwd', 'invalid_url'],
    ['http://user:password@127.0.0.1/', 'invalid_url'],
  ])('to %s is refused', async (location, code) => {
    const { port } = await redirecting(302, () => location)
    const call = createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`, { followRedirects: true })
    expect(await failureOf(call)).toMatchObject({ code })
  })

  it('is followed five times and no more', async () => {
    let asked = 0
    const port = await serve((_request, response) => {
      asked += 1
      response.writeHead(302, { location: `/${asked}` }).end()
    })
    const call = createCaller(['127.0.0.1'])(`http://127.0.0.1:${port}/`, { followRedirects: true })
    expect(await failureOf(call)).toEqual({ code: 'too_many_redirects', message: 'More than 5 redirects' })
    expect(asked).toBe(6)
  })

  it('is never followed from https to http', () => {
    const hop = { url: new URL('https://vendor.example/'), method: 'GET', headers: {} } as const
    expect(nextHop(hop, 302, new URL('http://vendor.example/'))).toBeNull()
    expect(nextHop(hop, 302, new URL('https://vendor.example/b'))).toEqual({
      url: new URL('https://vendor.example/b'),
      method: 'GET',
      headers: {},
    })
  })

  it.each([
    ['GET', 301, 'GET'],
    ['HEAD', 303, 'HEAD'],
    ['POST', 301, 'GET'],
    ['POST', 302, 'GET'],
    ['POST', 307, 'POST'],
    ['PUT', 302, 'PUT'],
    ['PUT', 303, 'GET'],
    ['DELETE', 303, 'GET'],
    ['PATCH', 308, 'PATCH'],
  ] as const)('turns %s after %i into %s', (method, status, expected) => {
    const hop = { url: new URL('https://vendor.example/'), method, headers: {} }
    expect(nextHop(hop, status, new URL('https://vendor.example/b'))?.method).toBe(expected)
  })
})
