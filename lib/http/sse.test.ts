import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMount } from './mount.ts'
import { type EventStreamSettings, replyEvents, replyNoMoreEvents, type ServerEvent } from './sse.ts'

/** Events that are made when asked for, and a note of how far it came. */
function createSource(many: number, waitsAfter = Number.POSITIVE_INFINITY) {
  const made: number[] = []
  const stopped = Promise.withResolvers<void>()
  async function* source(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    signal.addEventListener('abort', () => stopped.resolve())
    for (let number = 1; number <= many; number++) {
      if (number > waitsAfter) await stopped.promise
      if (signal.aborted) return
      made.push(number)
      yield { id: `${number}.0`, data: { number, text: 'x'.repeat(1_000) } }
    }
  }
  return { made, stopped: stopped.promise, source }
}

const request = () => new Request('http://127.0.0.1/stream')

async function serve(source: (signal: AbortSignal) => AsyncIterable<ServerEvent>, settings?: EventStreamSettings) {
  const reply = async (asked: Request) => replyEvents(asked, source, settings)
  const mount = createMount([{ pattern: '/stream', methods: { GET: reply } }], 'http://127.0.0.1')
  const server = http.createServer((incoming, outgoing) => void mount(incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/stream`
}

describe('an event stream', () => {
  it('is written as the standard has it, each event with its id and name', async () => {
    async function* source(): AsyncGenerator<ServerEvent> {
      yield { id: '1.0', data: { a: 'one\ntwo' } }
      yield { id: '1.1', event: 'block.started', data: null }
    }
    const response = replyEvents(request(), source)
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-store, no-transform',
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    })
    expect(await response.text()).toBe(
      'retry: 1000\n\nid: 1.0\ndata: {"a":"one\\ntwo"}\n\nid: 1.1\nevent: block.started\ndata: null\n\n',
    )
  })

  it('tells clients not to come back where nothing is left', async () => {
    const response = replyNoMoreEvents()
    expect([response.status, await response.text()]).toEqual([204, ''])
  })

  it('sends a comment through silence, and ends when the client has stayed its time', async () => {
    const { source } = createSource(2, 1)
    const text = await replyEvents(request(), source, { heartbeatMs: 10, longestMs: 100 }).text()
    expect(text).toMatch(/^retry: 1000\n\nid: 1\.0\ndata: .+\n\n(?::\n\n)+$/)
  })

  it('makes no event before the last one was taken', async () => {
    const { made, source } = createSource(1_000)
    const reader = replyEvents(request(), source).body?.getReader()
    await reader?.read()
    await reader?.read()
    expect(made.length).toBeLessThan(5)
    await reader?.cancel()
  })

  it('stops its source when the client leaves', async () => {
    const { made, source, stopped } = createSource(3, 2)
    const reader = replyEvents(request(), source).body?.getReader()
    for (let part = 0; part < 3; part++) await reader?.read()
    await reader?.cancel()
    await stopped
    expect(made).toEqual([1, 2])
  })
})

describe('an event stream over HTTP', () => {
  it('arrives event by event, whole', async () => {
    const { made, source } = createSource(500)
    const text = await (await fetch(await serve(source))).text()
    expect(text.match(/^id: /gm)).toHaveLength(500)
    expect(made).toHaveLength(500)
  })

  it('arrives while its source still works', async () => {
    const { source } = createSource(2, 1)
    const leaving = new AbortController()
    const response = await fetch(await serve(source), { signal: leaving.signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('id: 1.0')) text += (await reader?.read())?.value
    expect(text).toContain('"number":1')
    leaving.abort()
  })

  it('stops its source when the connection breaks', async () => {
    const { source, stopped } = createSource(2, 1)
    const leaving = new AbortController()
    const response = await fetch(await serve(source), { signal: leaving.signal })
    await response.body?.getReader().read()
    leaving.abort()
    await stopped
  })

  it('is made no faster than the client reads', async () => {
    const many = 50_000
    const { made, source } = createSource(many)
    const leaving = new AbortController()
    const response = await fetch(await serve(source), { signal: leaving.signal })
    await response.body?.getReader().read()
    let before = -1
    // The buffers between fill up, and then nothing more is made.
    while (before !== made.length) {
      before = made.length
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(made.length).toBeLessThan(many)
    leaving.abort()
  })
})
