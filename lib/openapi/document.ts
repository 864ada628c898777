import type { z } from 'zod'
import { isJsonObject, type Json, type JsonObject } from '#lib/engine/json.ts'
import type { MountedRoute } from '#lib/http/mount.ts'
import type { RouteShape } from '#lib/http/route.ts'
import { toJsonSchema } from './json-schema.ts'
import type { Answer, ApiDescription, Operation } from './operation.ts'

export type DescribedApi = { api: ApiDescription; routes: readonly MountedRoute[] }

/** One operation of an API with what its route takes. */
type Route = { path: string; method: string; shape: RouteShape; operation: Operation }

const INFO = `Run identity-verification workflows, follow them, and answer what they wait for. Three APIs speak to one engine:
every workflow can be called through any of them.`

/**
 * The OpenAPI 3.1 document of the given APIs: what requests take comes from the routes themselves, what is answered
 * from the contracts. Throws where a route is not described, or a description has no route.
 */
export function openApiOf(apis: readonly DescribedApi[], publicUrl: string): JsonObject {
  const schemas = new Map<z.ZodType, string>()
  for (const { api } of apis) for (const [name, schema] of Object.entries(api.schemas)) schemas.set(schema, name)
  const paths = apis.flatMap(({ api, routes }) =>
    describedRoutes(api, routes).map((route): [string, string, JsonObject] => [
      route.path,
      route.method.toLowerCase(),
      operationOf(api, route, schemas),
    ]),
  )
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign', version: '1', description: INFO },
    servers: [{ url: publicUrl }],
    tags: apis.map(({ api }) => ({ name: api.name, description: `${api.title}. ${api.description}` })),
    security: [{ key: [] }, { token: [] }],
    paths: Object.fromEntries(
      [...Map.groupBy(paths, ([path]) => path)].map(([path, methods]) => [
        path,
        Object.fromEntries(methods.map(([, method, operation]) => [method, operation])),
      ]),
    ),
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key: `apk_{keyId}_{secret}`.' },
        token: { type: 'http', scheme: 'bearer', description: 'A key, or a token of `POST /v1/auth/token`.' },
      },
      schemas: Object.fromEntries([...schemas].map(([schema, name]) => [name, toJsonSchema(schema, 'output')])),
    },
  }
}

/** Every route of an API with its description. */
function describedRoutes(api: ApiDescription, routes: readonly MountedRoute[]): Route[] {
  const mounted = routes.flatMap(({ pattern, methods }) =>
    Object.entries(methods).flatMap(([method, { shape }]) => (shape ? [{ path: pattern, method, shape }] : [])),
  )
  const names = new Set(mounted.map(({ method, path }) => `${method} ${path}`))
  const lost = Object.keys(api.operations).filter((name) => !names.has(name))
  if (lost.length > 0) throw new Error(`Described, but not there: ${lost.join(', ')}`)
  return mounted.map((route) => {
    const operation = api.operations[`${route.method} ${route.path}`]
    if (!operation) throw new Error(`Not described: ${route.method} ${route.path}`)
    return { ...route, operation }
  })
}

function operationOf(api: ApiDescription, route: Route, schemas: ReadonlyMap<z.ZodType, string>): JsonObject {
  const { operation, shape } = route
  const answers = Object.entries(operation.answers)
  const refusals = Object.entries(api.refusals)
  return {
    operationId: operation.id,
    tags: [api.name],
    summary: operation.summary,
    description: operation.description,
    ...(shape.permission && { 'x-permission': shape.permission }),
    ...(operation.addition && { 'x-addition': true }),
    ...parametersOf(shape),
    ...bodyOf(route),
    responses: Object.fromEntries(
      [...answers, ...refusals].map(([status, answer]) => [status, answerOf(answer, schemas)]),
    ),
  }
}

function parametersOf({ params, query }: RouteShape): JsonObject {
  const parameters = [...parametersIn('path', params), ...parametersIn('query', query)]
  return parameters.length === 0 ? {} : { parameters }
}

function parametersIn(place: 'path' | 'query', schema: z.ZodType | undefined): JsonObject[] {
  if (!schema) return []
  const { properties, required } = toJsonSchema(schema, 'input')
  return Object.entries(isJsonObject(properties) ? properties : {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (Array.isArray(required) && required.includes(name)),
    schema: property,
  }))
}

function bodyOf({ shape, operation }: Route): JsonObject {
  if (operation.form)
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: operation.form } } } }
  if (!shape.body) return {}
  const required = !shape.body.safeParse(undefined).success
  const content = {
    schema: annotated(toJsonSchema(shape.body, 'input'), operation.notes ?? {}),
    ...(operation.example && { example: operation.example }),
  }
  return { requestBody: { required, content: { 'application/json': content } } }
}

/** The schema with notes as descriptions; throws where a note's member is not there. */
function annotated(schema: JsonObject, notes: Readonly<Record<string, string>>): JsonObject {
  return Object.entries(notes).reduce((whole, [path, note]) => withNote(whole, path.split('.'), note), schema)
}

function withNote(schema: JsonObject, [name = '', ...rest]: string[], note: string): JsonObject {
  const { properties } = schema
  const member = isJsonObject(properties) ? properties[name] : undefined
  if (!isJsonObject(properties) || !isJsonObject(member)) throw new Error(`A note is about nothing: ${name}`)
  const noted = rest.length === 0 ? { ...member, description: note } : withNote(member, rest, note)
  return { ...schema, properties: { ...properties, [name]: noted } }
}

function answerOf({ description, schema, type }: Answer, schemas: ReadonlyMap<z.ZodType, string>): Json {
  if (!schema) return type === undefined ? { description } : { description, content: { [type]: {} } }
  const name = schemas.get(schema)
  const written = name === undefined ? toJsonSchema(schema, 'output') : { $ref: `#/components/schemas/${name}` }
  return { description, content: { [type ?? 'application/json']: { schema: written } } }
}
