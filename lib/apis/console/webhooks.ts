import { z } from 'zod'
import {
  type DeliveryView,
  deliveryListQuerySchema,
  deliveryListSchema,
  deliverySchema,
  type EndpointView,
  endpointChangeSchema,
  endpointListQuerySchema,
  endpointListSchema,
  endpointSchema,
  endpointSecretSchema,
  newEndpointSchema,
  removedSchema,
} from '#lib/contracts/webhooks.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { changeEndpoint } from '#lib/webhooks/change.ts'
import { createEndpoint } from '#lib/webhooks/create.ts'
import { findEndpoint } from '#lib/webhooks/find.ts'
import type { Delivery, Endpoint, EndpointChange } from '#lib/webhooks/ports.ts'
import { redeliver } from '#lib/webhooks/redeliver.ts'
import { removeEndpoint } from '#lib/webhooks/remove.ts'
import { rotateSecret } from '#lib/webhooks/rotate.ts'
import { sendTestEvent } from '#lib/webhooks/send-test.ts'
import { consoleFamily } from './family.ts'

const params = z.strictObject({ endpointId: z.string() })

/** `/api/console/webhooks` */
export function webhooksRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'settings:read',
      query: endpointListQuerySchema,
      handler: async ({ organizationId }, { query }) => {
        const endpoints = await runtime().tenant(organizationId).webhooks.list(query.environment)
        return replyJson(200, endpointListSchema.parse({ data: endpoints.map(toEndpoint) }))
      },
    }),
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'settings:write',
      body: newEndpointSchema,
      handler: async (member, { body }) => {
        const { endpoint, secret } = await createEndpoint(runtime(), member, body)
        return replyJson(201, endpointSecretSchema.parse({ endpoint: toEndpoint(endpoint), secret }))
      },
    }),
  })
}

/** `/api/console/webhooks/{endpointId}` */
export function webhookRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'settings:read',
      params,
      handler: async (member, { params: { endpointId } }) =>
        replyJson(200, endpointSchema.parse(toEndpoint(await findEndpoint(runtime(), member, endpointId)))),
    }),
    PUT: defineRoute(consoleFamily(runtime), {
      permission: 'settings:write',
      params,
      body: endpointChangeSchema,
      handler: async (member, { params: { endpointId }, body }) => {
        const endpoint = await changeEndpoint(runtime(), member, endpointId, given(body))
        return replyJson(200, endpointSchema.parse(toEndpoint(endpoint)))
      },
    }),
    DELETE: defineRoute(consoleFamily(runtime), {
      permission: 'settings:write',
      params,
      handler: async (member, { params: { endpointId } }) => {
        await removeEndpoint(runtime(), member, endpointId)
        return replyJson(200, removedSchema.parse({ removed: true }))
      },
    }),
  })
}

/** `/api/console/webhooks/{endpointId}/rotate` */
export function rotateRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'settings:write',
      params,
      handler: async (member, { params: { endpointId } }) => {
        const { endpoint, secret } = await rotateSecret(runtime(), member, endpointId)
        return replyJson(200, endpointSecretSchema.parse({ endpoint: toEndpoint(endpoint), secret }))
      },
    }),
  })
}

/** `/api/console/webhooks/{endpointId}/test` */
export function testRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'settings:write',
      params,
      handler: async (member, { params: { endpointId } }) =>
        replyJson(202, deliverySchema.parse(toDelivery(await sendTestEvent(runtime(), member, endpointId)))),
    }),
  })
}

/** `/api/console/webhooks/{endpointId}/deliveries` */
export function deliveriesRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'settings:read',
      params,
      query: deliveryListQuerySchema,
      handler: async (member, { params: { endpointId }, query: { limit, ...query } }) => {
        await findEndpoint(runtime(), member, endpointId)
        const { webhooks } = runtime().tenant(member.organizationId)
        const found = await webhooks.deliveries(endpointId, { ...query, limit: limit + 1 })
        const data = found.slice(0, limit).map(toDelivery)
        const nextCursor = found.length > limit ? (data.at(-1)?.id ?? null) : null
        return replyJson(200, deliveryListSchema.parse({ data, nextCursor }))
      },
    }),
  })
}

/** `/api/console/webhooks/{endpointId}/deliveries/{deliveryId}/redeliver` */
export function redeliverRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    POST: defineRoute(consoleFamily(runtime), {
      permission: 'settings:write',
      params: params.extend({ deliveryId: z.string() }),
      handler: async (member, { params: { endpointId, deliveryId } }) =>
        replyJson(202, deliverySchema.parse(toDelivery(await redeliver(runtime(), member, endpointId, deliveryId)))),
    }),
  })
}

/** What of a change was given. */
function given({ url, description, events, status }: z.output<typeof endpointChangeSchema>): EndpointChange {
  return {
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(events !== undefined && { events }),
    ...(status !== undefined && { status }),
  }
}

function toEndpoint({ createdAt, previousUntil, ...endpoint }: Endpoint): EndpointView {
  return {
    ...endpoint,
    createdAt: createdAt.toISOString(),
    previousUntil: previousUntil?.toISOString() ?? null,
  }
}

function toDelivery({ at, nextAt, log, ...delivery }: Delivery): DeliveryView {
  return { ...delivery, attempts: log, at: at.toISOString(), nextAt: nextAt?.toISOString() ?? null }
}
