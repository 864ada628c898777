import type { z } from 'zod'
import type { Permission } from '#lib/auth/permissions.ts'
import type { Principal } from '#lib/auth/principal.ts'
import { AppError, type ErrorCode, isAppError } from '#lib/errors.ts'
import { faultFacts } from '#lib/faults.ts'
import { newId } from '#lib/ids.ts'
import { log } from '#lib/log.ts'
import { type ErrorMapper, RequestError, type RequestPart } from './problem.ts'
import { readJson } from './read-json.ts'

/** What the framework hands a route beside the request: the dynamic segments of its address. */
export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = {
  (request: Request, context: RouteContext): Promise<Response>
  /** What the route takes, for describing it; a refusal of a method has none. */
  readonly shape?: RouteShape
}

/** What a route asks of its caller. */
export type RouteShape = { permission?: Permission; params?: z.ZodType; query?: z.ZodType; body?: z.ZodType }

/** A call of somebody known, once it is answered. */
export type AnsweredCall = {
  requestId: string
  caller: Principal
  request: Request
  /** Variable segments of the address. */
  params: Record<string, string | string[] | undefined>
  /** The body as sent, where it was JSON and has been read. */
  body: unknown
  response: Response
  errorCode: ErrorCode | null
  /** Milliseconds. */
  duration: number
}

/**
 * What all routes of one API share. `authenticate` throws `unauthorized` when it knows nobody, and says from where the
 * caller comes; it names who calls to `known` before it can refuse them for another reason.
 */
export type ApiFamily<Caller extends Principal | null> = {
  authenticate(request: Request, requestId: string, known: (caller: Principal) => void): Promise<Caller>
  errors: ErrorMapper
  /** Told of every answered call of somebody known; must not throw. */
  record?(call: AnsweredCall): void
}

/** The parts of a request as parsed; a part without a schema is `undefined`. */
export type RouteInput<Params, Query, Body> = { params: Params; query: Query; body: Body; requestId: string }

export type RouteDefinition<Caller, Params, Query, Body> = {
  /** Refused with `forbidden` when the caller lacks it. */
  permission?: Permission
  params?: z.ZodType<Params>
  query?: z.ZodType<Query>
  /** Without a schema the body is not read. */
  body?: z.ZodType<Body>
  handler(caller: Caller, input: RouteInput<Params, Query, Body>, request: Request): Promise<Response> | Response
}

const REQUEST_ID = /^[A-Za-z0-9_-]{8,128}$/

/**
 * The one way a route is made: a web-standard handler that checks in the order of 401, malformed 400,
 * schema 400, 403, and answers every refusal in its family's words. Faults are logged once and answered
 * with a plain 500. Every response carries `X-Request-Id`: the caller's own where well formed.
 */
export function defineRoute<Caller extends Principal | null, Params = undefined, Query = undefined, Body = undefined>(
  family: ApiFamily<Caller>,
  route: RouteDefinition<Caller, Params, Query, Body>,
): RouteHandler {
  const { permission, params, query, body } = route
  const shape = {
    ...(permission && { permission }),
    ...(params && { params }),
    ...(query && { query }),
    ...(body && { body }),
  }
  const handle = async (request: Request, context: RouteContext) => {
    const startedAt = performance.now()
    const call: Call = { requestId: requestIdOf(request), caller: null, body: undefined, errorCode: null }
    const response = await answer(family, route, request, context, call).catch((error: unknown) => {
      const refusal = toRefusal(error, call.requestId)
      call.errorCode = refusal.code
      return family.errors(refusal, call.requestId, request)
    })
    response.headers.set('x-request-id', call.requestId)
    const { caller } = call
    if (family.record && caller) {
      const duration = performance.now() - startedAt
      family.record({ ...call, caller, request, params: await context.params, response, duration })
    }
    return response
  }
  return Object.assign(handle, { shape })
}

/** What is known of a call so far. */
type Call = { requestId: string; caller: Principal | null; body: unknown; errorCode: ErrorCode | null }

async function answer<Caller extends Principal | null, Params, Query, Body>(
  family: ApiFamily<Caller>,
  route: RouteDefinition<Caller, Params, Query, Body>,
  request: Request,
  context: RouteContext,
  call: Call,
): Promise<Response> {
  const { requestId } = call
  const caller = await family.authenticate(request, requestId, (known) => {
    call.caller = known
  })
  call.caller = caller
  const given = {
    params: route.params && (await context.params),
    query: route.query && queryOf(request),
    body: route.body && (await readJson(request)),
  }
  call.body = given.body
  refuseNul(given.params)
  refuseNul(given.query)
  const input = {
    params: parsePart('params', route.params, given.params),
    query: parsePart('query', route.query, given.query),
    body: parsePart('body', route.body, given.body),
    requestId,
  }
  if (route.permission && !caller?.permissions.has(route.permission)) throw lacks(route.permission)
  return route.handler(caller, input, request)
}

/** The refusal of a caller who may not do what the route needs. */
function lacks(permission: Permission): AppError {
  return new AppError('forbidden', `This needs the permission ${permission}`)
}

/** Parses one part; a route without a schema for it has declared its type as `undefined`. */
function parsePart<Value>(part: RequestPart, schema: z.ZodType<Value> | undefined, given: unknown): Value {
  if (!schema) return undefined as Value
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  if (part === 'body' && given === undefined) {
    throw new AppError('malformed_request', 'The request body is empty; a JSON object is expected')
  }
  throw new RequestError(part, parsed.error, given)
}

/** Addresses never hold NUL for a reason, and the database refuses it. */
function refuseNul(values: Record<string, string | string[] | undefined> | undefined): void {
  if (Object.values(values ?? {}).some((value) => value?.includes('\0'))) {
    throw new AppError('malformed_request', 'The address holds a NUL character')
  }
}

/** Query parameters as text; one given several times as a list of texts. */
function queryOf(request: Request): Record<string, string | string[]> {
  const parameters = new URL(request.url).searchParams
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = '', ...others] = parameters.getAll(name)
      return [name, others.length === 0 ? first : [first, ...others]]
    }),
  )
}

function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given !== null && REQUEST_ID.test(given) ? given : newId.request()
}

function toRefusal(error: unknown, requestId: string): AppError {
  if (isAppError(error)) return error
  log.error({ requestId, fault: faultFacts(error) }, 'A request failed')
  return new AppError('internal_error', 'Something went wrong on our side')
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

/** The handlers of one address: the given ones, and 405 with `Allow` for every other method. */
export function defineMethods(
  errors: ErrorMapper,
  handlers: Partial<Record<Method, RouteHandler>>,
): Record<Method, RouteHandler> {
  const allow = METHODS.filter((method) => handlers[method]).join(', ')
  const refuse: RouteHandler = async (request) => {
    const requestId = requestIdOf(request)
    const response = errors(new AppError('method_not_allowed', `This address takes ${allow}`), requestId, request)
    response.headers.set('allow', allow)
    response.headers.set('x-request-id', requestId)
    return response
  }
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, ...handlers }
}
