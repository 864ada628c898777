import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { changeEndpoint } from '#lib/webhooks/change.ts'
import { createEndpoint } from '#lib/webhooks/create.ts'
import type { WebhookEvent } from '#lib/webhooks/events.ts'
import { redeliver } from '#lib/webhooks/redeliver.ts'
import { removeEndpoint } from '#lib/webhooks/remove.ts'
import { rotateSecret } from '#lib/webhooks/rotate.ts'
import { sendTestEvent } from '#lib/webhooks/send-test.ts'
import { createV1 } from './v1/testing.ts'

const house = await createTestRuntime({ allowHosts: ['127.0.0.1'] })
const { runtime, acme, globex } = house
const admin = await acme.member('admin')
const key = await acme.apiKey()
const v1 = createV1(runtime)
await acme.deploy('short', buildGraph('start > end'))
await acme.deploy('fails', buildGraph('start > bad > end', { bad: { type: 'fail' } }))
await acme.deploy('asks', buildGraph('start > ask > end', { ask: { type: 'user_input' } }))
await acme.deploy('judged', buildGraph('start > review; review:approved > end', { review: { type: 'manual_review' } }))

type Received = { headers: http.IncomingHttpHeaders; body: string }
let received: Received[] = []
/** Statuses of the next answers; 200 after them. */
let answers: number[] = []
const receiver = http.createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (text) => {
    body += text
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(answers.shift() ?? 200).end()
  })
})
await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
afterAll(async () => {
  receiver.close()
  receiver.closeAllConnections()
  await house.close()
})
beforeEach(async () => {
  ;[received, answers] = [[], []]
  await runtime.db.pool.query('DELETE FROM webhook_endpoint')
  runtime.webhooks.forget()
})

function listen(events: WebhookEvent[], environment: 'PRODUCTION' | 'DEVELOPMENT' = 'PRODUCTION') {
  return createEndpoint(runtime, admin, { environment, url, description: '', events })
}

/** Sends everything that waits, as if its time had come. */
async function sendAll(through = runtime): Promise<void> {
  await runtime.db.pool.query(
    `UPDATE webhook_delivery SET next_at = now() - interval '1 second' WHERE status = 'pending'`,
  )
  await through.webhooks.deliverDue()
  await through.webhooks.idle()
}

const bodies = () => received.map(({ body }) => JSON.parse(body))
const typesSent = () =>
  bodies()
    .map(({ type }) => type)
    .sort()
const deliveriesOf = (id: string) => runtime.tenant(acme.id).webhooks.deliveries(id, { limit: 100 })

/** Checks a signature as a receiver would, from the header and the raw body alone. */
function verifies({ headers, body }: Received, secret: string): boolean {
  const parts = String(headers['countersign-signature']).split(',')
  const seconds = parts.find((part) => part.startsWith('t='))?.slice(2)
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return parts.includes(`v1=${expected}`) && Math.abs(Number(seconds) - Date.now() / 1000) < 60
}

describe('webhooks', () => {
  it('tell an endpoint of what it asked for, signed, by the ids of every API', async () => {
    const { secret } = await listen(['execution.started', 'execution.completed'])
    await v1.execute(key, { workflowId: 'wf_short', options: { executionId: 'run-1', input: { name: 'Jane' } } })
    await sendAll()
    expect(typesSent()).toEqual(['execution.completed', 'execution.started'])
    const { rows } = await runtime.db.pool.query(
      `SELECT instance_id, run_id, workflow_id FROM execution WHERE public_id = 'run-1'`,
    )
    expect(bodies().find(({ type }) => type === 'execution.completed')).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
      type: 'execution.completed',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      environment: 'PRODUCTION',
      data: {
        executionId: 'run-1',
        processInstanceId: rows[0].instance_id,
        runId: rows[0].run_id,
        workflowId: 'wf_short',
        processId: rows[0].workflow_id,
        version: 1,
        status: 'completed',
      },
    })
    for (const one of received) expect(verifies(one, secret)).toBe(true)
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Countersign-Webhooks',
      'countersign-event': bodies()[0].type,
    })
    const [first] = received
    if (first) expect(verifies({ ...first, body: first.body.replace('short', 'shorn') }, secret)).toBe(false)
  })

  it('tell of failures, pauses, cancellations and reviews without what was entered', async () => {
    await listen(['execution.failed', 'execution.paused', 'execution.cancelled', 'review.requested', 'review.decided'])
    await v1.execute(key, { workflowId: 'wf_fails' })
    await v1.execute(key, { workflowId: 'wf_asks', options: { executionId: 'to-cancel' } })
    await v1.cancel(key, 'to-cancel', {})
    await v1.execute(key, { workflowId: 'wf_judged', options: { executionId: 'to-judge' } })
    const judged = await v1.resume(key, 'to-judge', {
      blockId: 'review',
      decision: 'approved',
      input: { note: 'Jane' },
    })
    expect(judged.status).toBe(200)
    await sendAll()
    expect(typesSent()).toEqual([
      'execution.cancelled',
      'execution.failed',
      'execution.paused',
      'execution.paused',
      'review.decided',
      'review.requested',
    ])
    expect(bodies().find(({ type }) => type === 'execution.failed').data).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^\w+$/),
    })
    expect(bodies().find(({ type }) => type === 'review.decided').data).toMatchObject({
      executionId: 'to-judge',
      pauseId: expect.stringMatching(/^pause_/),
      decision: 'approved',
    })
    expect(received.some(({ body }) => body.includes('Jane'))).toBe(false)
  })

  it('try again until the receiver takes it: the fourth time after three failures', async () => {
    const { endpoint, secret } = await listen(['execution.completed'])
    answers = [500, 404, 302]
    await v1.execute(key, { workflowId: 'wf_short' })
    for (let round = 0; round < 6; round++) await sendAll()
    expect(received).toHaveLength(4)
    expect(new Set(bodies().map(({ id }) => id)).size).toBe(1)
    expect(received.every((one) => verifies(one, secret))).toBe(true)
    const [delivery] = await deliveriesOf(endpoint.id)
    expect(delivery).toMatchObject({ status: 'delivered', nextAt: null })
    expect(delivery?.log.map(({ status, error }) => [status, error])).toEqual([
      [500, 'unexpected_status'],
      [404, 'unexpected_status'],
      [302, 'unexpected_status'],
      [200, null],
    ])
  })

  it('wait longer from attempt to attempt, and give up after the tenth', async () => {
    const { endpoint } = await listen(['execution.completed'])
    answers = Array.from({ length: 20 }, () => 503)
    await v1.execute(key, { workflowId: 'wf_short' })
    const waits: number[] = []
    for (let round = 0; round < 12; round++) {
      const before = Date.now()
      await sendAll()
      const [delivery] = await deliveriesOf(endpoint.id)
      if (delivery?.nextAt) waits.push((delivery.nextAt.getTime() - before) / 1000)
    }
    expect(received).toHaveLength(10)
    const usual = [5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200]
    expect(usual.map((wait, at) => Math.abs((waits[at] ?? 0) / wait - 1) < 0.15)).toEqual(usual.map(() => true))
    expect(await deliveriesOf(endpoint.id)).toMatchObject([{ status: 'failed', nextAt: null }])
  })

  it('note a receiver that cannot be reached or must not be', async () => {
    const { endpoint } = await createEndpoint(runtime, admin, {
      environment: 'PRODUCTION',
      url: 'http://169.254.169.254/latest/meta-data',
      description: '',
      events: ['execution.completed'],
    })
    await sendTestEvent(runtime, admin, endpoint.id)
    await sendAll()
    expect((await deliveriesOf(endpoint.id))[0]?.log).toMatchObject([{ status: null, error: 'address_not_allowed' }])
  })

  it('send again by hand, with the same event id', async () => {
    const { endpoint } = await listen(['execution.completed'])
    await v1.execute(key, { workflowId: 'wf_short' })
    await sendAll()
    const [delivery] = await deliveriesOf(endpoint.id)
    expect(await redeliver(runtime, admin, endpoint.id, delivery?.id ?? '')).toMatchObject({ status: 'pending' })
    await sendAll()
    expect(bodies().map(({ id }) => id)).toEqual([delivery?.eventId, delivery?.eventId])
    expect((await deliveriesOf(endpoint.id))[0]?.log).toHaveLength(2)
    await expect(redeliver(runtime, admin, endpoint.id, 'x')).rejects.toMatchObject({ code: 'not_found' })
    const stranger = await globex.member('admin')
    await expect(redeliver(runtime, stranger, endpoint.id, delivery?.id ?? '')).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('sign with both secrets for a day after a rotation', async () => {
    const { endpoint, secret: old } = await listen(['execution.completed'])
    const { secret: fresh } = await rotateSecret(runtime, admin, endpoint.id)
    expect(fresh).not.toBe(old)
    const deliverOne = async () => {
      await sendTestEvent(runtime, admin, endpoint.id)
      await sendAll()
      const last = received.at(-1)
      return last && { old: verifies(last, old), fresh: verifies(last, fresh) }
    }
    expect(await deliverOne()).toEqual({ old: true, fresh: true })
    await runtime.db.pool.query(`UPDATE webhook_endpoint SET previous_until = now() - interval '1 second'`)
    expect(await deliverOne()).toEqual({ old: false, fresh: true })
    expect(bodies()[0]).toMatchObject({ type: 'test', data: { message: 'This is a test event' } })
  })

  it('are silent for other environments, other organizations, paused and removed endpoints', async () => {
    await listen(['execution.completed'], 'DEVELOPMENT')
    const { endpoint: paused } = await listen(['execution.completed'])
    await changeEndpoint(runtime, admin, paused.id, { status: 'paused' })
    const { endpoint: removed } = await listen(['execution.completed'])
    await removeEndpoint(runtime, admin, removed.id)
    const stranger = await globex.member('admin')
    const theirs = {
      environment: 'PRODUCTION' as const,
      url,
      description: '',
      events: ['execution.completed' as const],
    }
    await createEndpoint(runtime, stranger, theirs)
    await v1.execute(key, { workflowId: 'wf_short' })
    await sendAll()
    expect(received).toEqual([])
  })

  it('survive a process that dies while sending, and one beside it sends nothing twice', async () => {
    const { endpoint } = await listen(['execution.completed'])
    await v1.execute(key, { workflowId: 'wf_short' })
    const second = house.secondProcess()
    // The first process claims the delivery and is never heard of again.
    await runtime.db.pool.query(
      `UPDATE webhook_delivery SET attempts = 1, next_at = now() + interval '60 seconds' WHERE endpoint_id = $1`,
      [endpoint.id],
    )
    await second.webhooks.deliverDue()
    await second.webhooks.idle()
    expect(received).toHaveLength(0)
    await sendAll(second)
    expect(received).toHaveLength(1)
    for (let at = 0; at < 20; at++) await v1.execute(key, { workflowId: 'wf_short' })
    await runtime.db.pool.query(`UPDATE webhook_delivery SET next_at = now() - interval '1 second' WHERE attempts = 0`)
    await Promise.all([runtime.webhooks.deliverDue(), second.webhooks.deliverDue()])
    await Promise.all([runtime.webhooks.idle(), second.webhooks.idle()])
    expect(new Set(bodies().map(({ id }) => id)).size).toBe(21)
    expect(received).toHaveLength(21)
  })

  it('are told of by another process within a second of being made there', async () => {
    const second = house.secondProcess()
    await v1.execute(key, { workflowId: 'wf_short' })
    await createEndpoint(second, admin, {
      environment: 'PRODUCTION',
      url,
      description: '',
      events: ['execution.completed'],
    })
    await expect
      .poll(
        async () => {
          await v1.execute(key, { workflowId: 'wf_short' })
          await sendAll()
          return received.length
        },
        { interval: 50, timeout: 3_000 },
      )
      .toBeGreaterThan(0)
  })

  it('record every change of an endpoint', async () => {
    const { endpoint } = await listen(['execution.completed'])
    await changeEndpoint(runtime, admin, endpoint.id, { events: ['execution.failed'] })
    await rotateSecret(runtime, admin, endpoint.id)
    await removeEndpoint(runtime, admin, endpoint.id)
    const { rows } = await runtime.db.pool.query(
      'SELECT action, before, after FROM audit_record WHERE target_id = $1 ORDER BY id',
      [endpoint.id],
    )
    const host = new URL(url).host
    expect(rows).toEqual([
      { action: 'webhook.created', before: null, after: { host, events: ['execution.completed'] } },
      {
        action: 'webhook.changed',
        before: { host, events: ['execution.completed'], status: 'active' },
        after: { host, events: ['execution.failed'], status: 'active' },
      },
      { action: 'webhook_secret.rotated', before: null, after: { previousUntil: expect.any(String) } },
      { action: 'webhook.removed', before: { host }, after: null },
    ])
  })
})
