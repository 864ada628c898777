import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { toFailure } from './failures.ts'
import { bodyOf, createCaller, failureOf, type Handler, serve, serveTcp } from './testing.ts'

const LOCAL = ['127.0.0.1']

async function callTo(handler: Handler, request: Parameters<ReturnType<typeof createCaller>>[1] = {}) {
  const port = await serve(handler)
  return createCaller(LOCAL)(`http://127.0.0.1:${port}/`, request)
}

describe('a call', () => {
  it('brings status, headers and text of the answer', async () => {
    const answer = await callTo((_request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.writeHead(201, { 'content-type': 'application/json', date: 'today' }).end('{"ok":true}')
    })
    expect(answer).toEqual({
      status: 201,
      headers: expect.objectContaining({ 'content-type': 'application/json', date: 'today', 'set-cookie': 'a=1, b=2' }),
      body: '{"ok":true}',
      durationMs: expect.any(Number),
    })
  })

  it('sends method, headers and body', async () => {
    const headers = { 'X-Vendor': 'a', 'idempotency-key': 'k' }
    const answer = await callTo(
      async (request, response) => {
        const { method, headers: seen } = request
        const shown = [method, seen['x-vendor'], seen['idempotency-key'], seen['content-length'], seen['user-agent']]
        response.end(JSON.stringify([...shown, await bodyOf(request)]))
      },
      { method: 'PUT', headers, body: 'größe' },
    )
    expect(JSON.parse(answer.body)).toEqual(['PUT', 'a', 'k', '7', 'Countersign', 'größe'])
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads a body compressed with %s', async (encoding, compress) => {
    const answer = await callTo((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip, br')
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('plain text'))
    })
    expect(answer.body).toBe('plain text')
  })

  it.each([
    ['text/plain; charset=ISO-8859-1', Buffer.from([0x67, 0x72, 0xfc, 0x6e])],
    ['text/plain; charset="utf-8"', Buffer.from('grün')],
    ['text/plain; charset=klingon', Buffer.from('grün')],
  ])('reads %s', async (type, bytes) => {
    const answer = await callTo((_request, response) => response.writeHead(200, { 'content-type': type }).end(bytes))
    expect(answer.body).toBe('grün')
  })

  it('brings no body of a HEAD', async () => {
    expect(await callTo((_request, response) => response.end('hidden'), { method: 'HEAD' })).toMatchObject({ body: '' })
  })
})

describe('an answer that is too much', () => {
  const most = { maxResponseBytes: 1_000_000 }
  const tooLarge = { code: 'response_too_large', message: 'The answer is larger than 1,000,000 bytes' }

  it('is cut off where it does not end', async () => {
    let sent = 0
    const endless: Handler = (request, response) => {
      const send = () => {
        if (request.socket.destroyed) return
        sent += 65_536
        if (response.write(Buffer.alloc(65_536))) setImmediate(send)
        else response.once('drain', send)
      }
      send()
    }
    expect(await failureOf(callTo(endless, most))).toEqual(tooLarge)
    expect(sent).toBeLessThan(20_000_000)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('is cut off where it was small before it was unpacked: %s', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(50_000_000))
    expect(bomb.length).toBeLessThan(100_000)
    const explosive: Handler = (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb)
    }
    expect(await failureOf(callTo(explosive, most))).toEqual(tooLarge)
  })

  it('is refused for its headers', async () => {
    const verbose: Handler = (_request, response) => response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end()
    expect(await failureOf(callTo(verbose))).toEqual({
      code: 'response_too_large',
      message: 'The headers of the answer are too large',
    })
  })

  it('is let through at exactly the limit', async () => {
    const answer = await callTo((_request, response) => response.end('x'.repeat(1_000)), { maxResponseBytes: 1_000 })
    expect(answer.body).toHaveLength(1_000)
  })
})

describe('a server that fails', () => {
  const slow = { code: 'timeout', message: 'The server took too long to answer', retryable: true }

  it.each<[string, Handler]>([
    ['before the headers', () => {}],
    ['within the body', (_request, response) => void response.writeHead(200).write('a')],
    ['without an end of redirects', (_request, response) => void response.writeHead(302, { location: '/' })],
  ])('is given up when it is silent %s', async (_when, handler) => {
    expect(await failureOf(callTo(handler, { timeoutMs: 100, followRedirects: true }))).toEqual(slow)
  })

  it('is given up when it drips, however often it sends', async () => {
    const drip: Handler = (request, response) => {
      const timer = setInterval(() => response.write('.'), 10)
      request.socket.on('close', () => clearInterval(timer))
    }
    expect(await failureOf(callTo(drip, { timeoutMs: 100 }))).toEqual(slow)
  })

  it('is left alone at once when the caller stops', async () => {
    const stop = new AbortController()
    const reason = new Error('stopped')
    const call = callTo(() => stop.abort(reason), { signal: stop.signal })
    expect(await failureOf(call)).toBe(reason)
    expect(await failureOf(createCaller(LOCAL)('http://127.0.0.1:1/', { signal: stop.signal }))).toBe(reason)
  })

  it('is told apart by what went wrong', async () => {
    expect(await failureOf(createCaller(LOCAL)('http://127.0.0.1:1/'))).toEqual({
      code: 'network_error',
      message: 'The connection was refused',
      retryable: true,
    })
    expect(await failureOf(callTo((request) => request.socket.destroy()))).toMatchObject({
      code: 'network_error',
      retryable: true,
    })
    const halfway: Handler = (request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('12345', () => request.socket.destroy())
    }
    expect(await failureOf(callTo(halfway))).toMatchObject({ code: 'network_error', retryable: true })
  })

  it.each<[string, string]>([
    ['gzip', 'not gzip at all'],
    ['deflate', 'nobody asked for this'],
    ['constructor', 'nor this'],
  ])('with a body that is not %s is not tried again', async (encoding, body) => {
    const failure = await failureOf(
      callTo((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)),
    )
    expect(failure).toMatchObject({ code: 'invalid_response' })
    expect(failure).not.toHaveProperty('retryable')
  })

  it('with an answer that is no HTTP is not tried again', async () => {
    const port = await serveTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    const failure = await failureOf(createCaller(LOCAL)(`http://127.0.0.1:${port}/`))
    expect(failure).toMatchObject({ code: 'invalid_response' })
  })

  it('with a certificate nobody trusts is not tried again', () => {
    const fault = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(toFailure(fault).error).toEqual({
      code: 'network_error',
      message: 'The certificate of the server is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    })
  })
})

describe('a kept connection', () => {
  const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

  /** Answers the first request of every connection, and hangs up at the second. */
  async function forgetful() {
    const answered: number[] = []
    const port = await serveTcp((socket) => {
      const at = answered.push(0) - 1
      socket.on('data', () => {
        if (answered[at] === 1) return void socket.resetAndDestroy()
        answered[at] = 1
        socket.write(OK)
      })
    })
    return { answered, url: `http://127.0.0.1:${port}/` }
  }

  it('is used again', async () => {
    const connections: unknown[] = []
    const port = await serve((request, response) => {
      connections.push(request.socket)
      response.end()
    })
    const call = createCaller(LOCAL)
    await call(`http://127.0.0.1:${port}/`)
    await call(`http://127.0.0.1:${port}/`)
    expect(new Set(connections).size).toBe(1)
  })

  it.each([{ method: 'GET' }, { method: 'POST', body: 'x', headers: { 'Idempotency-Key': 'k' } }] as const)(
    'is replaced for a $method when the server has hung up',
    async (request) => {
      const { answered, url } = await forgetful()
      const call = createCaller(LOCAL)
      await call(url, request)
      expect(await call(url, request)).toMatchObject({ status: 200, body: 'ok' })
      expect(answered).toEqual([1, 1])
    },
  )

  it('is never used for what must not be sent twice', async () => {
    const { answered, url } = await forgetful()
    const call = createCaller(LOCAL)
    await call(url, { method: 'POST', body: 'x' })
    await call(url, { method: 'POST', body: 'x' })
    expect(answered).toEqual([1, 1])
  })
})
