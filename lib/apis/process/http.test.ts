import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createMount } from '#lib/http/mount.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { instanceSchema, startedSchema } from './contract.ts'
import { processRoutes } from './routes.ts'
import { refusal } from './testing.ts'

const house = await createTestRuntime()
const mount = createMount(
  processRoutes(() => house.runtime),
  'http://127.0.0.1',
)
const server = http.createServer((request, response) => {
  if (!mount(request, response)) response.writeHead(418).end()
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
afterAll(async () => {
  server.close()
  await house.close()
})
const key = await house.acme.apiKey()

async function call(path: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: response.status === 418 ? null : await response.json() }
}

describe('the process API over HTTP', () => {
  it('starts, waits, is answered and is read at its own addresses', async () => {
    const graph = buildGraph('start > ask > end', { ask: { type: 'user_input' } })
    const { id: processId } = await house.acme.deploy('asks', graph)
    const { body } = await call('/process/exec?environment=PRODUCTION', { processId })
    const { processInstanceId } = startedSchema.parse(body)
    const read = async () => instanceSchema.parse((await call(`/process/instance/${processInstanceId}`)).body)
    await expect.poll(async () => (await read()).status, { interval: 5 }).toBe('WAITING')
    const task = { processInstanceId, nodeId: 'ask', action: 'COMPLETE', data: { value: 'x' } }
    expect(await call('/process/task', task)).toEqual({ status: 200, body: { processInstanceId, status: 'resumed' } })
    await expect.poll(async () => (await read()).stateCd, { interval: 5 }).toBe(1)
    expect(await call('/process/cancel', { processInstanceId })).toEqual(
      refusal('/process/cancel', 409, 'The execution has already ended'),
    )
    expect(await call('/process/event', { eventName: 'paid', correlationKey: 'x' })).toMatchObject({ status: 404 })
    expect(await call('/process/list')).toMatchObject({ status: 200, body: [{ processId, activeVersion: '1' }] })
    expect(await call('/process/start', { processId })).toMatchObject({ status: 403 })
    expect(await call('/process/nothing')).toEqual({ status: 418, body: null })
  })
})
