import type { HttpRequest } from '../services.ts'
import type { RequestConfig } from './config.ts'

/** A request, and the texts of ours in it that its answer must not show. */
export type PreparedRequest = { request: Omit<HttpRequest, 'signal'>; secrets: string[] }

/** What is sent for these settings. The key makes a repeat harmless for servers that know it. */
export function toRequest(config: RequestConfig, idempotencyKey: string): PreparedRequest {
  const body = textOf(config.body)
  const { secrets, headers: signing } = authorization(config.auth)
  const headers = {
    ...(body !== undefined && { 'content-type': typeof config.body === 'string' ? TEXT : 'application/json' }),
    ...lowerCase(config.headers),
    ...signing,
    'idempotency-key': idempotencyKey,
  }
  return {
    request: {
      method: config.method,
      url: withQuery(config.url, config.query),
      headers,
      ...(body !== undefined && { body }),
      timeoutMs: LAST_RESORT_MS,
      followRedirects: config.follow_redirects,
    },
    secrets,
  }
}

/** Longer than any attempt may take: the engine ends an attempt, and with it the request, when its time is up. */
const LAST_RESORT_MS = 305_000
const TEXT = 'text/plain; charset=utf-8'

function textOf(body: RequestConfig['body']): string | undefined {
  if (body === null) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function authorization(auth: RequestConfig['auth']): { headers: Record<string, string>; secrets: string[] } {
  switch (auth.type) {
    case 'none':
      return { headers: {}, secrets: [] }
    case 'bearer':
      return { headers: { authorization: `Bearer ${auth.token}` }, secrets: [] }
    case 'basic': {
      const encoded = base64(`${auth.username}:${auth.password}`)
      return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded] }
    }
    case 'header':
      return { headers: { [auth.name.toLowerCase()]: auth.value }, secrets: [] }
    default:
      return auth satisfies never
  }
}

/** Base64 of the text's UTF-8 bytes (RFC 7617 §2.1). */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function withQuery(address: string, query: RequestConfig['query']): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(query)) {
    for (const item of [value].flat()) if (item !== null) url.searchParams.append(name, String(item))
  }
  return url.href
}
