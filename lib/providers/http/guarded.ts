import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { HttpRequest, HttpResponse, HttpService } from '#lib/blocks/services.ts'
import { BlockFailure } from '#lib/engine/block.ts'
import { type AllowList, parseAllowList } from './allow-list.ts'
import { toFailure } from './failures.ts'
import { incomingHeaders, outgoingHeaders } from './headers.ts'
import { readBody, streamBody } from './read-body.ts'
import { type Hop, isRedirect, nextHop } from './redirects.ts'
import { guardLookup, parseTarget, type Resolver, systemResolver } from './target.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_RESPONSE_BYTES = 5 * 1024 * 1024
const MOST_REDIRECTS = 5
const HEADER_BYTES = 32 * 1024
const AGENT = { keepAlive: true, maxSockets: 256, maxFreeSockets: 32, timeout: 30_000 } as const

export type HttpClientOptions = {
  /** Hosts and address ranges reachable besides the public internet; see `parseAllowList`. */
  allow: readonly string[]
  resolve?: Resolver
}

export type HttpClient = HttpService & {
  /** For libraries that bring their own requests, GET or POST: one exchange, nothing followed, nothing kept open for the next. */
  fetch(url: string | URL | Request, init?: RequestInit): Promise<Response>
  close(): void
}

/** The one way out: reaches public addresses and what the operator allows, checked for every connection it opens. */
export function createHttpClient({ allow, resolve = systemResolver }: HttpClientOptions): HttpClient {
  const allowed = parseAllowList(allow)
  const agents = { 'http:': new HttpAgent(AGENT), 'https:': new HttpsAgent(AGENT) }
  return {
    request: (request) => follow(request, { allowed, resolve, agents }),
    fetch: (url, init) => fetchGuarded(new Request(url, init), { allowed, resolve, agents }),
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

type Way = { allowed: AllowList; resolve: Resolver; agents: { 'http:': HttpAgent; 'https:': HttpsAgent } }

async function follow(request: HttpRequest, way: Way): Promise<HttpResponse> {
  const startedAt = performance.now()
  request.signal.throwIfAborted()
  const first: Hop = {
    url: parseTarget(request.url, way.allowed),
    method: request.method,
    headers: outgoingHeaders(request.headers ?? {}),
    ...(request.body !== undefined && { body: request.body }),
  }
  const timeout = AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  const signal = AbortSignal.any([request.signal, timeout])
  try {
    const response = await answerTo(first, request.followRedirects === true, way, signal)
    const body = await readBody(response, request.maxResponseBytes ?? DEFAULT_RESPONSE_BYTES, signal)
    const durationMs = Math.round(performance.now() - startedAt)
    return { status: response.statusCode ?? 0, headers: incomingHeaders(response.headers), body, durationMs }
  } catch (fault) {
    request.signal.throwIfAborted()
    if (timeout.aborted) throw tooSlow()
    throw toFailure(fault)
  }
}

async function fetchGuarded(request: Request, way: Way): Promise<Response> {
  const { signal } = request
  const method: Hop['method'] = request.method === 'POST' ? 'POST' : 'GET'
  signal.throwIfAborted()
  const { 'content-length': _length, ...headers } = Object.fromEntries(request.headers)
  const body = request.body === null ? undefined : await request.text()
  try {
    const url = parseTarget(request.url, way.allowed)
    const hop = { url, method, headers: outgoingHeaders(headers), ...(body !== undefined && { body }) }
    const response = await exchange(hop, way, signal, false)
    return new Response(streamBody(response, DEFAULT_RESPONSE_BYTES), {
      status: response.statusCode ?? 502,
      headers: incomingHeaders(response.headers),
    })
  } catch (fault) {
    signal.throwIfAborted()
    throw toFailure(fault)
  }
}

/** The answer at the end of all redirects, its body still to be read. */
async function answerTo(first: Hop, redirects: boolean, way: Way, signal: AbortSignal): Promise<IncomingMessage> {
  let hop = first
  for (let followed = 0; ; followed++) {
    const response = await send(hop, way, signal)
    const { statusCode: status = 0, headers } = response
    if (!redirects || !isRedirect(status) || headers.location === undefined) return response
    const to = locate(response, headers.location, hop, way)
    const next = nextHop(hop, status, to)
    if (!next) return response
    response.destroy()
    if (followed === MOST_REDIRECTS) {
      throw new BlockFailure({ code: 'too_many_redirects', message: `More than ${MOST_REDIRECTS} redirects` })
    }
    hop = next
  }
}

function locate(response: IncomingMessage, location: string, hop: Hop, way: Way): URL {
  try {
    return parseTarget(location, way.allowed, hop.url)
  } catch (fault) {
    response.destroy()
    throw fault
  }
}

/** A kept connection that the server closed before it answered. */
class StaleConnection extends Error {}

/** One exchange up to the headers. Only what may be repeated goes over a kept connection; a stale one is replaced. */
async function send(hop: Hop, way: Way, signal: AbortSignal): Promise<IncomingMessage> {
  const repeatable = hop.method === 'GET' || hop.method === 'HEAD' || 'idempotency-key' in hop.headers
  if (!repeatable) return exchange(hop, way, signal, false)
  try {
    return await exchange(hop, way, signal, true)
  } catch (fault) {
    if (fault instanceof StaleConnection) return exchange(hop, way, signal, false)
    throw fault
  }
}

function exchange(hop: Hop, way: Way, signal: AbortSignal, keep: boolean): Promise<IncomingMessage> {
  const { url, method, headers, body } = hop
  const secure = url.protocol === 'https:'
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const options = {
    method,
    headers,
    signal,
    agent: keep && way.agents[secure ? 'https:' : 'http:'],
    lookup: guardLookup(url, way.allowed, way.resolve),
    maxHeaderSize: HEADER_BYTES,
    insecureHTTPParser: false,
  }
  const request = secure ? requestHttps(url, options, resolve) : requestHttp(url, options, resolve)
  request.on('error', (fault) => reject(request.reusedSocket && isCutOff(fault) ? new StaleConnection() : fault))
  request.end(body)
  return promise
}

function isCutOff(fault: Error): boolean {
  return 'code' in fault && (fault.code === 'ECONNRESET' || fault.code === 'EPIPE')
}

function tooSlow(): BlockFailure {
  return new BlockFailure({ code: 'timeout', message: 'The server took too long to answer', retryable: true })
}
