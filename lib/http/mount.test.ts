import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { createMount } from './mount.ts'
import { replyJson } from './problem.ts'
import { MAX_BODY_BYTES, readJson } from './read-json.ts'

const calls: string[] = []
const echo = async (request: Request) => {
  calls.push(request.url)
  const body = await readJson(request).catch((error: unknown) => ({ refused: error instanceof Error && error.message }))
  return replyJson(200, { body, key: request.headers.get('x-key') }, { 'x-said': 'ä' })
}
const mount = createMount(
  [
    { pattern: '/echo/{id}', methods: { POST: echo } },
    { pattern: '/empty', methods: { GET: async () => new Response(null, { status: 204 }) } },
    { pattern: '/text', methods: { GET: async () => new Response('plain ✓') } },
  ],
  'http://127.0.0.1',
)
const server = http.createServer((request, response) => {
  if (!mount(request, response)) response.writeHead(404).end()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const port = typeof address === 'object' ? (address?.port ?? 0) : 0
afterAll(() => server.close())

/** What comes back over a connection of its own until it is closed. */
async function raw(...parts: (string | Buffer)[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  await new Promise((resolve) => socket.on('close', resolve))
  return answer
}

describe('handlers over the HTTP server', () => {
  it('are given what was sent, and their answer tells its length', async () => {
    const sent = { method: 'POST', headers: { 'x-key': 'k', 'content-type': 'application/json' }, body: '{"a":"ü"}' }
    const response = await fetch(`http://127.0.0.1:${port}/echo/a%20b?x=1`, sent)
    const text = JSON.stringify({ body: { a: 'ü' }, key: 'k' })
    expect(await response.text()).toBe(text)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': String(Buffer.byteLength(text)),
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    expect(calls).toEqual(['http://127.0.0.1/echo/a%20b?x=1'])
  })

  it('may answer without a body, and with any text', async () => {
    const empty = await fetch(`http://127.0.0.1:${port}/empty`)
    expect([empty.status, empty.headers.has('content-length'), await empty.text()]).toEqual([204, false, ''])
    const plain = await fetch(`http://127.0.0.1:${port}/text`)
    expect([plain.headers.get('content-length'), await plain.text()]).toEqual(['9', 'plain ✓'])
  })

  it('leave other addresses and methods to others', async () => {
    const statuses = await Promise.all(
      ['/echo', '/echo/a/b', '/echo/a', '/'].map(
        async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status,
      ),
    )
    expect(statuses).toEqual([404, 404, 404, 404])
  })

  it('refuse a body that is too long, and let the rest of it by', async () => {
    const head = 'POST /echo/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n'
    const size = MAX_BODY_BYTES + 2 * 1024 * 1024
    const answer = await raw(head, `${size.toString(16)}\r\n`, Buffer.alloc(size, 0x20), '\r\n0\r\n\r\n')
    expect(answer).toContain('larger than 10 MiB')
  })

  it('are not called for a caller who leaves in the middle of the body', async () => {
    calls.length = 0
    const socket = net.connect(port, '127.0.0.1')
    socket.write('POST /echo/a HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"a":')
    const [incoming] = await once(server, 'request')
    socket.destroy()
    await new Promise((resolve) => incoming.on('close', resolve))
    expect((await fetch(`http://127.0.0.1:${port}/text`)).status).toBe(200)
    expect(calls).toEqual([])
  })
})
