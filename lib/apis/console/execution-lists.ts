import { z } from 'zod'
import {
  executionFilterSchema,
  failureListQuerySchema,
  failureListSchema,
  savedViewListSchema,
  saveViewRequestSchema,
  starterListSchema,
} from '#lib/contracts/executions.ts'
import { environmentSchema } from '#lib/contracts/wire.ts'
import { exportExecutions, recordExport } from '#lib/executions/export.ts'
import { listFailures } from '#lib/executions/failures.ts'
import { listViews, removeView, saveView } from '#lib/executions/views.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

/** `/api/console/executions/export` */
export function exportRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'executions:export',
      query: executionFilterSchema,
      handler: async (member, { query }) => {
        await recordExport(runtime(), member, query)
        return new Response(streamOf(exportExecutions(runtime(), member, query)), {
          headers: {
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': 'attachment; filename="executions.csv"',
            'cache-control': 'no-store',
          },
        })
      },
    }),
  })
}

/** `/api/console/executions/failures` */
export function failuresRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      query: failureListQuerySchema,
      handler: async (member, { query }) =>
        replyJson(200, failureListSchema.parse(await listFailures(runtime(), member, query))),
    }),
  })
}

/** `/api/console/executions/starters` */
export function startersRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      query: z.strictObject({ environment: environmentSchema.default('PRODUCTION') }),
      handler: async (member, { query: { environment } }) => {
        const data = await runtime().tenant(member.organizationId).executions.keys(environment)
        return replyJson(200, starterListSchema.parse({ data }))
      },
    }),
  })
}

/** `/api/console/executions/views` */
export function viewsRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      handler: async (member) =>
        replyJson(200, savedViewListSchema.parse({ data: await listViews(runtime(), member) })),
    }),
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      body: saveViewRequestSchema,
      handler: async (member, { body }) =>
        replyJson(200, savedViewListSchema.parse({ data: await saveView(runtime(), member, body) })),
    }),
  })
}

/** `/api/console/executions/views/{viewId}` */
export function viewRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    DELETE: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      params: z.strictObject({ viewId: z.string() }),
      handler: async (member, { params: { viewId } }) =>
        replyJson(200, savedViewListSchema.parse({ data: await removeView(runtime(), member, viewId) })),
    }),
  })
}

/** Texts as bytes, each made when the one before has been taken. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
