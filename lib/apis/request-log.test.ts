import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestLogDetailSchema, requestLogPageSchema } from '#lib/contracts/request-log.ts'
import { newId } from '#lib/ids.ts'
import { requestLogEntryRoutes, requestLogRoutes } from './console/request-log.ts'
import { type ConsoleBench, createConsoleBench, type Person, refusal } from './console/testing.ts'
import { instanceRoute } from './process/instance.ts'
import { executeRoute } from './v1/execute.ts'
import { statusRoute } from './v1/executions.ts'

let bench: ConsoleBench
let key: string
let keyId: string

beforeAll(async () => {
  bench = await createConsoleBench()
  const made = await bench.runtime.apiKeys.create({
    organizationId: bench.members.owner.organizationId,
    environment: 'PRODUCTION',
    label: 'Shop',
    scopes: ['workflows:execute', 'workflows:executions:read'],
    ratePerHour: 4,
  })
  ;({ key, keyId } = made)
  await bench.deploy('Checks')
})
afterAll(() => bench.close())

const runtime = () => bench.runtime

async function calls(query = '', as: Person = 'admin') {
  await bench.runtime.requestLog.flush()
  const { status, body } = await bench.call(requestLogRoutes(runtime).GET, { as, query })
  return status === 200 ? requestLogPageSchema.parse(body) : { status, body }
}

async function listed(query = '') {
  const page = await calls(query)
  return 'data' in page ? page.data : []
}

async function detail(id: string, as: Person = 'admin') {
  return bench.call(requestLogEntryRoutes(runtime).GET, { as, params: { callId: id } })
}

describe('the request log', () => {
  it('keeps what was called by whom, how it ended, and nothing of what was sent along', async () => {
    const headers = { 'x-api-key': key }
    const body = {
      workflowId: 'wf_checks',
      options: { executionId: 'order-1', input: { subject_id: 'jane@example.com' } },
    }
    const answer = await bench.call(executeRoute(runtime).POST, { headers, body })
    expect(answer.status).toBe(202)
    const status = await bench.call(statusRoute(runtime).GET, { headers, params: { executionId: 'order-2' } })
    expect(status.status).toBe(404)

    const [second, first] = await listed()
    const actor = { type: 'key', id: keyId, name: 'Shop' }
    const usual = { requestId: 'req-of-test', actor, at: expect.any(String), duration: expect.any(Number), api: 'v1' }
    expect([first, second]).toEqual([
      { ...usual, id: first?.id, method: 'POST', path: '/api/console', status: 202, errorCode: null },
      { ...usual, id: second?.id, method: 'GET', path: '/api/console', status: 404, errorCode: 'execution_not_found' },
    ])
    const { rows } = await bench.runtime.db.pool.query(`SELECT id FROM execution WHERE public_id = 'order-1'`)
    const { body: found } = await detail(first?.id ?? '')
    expect(requestLogDetailSchema.parse(found)).toEqual({
      ...first,
      idempotencyKey: 'order-1',
      body: { workflowId: 'wf_checks', options: { executionId: 'order-1', input: { subject_id: '<string>' } } },
      executionName: 'order-1',
      executionId: rows[0].id,
    })
  })

  it('keeps refusals by the limit of a key, and finds calls by result, id and key', async () => {
    const headers = { 'x-api-key': key, 'x-request-id': 'req-instance' }
    const params = { processInstanceId: 'inst_x' }
    const read = () => bench.call(instanceRoute(runtime).GET, { headers, params })
    const statuses = [(await read()).status, (await read()).status, (await read()).status]
    expect(statuses).toEqual([404, 404, 429])
    const seen = async (query: string) => (await listed(query)).map(({ api, errorCode }) => `${api} ${errorCode}`)
    expect(await seen('?api=process')).toEqual([
      'process rate_limited',
      'process execution_not_found',
      'process execution_not_found',
    ])
    expect(await seen('?result=ok')).toEqual(['v1 null'])
    expect(await seen('?q=order-1')).toEqual(['v1 null'])
    expect(await listed(`?q=${keyId}`)).toHaveLength(5)
    expect(await listed('?q=req-instance')).toHaveLength(3)
    expect(await listed('?environment=DEVELOPMENT')).toEqual([])
  })

  it('goes from page to page', async () => {
    const first = requestLogPageSchema.parse(await calls('?limit=3'))
    const second = requestLogPageSchema.parse(await calls(`?limit=3&cursor=${first.nextCursor}`))
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual((await listed()).map(({ id }) => id))
    expect(second.nextCursor).toBeNull()
  })

  it('shows itself to those who may read settings, each organization its own', async () => {
    const [call] = await listed()
    expect(await calls('', 'viewer')).toMatchObject({ status: 403 })
    expect(await calls('', 'stranger')).toEqual({ data: [], nextCursor: null })
    expect(await detail(call?.id ?? '', 'stranger')).toEqual({
      status: 404,
      body: refusal('not_found', 'There is no such call on record'),
    })
    expect((await detail('x')).status).toBe(404)
  })

  it('writes a few times a second by itself, and loses nothing at the end', async () => {
    const before = (await listed()).length
    const headers = { 'x-api-key': key }
    await bench.call(statusRoute(runtime).GET, { headers, params: { executionId: newId.execution() } })
    const count = async () => (await bench.runtime.db.pool.query('SELECT id FROM request_log_entry')).rowCount
    await expect.poll(count, { interval: 20 }).toBe(before + 1)
  })

  it('forgets calls after thirty days', async () => {
    const { pool } = bench.runtime.db
    const before = (await listed()).length
    await pool.query(`UPDATE request_log_entry SET at = now() - interval '31 days' WHERE api = 'process'`)
    await bench.runtime.keepHouse()
    expect((await listed()).length).toBe(before - 3)
  })
})
