import type { IncomingMessage, ServerResponse } from 'node:http'
import { textOf } from './problem.ts'
import { MAX_BODY_BYTES } from './read-json.ts'
import type { RouteHandler } from './route.ts'

/** The handlers of one address; `{name}` in the pattern stands for one segment. */
export type MountedRoute = { pattern: string; methods: Readonly<Record<string, RouteHandler>> }

/** Answers a request if it knows its address. */
export type Mount = (request: IncomingMessage, response: ServerResponse) => boolean

/** A little more than the largest body, so that the handler itself can refuse what is too large. */
const MAX_BUFFERED = MAX_BODY_BYTES + 1024 * 1024

/**
 * Serves web-standard handlers straight from Node's HTTP server. The framework serves the same handlers from its
 * routes; this way in costs a fraction of the processor time, which is what calls of programs need.
 */
export function createMount(routes: readonly MountedRoute[], origin: string): Mount {
  const table = routes.map(({ pattern, methods }) => ({ methods, segments: pattern.split('/') }))

  return (incoming, outgoing) => {
    const target = incoming.url ?? '/'
    const path = target.split('?', 1)[0]?.split('/') ?? []
    const route = table.find(({ segments }) => matches(segments, path))
    const handler = route?.methods[incoming.method ?? '']
    if (!route || !handler) return false
    void answer(handler, incoming, outgoing, `${origin}${target}`, paramsOf(route.segments, path))
    return true
  }
}

function matches(segments: readonly string[], path: readonly string[]): boolean {
  return (
    segments.length === path.length && segments.every((segment, at) => segment.startsWith('{') || segment === path[at])
  )
}

function paramsOf(segments: readonly string[], path: readonly string[]): Record<string, string> {
  const named = segments.flatMap((segment, at) =>
    segment.startsWith('{') ? [[segment.slice(1, -1), decode(path[at] ?? '')]] : [],
  )
  return Object.fromEntries(named)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

async function answer(
  handler: RouteHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: string,
  params: Record<string, string>,
): Promise<void> {
  try {
    const response = await handler(await toRequest(incoming, url), { params: Promise.resolve(params) })
    const headers = [...response.headers].flat()
    if (isStream(response)) {
      outgoing.writeHead(response.status, headers)
      await passOn(response.body, outgoing)
    } else {
      const text = textOf(response)
      const body = text === undefined ? Buffer.from(await response.arrayBuffer()) : Buffer.from(text)
      // With its length known the answer goes out in one piece, not in chunks.
      const length = response.body === null ? [] : ['content-length', String(body.length)]
      outgoing.writeHead(response.status, [...headers, ...length])
      outgoing.end(body)
    }
  } catch {
    outgoing.destroy()
  }
}

type StreamedResponse = Response & { body: ReadableStream<Uint8Array> }

function isStream(response: Response): response is StreamedResponse {
  return response.body !== null && response.headers.get('content-type')?.startsWith('text/event-stream') === true
}

/** Sends a body as it comes, no faster than the caller takes it; a caller who leaves ends it. */
async function passOn(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader()
  const closed = new Promise((resolve) => outgoing.once('close', resolve)).then(() => reader.cancel())
  for (let part = await reader.read(); !part.done && !outgoing.destroyed; part = await reader.read()) {
    if (outgoing.write(part.value)) continue
    await Promise.race([new Promise((resolve) => outgoing.once('drain', resolve)), closed])
  }
  if (!outgoing.destroyed) outgoing.end()
}

async function toRequest(incoming: IncomingMessage, url: string): Promise<Request> {
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '')
  }
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body: await readBody(incoming) })
}

/** The body as sent, cut off where it is longer than any handler takes; rejects when the caller leaves before its end. */
function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const done = () => resolve(Uint8Array.from(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    incoming.on('data', (chunk: Buffer) => {
      // The rest is let by, so that the refusal reaches a caller who is still sending.
      if (size <= MAX_BUFFERED) chunks.push(chunk)
      size += chunk.length
      if (size > MAX_BUFFERED) done()
    })
    incoming.on('end', done)
    incoming.on('error', reject)
    incoming.on('close', () => reject(new Error('The caller left')))
  })
}
