import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { Actor } from '#lib/engine/block.ts'
import { isJsonObject, type JsonObject } from '#lib/engine/json.ts'
import { uuidv7 } from '#lib/ids.ts'
import { outlineOf } from './outline.ts'
import { bodyOf } from './problem.ts'
import type { AnsweredCall } from './route.ts'

type PublicApi = 'v1' | 'process' | 'turns'

/** One answered call as it is kept; instants are milliseconds since 1970, durations milliseconds. */
export type LoggedCall = {
  id: string
  organizationId: string
  environment: EnvironmentName
  requestId: string
  actor: Actor
  api: PublicApi
  method: string
  /** The address with `{name}` for its variable segments. */
  path: string
  status: number
  errorCode: string | null
  duration: number
  idempotencyKey: string | null
  /** See `outlineOf`. */
  body: JsonObject | null
  /** The execution as the called API names it. */
  execution: string | null
  at: number
}

export type RequestLog = {
  /** Keeps a call for writing; costs the caller no waiting, and never throws. */
  note(api: PublicApi, call: AnsweredCall): void
  /** Writes what is waiting. */
  flush(): Promise<void>
}

const FLUSH_MS = 250
const MOST_WAITING = 5_000
const LONGEST_KEY = 255

/** Collects answered calls and writes them a few times a second; calls beyond `MOST_WAITING` are dropped and reported. */
export function createRequestLog(deps: {
  write(calls: readonly LoggedCall[]): Promise<void>
  now(): number
  report(error: unknown): void
}): RequestLog {
  let waiting: LoggedCall[] = []
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const write = async () => {
    clearTimeout(timer)
    timer = undefined
    const [batch, missing] = [waiting, dropped]
    ;[waiting, dropped] = [[], 0]
    if (missing > 0) deps.report(new Error(`${missing} calls were not written to the request log`))
    if (batch.length > 0) await deps.write(batch).catch(deps.report)
  }
  const flush = () => {
    writing = writing.then(write)
    return writing
  }

  return {
    flush,
    note: (api, call) => {
      const logged = toLogged(api, call, deps.now())
      if (!logged) return
      if (waiting.length >= MOST_WAITING) dropped += 1
      else waiting.push(logged)
      timer ??= setTimeout(() => void flush(), FLUSH_MS).unref()
    },
  }
}

/** Calls of system keys belong to no organization that could read them. */
function toLogged(api: PublicApi, call: AnsweredCall, now: number): LoggedCall | null {
  const { caller, request, requestId, params, body, response, errorCode, duration } = call
  if (caller.organizationId === null) return null
  return {
    id: uuidv7(now),
    organizationId: caller.organizationId,
    environment: caller.environment ?? 'PRODUCTION',
    requestId,
    actor: caller.actor,
    api,
    method: request.method,
    path: patternOf(new URL(request.url).pathname, params),
    status: response.status,
    errorCode,
    duration: Math.round(duration * 10) / 10,
    idempotencyKey: idempotencyKeyOf(request, body),
    body: outlineOf(body),
    execution: executionOf(bodyOf(response)) ?? executionOf(params),
    at: now - duration,
  }
}

/** The address with its variable segments named: `/v1/workflows/status/{executionId}`. */
function patternOf(path: string, params: AnsweredCall['params']): string {
  const names = new Map(Object.entries(params).map(([name, value]) => [String(value), `{${name}}`]))
  return path
    .split('/')
    .map((segment) => names.get(segment) ?? names.get(decoded(segment)) ?? segment)
    .join('/')
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** What makes a repeat of the call harmless: the header, the execution id chosen, or the message id. */
function idempotencyKeyOf(request: Request, body: unknown): string | null {
  const options = memberOf(body, 'options')
  const key = request.headers.get('idempotency-key') ?? memberOf(options, 'executionId') ?? memberOf(body, 'messageId')
  return typeof key === 'string' ? key.slice(0, LONGEST_KEY) : null
}

function executionOf(value: unknown): string | null {
  const id = memberOf(value, 'executionId') ?? memberOf(value, 'processInstanceId') ?? memberOf(value, 'run_id')
  return typeof id === 'string' ? id.slice(0, LONGEST_KEY) : null
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined
}
