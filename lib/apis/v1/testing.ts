import { expect } from 'vitest'
import type { RouteHandler } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { verifyCredentialRoute } from './credentials.ts'
import { executeRoute } from './execute.ts'
import { cancelRoute, resumeRoute, statusRoute } from './executions.ts'
import { filesRoute } from './files.ts'
import { executionsRoute, workflowExecutionsRoute } from './lists.ts'
import { deployRoute, stateRoute, workflowRoute } from './manage.ts'
import { workflowsRoute } from './workflows.ts'

const REQUEST_ID = 'req-of-test'

export type V1Call = {
  method?: string
  /** The printed form of an API key. */
  key?: string
  /** Sent as JSON, or as it is where it is text, bytes or a form. */
  body?: unknown
  params?: Record<string, string>
  query?: string
  headers?: Record<string, string>
}
/** Headers are not enumerable, so that answers compare by status and body. */
export type V1Answer = { status: number; headers: Headers; body: unknown }

/** API v1 over a runtime, called as a framework would call it. */
export function createV1(runtime: Runtime) {
  const own = () => runtime
  const routes = {
    execute: executeRoute(own),
    status: statusRoute(own),
    cancel: cancelRoute(own),
    resume: resumeRoute(own),
    executions: executionsRoute(own),
    workflowExecutions: workflowExecutionsRoute(own),
    workflows: workflowsRoute(own),
    workflow: workflowRoute(own),
    state: stateRoute(own),
    deploy: deployRoute(own),
    files: filesRoute(own),
    verify: verifyCredentialRoute(own),
  }
  return {
    routes,
    execute: (key: string, body: unknown) => call(routes.execute.POST, { key, body }),
    resume: (key: string, executionId: string, body: unknown) =>
      call(routes.resume.POST, { key, body, params: { executionId } }),
    cancel: (key: string, executionId: string, body?: unknown) =>
      call(routes.cancel.POST, { key, body, params: { executionId } }),
    status: (key: string, executionId: string) =>
      call(routes.status.GET, { method: 'GET', key, params: { executionId } }),
    executions: (key: string, query = '') => call(routes.executions.GET, { method: 'GET', key, query }),
    workflows: (key: string, query = '') => call(routes.workflows.GET, { method: 'GET', key, query }),
  }
}
export type V1 = ReturnType<typeof createV1>

/** Calls a route; every answer must carry the request's id and forbid caching. */
export async function call(handler: RouteHandler, options: V1Call): Promise<V1Answer> {
  const { method = 'POST', key, body, params = {}, query = '', headers } = options
  const request = new Request(`http://127.0.0.1:3000/v1${query}`, {
    method,
    body: bodyOf(body),
    headers: { 'x-request-id': REQUEST_ID, ...(key !== undefined && { 'x-api-key': key }), ...headers },
  })
  const response = await handler(request, { params: Promise.resolve(params) })
  expect(response.headers.get('x-request-id')).toBe(REQUEST_ID)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const answer = { status: response.status, body: await response.json() }
  return Object.defineProperty({ ...answer, headers: response.headers }, 'headers', { enumerable: false })
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof FormData || body instanceof ReadableStream || body instanceof Blob) return body
  return new TextEncoder().encode(JSON.stringify(body))
}

/** The answer of a refusal, whole. */
export function refusal(status: number, code: string, message: string, details: object[] = []) {
  return { status, body: { error: { code, message, details, request_id: REQUEST_ID } } }
}

const GENERATED: readonly [name: string, pattern: RegExp][] = [
  ['execution', /exec_[0-9A-Z]{26}/g],
  ['pause', /pause_[0-9A-Z]{26}/g],
  ['credential', /cred_[0-9A-Z]{26}/g],
  ['file', /file_[0-9A-Z]{26}/g],
  ['uuid', /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g],
]
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g
const TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/
const MILLISECONDS = new Set(['durationMs', 'executionTime'])

/** The value with generated ids numbered in their order, instants, durations and signed tokens named; all else as it is. */
export function normalise(value: unknown): unknown {
  const known = new Map<string, string>()
  const named = (kind: string) => (id: string) => {
    const name = known.get(id) ?? `<${kind} ${[...known.values()].filter((other) => other.includes(kind)).length + 1}>`
    known.set(id, name)
    return name
  }
  const plain = (text: string) =>
    TOKEN.test(text)
      ? '<token>'
      : GENERATED.reduce((left, [kind, pattern]) => left.replace(pattern, named(kind)), text.replace(INSTANT, '<time>'))
  const walk = (inner: unknown, key = ''): unknown => {
    if (typeof inner === 'string') return plain(inner)
    if (typeof inner === 'number' && MILLISECONDS.has(key) && inner >= 0) return '<ms>'
    if (Array.isArray(inner)) return inner.map((item) => walk(item))
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).map(([name, item]) => [plain(name), walk(item, name)]))
  }
  return walk(value)
}

/** Status and normalised body of an answer, to be compared as a whole. */
export function seen({ status, body }: V1Answer): { status: number; body: unknown } {
  return { status, body: normalise(body) }
}
