import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createMount } from '#lib/http/mount.ts'
import { referenceOf } from '#lib/openapi/reference.ts'
import { publicApis } from '#lib/openapi/serve.ts'
import { writeClientTypes } from '#lib/openapi/write-client.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { CallError, createClient } from './client.ts'

const house = await createTestRuntime()
const { runtime, acme } = house
const mount = createMount(
  publicApis(() => runtime).flatMap(({ routes }) => [...routes]),
  'http://127.0.0.1',
)
const server = http.createServer((request, response) => {
  if (!mount(request, response)) response.writeHead(418).end()
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(async () => {
  server.close()
  await house.close()
})
const { id: processId } = await acme.deploy('short', buildGraph('start > end'))
const key = await acme.apiKey()
const client = createClient({ url, key })

describe('the client', () => {
  it('has the types of the OpenAPI document (after a change: npm run client)', () => {
    const written = fs.readFileSync(path.join(import.meta.dirname, 'operations.ts'), 'utf8')
    // Compared as a whole: the lines are too long to be shown one beside the other.
    expect(written === writeClientTypes(referenceOf(() => runtime))).toBe(true)
  })

  it('runs a workflow through each of the three APIs', async () => {
    const run = await client.call('executeWorkflow', { body: { workflowId: 'wf_short', options: { input: { a: 1 } } } })
    expect([run.status, run.body.status]).toEqual([200, 'completed'])
    const { body: read } = await client.call('getExecution', { path: { executionId: run.body.executionId } })
    expect(read.success).toBe(true)
    const { body: started } = await client.call('execProcess', { body: { processId, data: { a: 1 } } })
    const instance = () => client.call('getProcessInstance', { path: { processInstanceId: started.processInstanceId } })
    await expect.poll(async () => (await instance()).body.status, { interval: 5 }).toBe('COMPLETED')
    const { hexId } = await runtime.db.prisma.workflow.findUniqueOrThrow({ where: { id: processId } })
    const { body: turn } = await client.call('takeTurn', { path: { workflowId: hexId }, body: { run_input: {} } })
    expect([turn.status, turn.turn_number]).toEqual(['completed', 1])
  })

  it('sends queries and idempotency keys', async () => {
    const body = { workflowId: 'wf_short' }
    const first = await client.call('executeWorkflow', { body }, { idempotencyKey: 'order-1' })
    const again = await client.call('executeWorkflow', { body }, { idempotencyKey: 'order-1' })
    expect(again.body.executionId).toBe(first.body.executionId)
    const { body: page } = await client.call('listExecutions', { query: { limit: 1, status: 'completed' } })
    expect(page.data).toHaveLength(1)
  })

  it('takes a token in place of a key', async () => {
    const { body: token } = await client.call('createToken', { body: { scopes: ['workflows:read'] } })
    const short = createClient({ url, key: async () => token.access_token })
    expect((await short.call('listWorkflows', {})).body.map(({ id }) => id)).toEqual(['wf_short'])
  })

  it('rejects with the status, the body and the time to wait', async () => {
    const limited = createClient({ url, key: await acme.apiKey({ ratePerHour: 1 }) })
    await limited.call('listWorkflows', {})
    const refusal = await limited.call('listWorkflows', {}).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CallError)
    expect(refusal).toMatchObject({
      status: 429,
      body: { error: { code: 'rate_limited' } },
      retryAfterSeconds: expect.any(Number),
      requestId: expect.stringMatching(/^req_/),
    })
  })
})
