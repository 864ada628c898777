import { expect } from 'vitest'
import type { RouteHandler } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { cancelRoute } from './cancel.ts'
import { type Instance, instanceSchema, startedSchema } from './contract.ts'
import { eventRoute } from './event.ts'
import { execRoute, startRoute } from './exec.ts'
import { instanceRoute } from './instance.ts'
import { listRoute } from './list.ts'
import { taskRoute } from './task.ts'

const REQUEST_ID = 'req-of-test'

type ProcessAnswer = { status: number; body: unknown }
type Call = {
  method?: string
  /** The printed form of an API key. */
  key?: string
  /** Sent as JSON, or as it is where it is text. */
  body?: unknown
  params?: Record<string, string>
  query?: string
}

/** The process API over a runtime, called as a framework would call it. */
export function createProcess(runtime: Runtime) {
  const own = () => runtime
  const routes = {
    exec: execRoute(own),
    start: startRoute(own),
    task: taskRoute(own),
    event: eventRoute(own),
    cancel: cancelRoute(own),
    list: listRoute(own),
    instance: instanceRoute(own),
  }
  const get = (name: keyof typeof routes, key: string, rest: Call = {}) =>
    call(`/process/${name}`, routes[name].GET, { method: 'GET', key, ...rest })
  const post = (name: keyof typeof routes, key: string, body: unknown, query = '') =>
    call(`/process/${name}`, routes[name].POST, { key, body, query })
  const instance = (key: string, processInstanceId: string) =>
    call(`/process/instance/${processInstanceId}`, routes.instance.GET, {
      method: 'GET',
      key,
      params: { processInstanceId },
    })
  const read = async (key: string, processInstanceId: string): Promise<Instance> =>
    instanceSchema.parse((await instance(key, processInstanceId)).body)

  return {
    routes,
    instance,
    exec: (key: string, body: unknown, query = '') => post('exec', key, body, query),
    start: (key: string, body: unknown, query = '') => post('start', key, body, query),
    task: (key: string, body: unknown) => post('task', key, body),
    event: (key: string, body: unknown) => post('event', key, body),
    cancel: (key: string, body: unknown) => post('cancel', key, body),
    list: (key: string, query = '') => get('list', key, { query }),
    /** Starts a process that must start; returns its instance's id. */
    begin: async (key: string, body: unknown, query = ''): Promise<string> => {
      const answer = await post('exec', key, body, query)
      return startedSchema.parse(answer.body).processInstanceId
    },
    /** The instance once it has come to rest in one of these states. */
    reaches: async (key: string, id: string, ...statuses: Instance['status'][]): Promise<Instance> => {
      await expect.poll(async () => (await read(key, id)).status, { interval: 5, timeout: 10_000 }).toBeOneOf(statuses)
      return read(key, id)
    },
  }
}

/** Calls a route; every answer must carry the request's id and forbid caching. */
export async function call(
  path: string,
  handler: RouteHandler,
  { method = 'POST', key, body, params = {}, query = '' }: Call,
): Promise<ProcessAnswer & { headers: Headers }> {
  const text = typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body)
  const request = new Request(`http://127.0.0.1:3000${path}${query}`, {
    method,
    body: text === null ? null : new TextEncoder().encode(text),
    headers: { 'x-request-id': REQUEST_ID, ...(key !== undefined && { 'x-api-key': key }) },
  })
  const response = await handler(request, { params: Promise.resolve(params) })
  expect(response.headers.get('x-request-id')).toBe(REQUEST_ID)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const answer = { status: response.status, body: await response.json() }
  return Object.defineProperty({ ...answer, headers: response.headers }, 'headers', { enumerable: false })
}

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** Any moment in ISO 8601 with milliseconds. */
export const anInstant: unknown = INSTANT

/** The answer of a refusal, whole. */
export function refusal(path: string, status: number, message: string, errors?: { field: string; message: string }[]) {
  return { status, body: { status, message, path, timestamp: INSTANT, ...(errors && { errors }) } }
}
