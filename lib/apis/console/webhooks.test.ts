import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveryListSchema, endpointListSchema, endpointSecretSchema } from '#lib/contracts/webhooks.ts'
import type { RouteHandler } from '#lib/http/route.ts'
import { type ConsoleBench, createConsoleBench, PEOPLE, type Person, refusal } from './testing.ts'
import {
  deliveriesRoutes,
  redeliverRoutes,
  rotateRoutes,
  testRoutes,
  webhookRoutes,
  webhooksRoutes,
} from './webhooks.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const runtime = () => bench.runtime
const NEW = { environment: 'PRODUCTION', url: 'https://shop.example/hooks', events: ['review.decided'] }

async function create(as: Person = 'admin', body: object = NEW) {
  const answer = await bench.call(webhooksRoutes(runtime).POST, { as, body })
  return endpointSecretSchema.parse(answer.body)
}

describe('/api/console/webhooks', () => {
  it('makes an endpoint and shows its secret this once', async () => {
    const { endpoint, secret } = await create('admin', { ...NEW, description: ' Shop ' })
    expect(endpoint).toEqual({
      id: expect.any(String),
      environment: 'PRODUCTION',
      url: 'https://shop.example/hooks',
      description: 'Shop',
      events: ['review.decided'],
      status: 'active',
      createdAt: expect.any(String),
      previousUntil: null,
    })
    expect(secret).toMatch(/^whsec_[a-z2-7]{32}$/)
    const { body } = await bench.call(webhooksRoutes(runtime).GET, { as: 'auditor' })
    expect(endpointListSchema.parse(body).data).toEqual([endpoint])
    expect(JSON.stringify(body)).not.toContain('whsec_')
    const elsewhere = await bench.call(webhooksRoutes(runtime).GET, {
      as: 'auditor',
      query: '?environment=DEVELOPMENT',
    })
    expect(elsewhere.body).toEqual({ data: [] })
  })

  it.each([
    ['no address', { ...NEW, url: 'shop' }],
    ['another protocol', { ...NEW, url: 'ftp://shop.example/' }],
    ['a password in the address', { ...NEW, url: 'https://me:secret@shop.example/' }],
    ['no event', { ...NEW, events: [] }],
    ['an unknown event', { ...NEW, events: ['execution.exploded'] }],
    ['a field nobody knows', { ...NEW, secret: 'mine' }],
  ])('refuses %s', async (_, body) => {
    expect((await bench.call(webhooksRoutes(runtime).POST, { as: 'admin', body })).status).toBe(400)
  })

  it('changes, rotates, tests and removes an endpoint', async () => {
    const { endpoint, secret } = await create()
    const params = { endpointId: endpoint.id }
    const changed = await bench.call(webhookRoutes(runtime).PUT, { as: 'owner', params, body: { status: 'paused' } })
    expect(changed).toEqual({ status: 200, body: { ...endpoint, status: 'paused' } })
    const rotated = await bench.call(rotateRoutes(runtime).POST, { as: 'owner', params, body: {} })
    expect(endpointSecretSchema.parse(rotated.body)).toMatchObject({ endpoint: { previousUntil: expect.any(String) } })
    expect(endpointSecretSchema.parse(rotated.body).secret).not.toBe(secret)
    expect(await bench.call(testRoutes(runtime).POST, { as: 'owner', params, body: {} })).toMatchObject({
      status: 202,
      body: { type: 'test', status: 'pending', attempts: [] },
    })
    await bench.call(testRoutes(runtime).POST, { as: 'owner', params, body: {} })
    const page = (query: string) => bench.call(deliveriesRoutes(runtime).GET, { as: 'owner', params, query })
    const first = deliveryListSchema.parse((await page('?limit=1')).body)
    const second = deliveryListSchema.parse((await page(`?limit=1&cursor=${first.nextCursor}`)).body)
    expect([first.data.length, second.data.length, second.nextCursor]).toEqual([1, 1, null])
    expect(first.data[0]?.id).not.toBe(second.data[0]?.id)
    expect((await page('?status=failed')).body).toEqual({ data: [], nextCursor: null })
    expect(await bench.call(webhookRoutes(runtime).DELETE, { as: 'owner', params })).toEqual({
      status: 200,
      body: { removed: true },
    })
    const gone = { status: 404, body: refusal('not_found', 'There is no such webhook') }
    expect(await bench.call(webhookRoutes(runtime).GET, { as: 'owner', params })).toEqual(gone)
    expect(await page('')).toEqual(gone)
  })

  it('is for those who may read or change settings, each organization for itself', async () => {
    const { endpoint } = await create()
    const params = { endpointId: endpoint.id }
    const routes: [RouteHandler, Person[], object?][] = [
      [webhooksRoutes(runtime).GET, ['owner', 'admin', 'author', 'deployer', 'auditor', 'stranger']],
      [webhookRoutes(runtime).GET, ['owner', 'admin', 'author', 'deployer', 'auditor']],
      [deliveriesRoutes(runtime).GET, ['owner', 'admin', 'author', 'deployer', 'auditor']],
      [webhookRoutes(runtime).PUT, ['owner', 'admin'], { description: 'x' }],
      [rotateRoutes(runtime).POST, ['owner', 'admin'], {}],
      [testRoutes(runtime).POST, ['owner', 'admin'], {}],
    ]
    for (const [handler, allowed, body] of routes) {
      const letIn: Person[] = []
      for (const as of PEOPLE) {
        const { status } = await bench.call(handler, { as, params, ...(body && { body }) })
        if (status < 300) letIn.push(as)
        else expect(status).toBe(as === 'stranger' ? 404 : 403)
      }
      expect(letIn).toEqual(PEOPLE.filter((person) => allowed.includes(person)))
    }
    const delivery = { ...params, deliveryId: 'x' }
    const again = await bench.call(redeliverRoutes(runtime).POST, { as: 'viewer', params: delivery, body: {} })
    expect(again.status).toBe(403)
  })
})
