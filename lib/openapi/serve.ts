import { processRoutes } from '#lib/apis/process/routes.ts'
import { turnRoutes } from '#lib/apis/turns/routes.ts'
import { v1Routes } from '#lib/apis/v1/routes.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import type { Runtime } from '#lib/ports.ts'
import { type DescribedApi, openApiOf } from './document.ts'
import type { ApiName } from './operation.ts'
import { processDescription } from './process.ts'
import { turnsDescription } from './turns.ts'
import { v1Description } from './v1.ts'

/** The three public APIs: their routes and what is said of them. */
export function publicApis(runtime: () => Runtime): DescribedApi[] {
  return [
    { api: v1Description, routes: v1Routes(runtime) },
    { api: processDescription, routes: processRoutes(runtime) },
    { api: turnsDescription, routes: turnRoutes(runtime) },
  ]
}

/** The OpenAPI document of all three APIs, or of one. */
export function documentOf(runtime: () => Runtime, only?: ApiName): JsonObject {
  const apis = publicApis(runtime).filter(({ api }) => only === undefined || api.name === only)
  return openApiOf(apis, runtime().publicUrl)
}

/** `GET /openapi.json` and `/openapi/{api}.json`; any page may read them. 404 where there is no such API. */
export function serveDocument(runtime: () => Runtime, name?: string): Response {
  const only = (['v1', 'process', 'turns'] as const).find((api) => `${api}.json` === name)
  if (name !== undefined && only === undefined) return new Response(null, { status: 404 })
  return Response.json(documentOf(runtime, only), {
    headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  })
}
