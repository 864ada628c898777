import type { Credentials } from './create.ts'
import { STATUS_LIST_TTL_SECONDS } from './status-list.ts'

/** The part of the runtime that the well-known documents are made from. */
export type WellKnownRuntime = { credentials: Pick<Credentials, 'didDocument' | 'jwks' | 'statusList'> }

const KEYS_MAX_AGE_SECONDS = 300
const MAX_LIST_ID = 2_147_483_647

/** `GET /.well-known/did.json`: the DID document of this instance (did:web method §2.5.2). */
export async function serveDidDocument(_request: Request, runtime: WellKnownRuntime): Promise<Response> {
  const body = JSON.stringify(await runtime.credentials.didDocument())
  return publicDocument(body, 'application/did+json', KEYS_MAX_AGE_SECONDS)
}

/** `GET /.well-known/jwks.json`: the published keys (RFC 7517 §8.5.2). */
export async function serveJwks(_request: Request, runtime: WellKnownRuntime): Promise<Response> {
  const body = JSON.stringify(await runtime.credentials.jwks())
  return publicDocument(body, 'application/jwk-set+json', KEYS_MAX_AGE_SECONDS)
}

/** `GET /.well-known/status-lists/{n}`: a status list credential as a JWT (RFC 7519 §10.3.1); 404 where there is none. */
export async function serveStatusList(request: Request, runtime: WellKnownRuntime): Promise<Response> {
  const listId = /\/status-lists\/([1-9]\d{0,9})$/.exec(new URL(request.url).pathname)?.[1]
  const isPossible = listId !== undefined && Number(listId) <= MAX_LIST_ID
  const jwt = isPossible ? await runtime.credentials.statusList(Number(listId)) : null
  if (jwt === null) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } })
  return publicDocument(jwt, 'application/jwt', STATUS_LIST_TTL_SECONDS)
}

/** Verifiers run in browsers too, so any origin may read. */
function publicDocument(body: string, type: string, maxAgeSeconds: number): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'cache-control': `public, max-age=${maxAgeSeconds}`,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    },
  })
}
