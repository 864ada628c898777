import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres } from '../scripts/postgres.ts'
import { createFleet, execute, type Fleet, type FleetMember, post, startProxy, until } from './fleet.ts'
import { violations } from './invariants.ts'
import { SHAPES, shape } from './shapes.ts'

const slow = shape({ a: { type: 'keyed', config: { ms: 1_500 } }, b: 'keyed' }, ['start -> a', 'a -> b'])

let fleet: Fleet

beforeAll(async () => {
  fleet = await createFleet()
  await fleet.deploy('slow', slow)
  for (const slug of ['sequence', 'pause']) {
    const graph = SHAPES[slug]
    if (graph) await fleet.deploy(slug, graph)
  }
}, 60_000)
// Processes that have played their part give their connections back.
afterEach(() => fleet.dismiss())
afterAll(() => fleet.stop(), 30_000)

async function statusOf(publicId: string): Promise<string> {
  const { rows } = await fleet.pool.query('SELECT status FROM execution WHERE public_id = $1', [publicId])
  return rows[0]?.status
}

describe('a process that is stopped for longer than it may be silent', () => {
  it('is fenced when it wakes, and its caller gets the answer that counts', { timeout: 180_000 }, async () => {
    const zombie = await fleet.start()
    const answer = execute(zombie, fleet.key, { workflowId: 'wf_slow', options: { executionId: 'zombie' } })
    await until(async () => fleet.vendor.counts.size > 0)
    zombie.process.kill('SIGSTOP')
    await fleet.start()
    await until(async () => (await statusOf('zombie')) === 'completed')
    zombie.process.kill('SIGCONT')
    const { http, body } = await answer
    const { rows } = await fleet.pool.query(`SELECT output FROM execution WHERE public_id = 'zombie'`)
    expect({ http, status: body?.status }).toEqual({ http: 200, status: 'completed' })
    expect(body?.output).toEqual(rows[0]?.output)
    const { rows: claims } = await fleet.pool.query(
      `SELECT count(*)::int AS claims FROM execution_event v JOIN execution e ON e.id = v.execution_id
       WHERE e.public_id = 'zombie' AND v.kind = 'claimed'`,
    )
    expect(claims).toEqual([{ claims: 1 }])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })
})

describe('PostgreSQL', () => {
  it('may be killed and started again in the middle of a run', { timeout: 180_000 }, async () => {
    const member = await fleet.start()
    const answers = Array.from({ length: 20 }, (_, n) =>
      execute(member, fleet.key, { workflowId: 'wf_slow', options: { executionId: `restart-${n}` } }),
    )
    await until(async () => {
      const { rows } = await fleet.pool.query(`SELECT 1 FROM execution WHERE public_id LIKE 'restart-%'`)
      return rows.length === 20
    })
    await crashPostgres()
    const settled = await Promise.all(answers)
    expect(settled.map(({ http, body }) => `${http} ${body?.status}`)).toEqual(Array(20).fill('200 completed'))
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  it('may cut the connections of a process while it commits', { timeout: 180_000 }, async () => {
    const member = await fleet.start()
    const calls = Array.from({ length: 100 }, (_, n) =>
      execute(member, fleet.key, { workflowId: 'wf_sequence', options: { executionId: `cut-${n}` } }),
    )
    for (let n = 0; n < 20; n++) {
      await fleet.pool
        .query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%appended AS%' AND pid <> pg_backend_pid()`,
        )
        .catch(() => {})
      await sleep(15)
    }
    const settled = await Promise.all(calls)
    const { rows } = await fleet.pool.query(`SELECT status FROM execution WHERE public_id LIKE 'cut-%'`)
    const answered = settled.filter(({ http }) => http === 200).length
    expect(rows.length).toBeGreaterThanOrEqual(answered)
    await until(
      async () => (await fleet.pool.query(`SELECT 1 FROM execution WHERE owner IS NOT NULL`)).rows.length === 0,
    )
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  /** Ends the server as a power failure would, and starts it on the same port. */
  async function crashPostgres(): Promise<void> {
    const pidFile = `${fleet.dataDir}/postgres/cluster/postmaster.pid`
    const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGQUIT')
    await sleep(500)
    await startPostgres({ dataDir: `${fleet.dataDir}/postgres`, settings: { fsync: 'off' } })
  }
})

describe('the network between a process and PostgreSQL', () => {
  let member: FleetMember
  let proxy: Awaited<ReturnType<typeof startProxy>>

  beforeEach(async () => {
    proxy = await startProxy(fleet.postgres.url)
    member = await fleet.start({ databaseUrl: proxy.url })
  }, 30_000)
  afterEach(() => proxy.close())

  it('may reset connections', { timeout: 180_000 }, async () => {
    const calls = Array.from({ length: 30 }, (_, n) =>
      execute(member, fleet.key, { workflowId: 'wf_sequence', options: { executionId: `reset-${n}` } }),
    )
    for (let n = 0; n < 5; n++) {
      await sleep(20)
      proxy.reset()
    }
    await Promise.all(calls)
    await until(
      async () => (await fleet.pool.query('SELECT 1 FROM execution WHERE owner IS NOT NULL')).rows.length === 0,
    )
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  it('may be slow', { timeout: 180_000 }, async () => {
    proxy.mode = 'slow'
    const { http, body } = await execute(member, fleet.key, { workflowId: 'wf_sequence' })
    proxy.mode = 'pass'
    expect({ http, status: body?.status }).toEqual({ http: 200, status: 'completed' })
  })

  it('may swallow everything: others take over, the process is fenced', { timeout: 180_000 }, async () => {
    const answer = execute(member, fleet.key, { workflowId: 'wf_slow', options: { executionId: 'hole' } }).catch(
      () => null,
    )
    await until(async () => (await statusOf('hole')) === 'running')
    proxy.mode = 'hole'
    await fleet.start()
    await until(async () => (await statusOf('hole')) === 'completed', 60_000)
    proxy.mode = 'pass'
    proxy.reset()
    await answer
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })
})

describe('simultaneous calls over three processes', () => {
  it('with one idempotency key are one execution', { timeout: 180_000 }, async () => {
    const members = await Promise.all([fleet.start(), fleet.start(), fleet.start()])
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => {
        const member = members[n % 3]
        if (!member) throw new Error('nobody is there')
        return execute(member, fleet.key, { workflowId: 'wf_sequence' }, 'one-key')
      }),
    )
    expect(new Set(answers.map(({ http, body }) => `${http} ${body?.executionId}`)).size).toBe(1)
    const { rows } = await fleet.pool.query(`SELECT status FROM execution WHERE idempotency_key = 'one-key'`)
    expect(rows).toEqual([{ status: 'completed' }])
  })

  it('resume an execution once', { timeout: 180_000 }, async () => {
    const members = await Promise.all([fleet.start(), fleet.start()])
    for (let n = 0; n < 10; n++) {
      const [first, second] = members
      if (!first || !second) throw new Error('nobody is there')
      const paused = await execute(first, fleet.key, { workflowId: 'wf_pause' })
      const answers = await Promise.all(
        members.map((member) =>
          post(`${member.url}/v1/workflows/executions/${paused.body?.executionId}/resume`, fleet.key, {
            blockId: 'review',
            decision: 'approved',
          }),
        ),
      )
      expect(answers.map(({ http }) => http).sort()).toEqual([200, 409])
    }
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  it('may cancel what others resume: one of them wins', { timeout: 180_000 }, async () => {
    const [first, second] = await Promise.all([fleet.start(), fleet.start()])
    for (let n = 0; n < 10; n++) {
      const paused = await execute(first, fleet.key, { workflowId: 'wf_pause' })
      const path = `/v1/workflows/executions/${paused.body?.executionId}`
      const [resumed, cancelled] = await Promise.all([
        post(`${first.url}${path}/resume`, fleet.key, { blockId: 'review', decision: 'approved' }),
        post(`${second.url}${path}/cancel`, fleet.key, {}),
      ])
      const status = await statusOf(paused.body?.executionId ?? '')
      expect(['completed', 'cancelled']).toContain(status)
      expect([200, 409]).toContain(resumed.http)
      expect(cancelled.http).toBe(status === 'cancelled' ? 200 : 409)
    }
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })
})

describe('overload', () => {
  it('is refused with the time to come back, and the rest is served', { timeout: 180_000 }, async () => {
    const member = await fleet.start({ capacity: 10 })
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => execute(member, fleet.key, { workflowId: 'wf_slow' })),
    )
    const served = answers.filter(({ http }) => http === 200).length
    const refused = answers.filter(({ http }) => http === 503).length
    expect({ served, refused }).toEqual({ served: 10, refused: 90 })
  })

  it('of callers who hang up stops nothing', { timeout: 180_000 }, async () => {
    const member = await fleet.start()
    const controller = new AbortController()
    const call = fetch(`${member.url}/v1/workflows/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': fleet.key },
      body: JSON.stringify({ workflowId: 'wf_slow', options: { executionId: 'hung-up' } }),
      signal: controller.signal,
    }).catch(() => null)
    await until(async () => (await statusOf('hung-up')) === 'running')
    controller.abort()
    await call
    await until(async () => (await statusOf('hung-up')) === 'completed')
  })
})
