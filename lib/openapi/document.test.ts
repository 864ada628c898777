import { describe, expect, it } from 'vitest'
import type { Runtime } from '#lib/ports.ts'
import { openApiOf } from './document.ts'
import { documentOf, publicApis, serveDocument } from './serve.ts'
import { readOperations, referencesIn } from './testing/read-document.ts'

const runtime = () => ({ publicUrl: 'https://verify.example' }) as Runtime
const document = documentOf(runtime)
const operations = readOperations(document)

describe('the OpenAPI document', () => {
  it('describes every route of the three APIs, and nothing else', () => {
    const mounted = publicApis(runtime).flatMap(({ routes }) =>
      routes.flatMap(({ pattern, methods }) =>
        Object.entries(methods)
          .filter(([, handler]) => handler.shape)
          .map(([method]) => `${method} ${pattern}`),
      ),
    )
    expect(operations.map(({ name }) => name).sort()).toEqual(mounted.sort())
    expect(mounted.length).toBeGreaterThan(20)
  })

  it('cannot be made when a route is not described, or a description has lost its route', () => {
    const [first] = publicApis(runtime)
    if (!first) throw new Error('There is no API')
    const { api, routes } = first
    const { 'POST /v1/files': files, ...others } = api.operations
    expect(() => openApiOf([{ api: { ...api, operations: others }, routes }], 'x')).toThrow(
      'Not described: POST /v1/files',
    )
    const lost = { ...api.operations, 'POST /v1/moon': files ?? fail() }
    expect(() => openApiOf([{ api: { ...api, operations: lost }, routes }], 'x')).toThrow(
      'Described, but not there: POST /v1/moon',
    )
  })

  it('gives every operation a name of its own, and leads every reference somewhere', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
    const names = Object.keys(Object(document.components).schemas).map((name) => `#/components/schemas/${name}`)
    expect(referencesIn(document).filter((reference) => !names.includes(reference))).toEqual([])
  })

  it('names every variable segment of an address', () => {
    for (const { path, parameters } of operations) {
      const segments = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(segments)
    }
  })

  it.each(operations.filter(({ body }) => body?.example).map((operation) => [operation.name, operation] as const))(
    'shows a body that %s takes',
    (_, { path, method, body }) => {
      const route = publicApis(runtime)
        .flatMap(({ routes }) => routes)
        .find(({ pattern }) => pattern === path)
      expect(route?.methods[method]?.shape?.body?.safeParse(body?.example).error).toBeUndefined()
    },
  )

  it('shows a body wherever one is taken', () => {
    const bare = operations.filter(({ body }) => body?.type === 'application/json' && !body.example)
    expect(bare.map(({ name }) => name)).toEqual([])
  })

  it('is served whole and for each API, to any page', async () => {
    expect(await serveDocument(runtime).json()).toEqual(document)
    const answer = serveDocument(runtime, 'process.json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(Object.keys((await answer.json()).paths).every((path) => path.startsWith('/process/'))).toBe(true)
    expect(serveDocument(runtime, 'other.json').status).toBe(404)
  })
})

function fail(): never {
  throw new Error('The operation is missing')
}
