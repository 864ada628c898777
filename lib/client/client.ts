import { ADDRESSES, type Operations } from './operations.ts'

export type ClientOptions = {
  /** Address of the instance, without a trailing slash. */
  url: string
  /** An API key, or a function that gives a token; asked before every call. */
  key: string | (() => string | Promise<string>)
  /** Takes the place of the platform's `fetch`. */
  fetch?: typeof fetch
}

/** A call that was refused or failed: the status, and the body as the API sent it. */
export class CallError extends Error {
  readonly status: number
  readonly body: unknown
  /** Seconds after which a refused call may be made again. */
  readonly retryAfterSeconds: number | null
  readonly requestId: string | null

  constructor(operation: string, response: Response, body: unknown) {
    super(`${operation} was answered with ${response.status}`)
    this.name = 'CallError'
    this.status = response.status
    this.body = body
    const wait = response.headers.get('retry-after')
    this.retryAfterSeconds = wait === null ? null : Number(wait)
    this.requestId = response.headers.get('x-request-id')
  }
}

export type CallOptions = {
  /** Makes a repeat of the call harmless. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/** Calls the three public APIs; rejects with a `CallError` for every status but 2xx. */
export type Client = {
  call<Name extends keyof Operations>(
    operation: Name,
    input: Operations[Name]['input'],
    options?: CallOptions,
  ): Promise<Operations[Name]['answer']>
}

/** Makes a client of one instance. */
export function createClient({ url, key, fetch: send = fetch }: ClientOptions): Client {
  return {
    call: async (operation, input, { idempotencyKey, signal } = {}) => {
      const [method, pattern] = ADDRESSES[operation]
      const { path = {}, query = {}, body }: Parts = input
      const credential = typeof key === 'string' ? key : await key()
      const response = await send(`${url}${fill(pattern, path)}${queryText(query)}`, {
        method,
        headers: {
          authorization: `Bearer ${credential}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      })
      const text = await response.text()
      const answer: unknown = text === '' ? null : JSON.parse(text)
      if (!response.ok) throw new CallError(operation, response, answer)
      return { status: response.status, body: answer } as Operations[typeof operation]['answer']
    },
  }
}

type Parts = { path?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

function fill(pattern: string, values: Record<string, unknown>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
}

function queryText(values: Record<string, unknown>): string {
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
