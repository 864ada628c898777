import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Checkpoint } from '#lib/engine/ports.ts'
import type { Projection } from '#lib/engine/project.ts'
import type { ExecutionEvent, Pause } from '#lib/engine/state.ts'
import type { NewExecution } from '#lib/executions/records.ts'
import { newId } from '#lib/ids.ts'
import { createExecutionStore } from './executions.ts'
import { describeJournal } from './journal.cases.ts'
import { createJournalWriter } from './journal.ts'
import type { JournalEntry } from './journal-sql.ts'
import { createTestDatabase } from './testing.ts'

const database = await createTestDatabase()
const pool = new pg.Pool({ connectionString: database.url })
pool.on('error', () => {})
const store = createExecutionStore(pool)
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const organizationId = newId.uuid()
const workflowId = newId.uuid()
const owner = { organizationId, workflowId, environment: 'PRODUCTION' as const }
await pool.query(`INSERT INTO organization (id, slug, name) VALUES ($1, 'acme', 'Acme')`, [organizationId])
await pool.query(`INSERT INTO environment (organization_id, name) VALUES ($1, 'PRODUCTION')`, [organizationId])
await pool.query(
  `INSERT INTO workflow (id, organization_id, public_id, hex_id, name, updated_at) VALUES ($1, $2, 'wf_a', $3, 'A', now())`,
  [workflowId, organizationId, newId.hex()],
)
const snapshotId = newId.uuid()
await store.saveSnapshot(snapshotId, { schemaVersion: 1, blocks: [], edges: [], variables: [], settings: {} })

function newExecution(rest: Partial<NewExecution> = {}): NewExecution {
  return {
    ...owner,
    id: newId.uuid(),
    publicId: newId.execution(),
    instanceId: newId.instance(),
    runId: newId.hex(),
    graph: { snapshotId },
    draft: true,
    trigger: 'v1',
    triggeredBy: { type: 'key', id: 'k', name: 'Key' },
    owner: newId.uuid(),
    input: {},
    overrides: null,
    parentExecutionId: null,
    parent: null,
    callChain: [],
    sourceExecutionId: null,
    replayOf: null,
    idempotency: null,
    subjectId: null,
    correlationKey: null,
    createdAt: 1,
    ...rest,
  }
}

function entry(checkpoint: Checkpoint<NewExecution>): JournalEntry {
  return { checkpoint, owner, blockName: (id) => id.toUpperCase() }
}

function created(input: Record<string, string> = {}): ExecutionEvent {
  return { t: 'created', at: 1, input, variables: {}, maxParallelNodes: 2, deadlineMs: null, entries: [] }
}

function warned(code: string): ExecutionEvent {
  return { t: 'warned', at: 2, code, message: code }
}

function first(creation: NewExecution, events: ExecutionEvent[] = [created()], projection: Partial<Projection> = {}) {
  const { id: executionId } = creation
  const whole = { opened: [], closed: [], status: 'running' as const, ...projection }
  return entry({ executionId, seq: 1, epoch: 1, events, projection: whole, creation })
}

function later(executionId: string, seq: number, events: ExecutionEvent[], projection: Partial<Projection> = {}) {
  return entry({ executionId, seq, epoch: 1, events, projection: { opened: [], closed: [], ...projection } })
}

describeJournal('PostgreSQL', async () => {
  const writer = createJournalWriter(pool)
  return {
    journal: { append: (checkpoint) => writer.append(entry(checkpoint)) },
    newExecution: () => {
      const creation = newExecution()
      return { executionId: creation.id, creation }
    },
    takeOver: async (executionId) => {
      await pool.query('UPDATE execution SET epoch = epoch + 1 WHERE id = $1', [executionId])
      const { seq } = await store.events(executionId)
      const events: ExecutionEvent[] = [{ t: 'claimed', at: 1, owner: 'other' }]
      await writer.append(
        entry({ executionId, seq: seq + 1, epoch: 2, events, projection: { opened: [], closed: [] } }),
      )
      return { seq: seq + 1, epoch: 2 }
    },
    events: async (executionId) => (await store.events(executionId)).events,
  }
})

describe('the journal writer', () => {
  let statements = 0
  const counting = {
    query: (...given: Parameters<pg.Pool['query']>) => {
      statements += 1
      return pool.query(...given)
    },
  } as pg.Pool
  const writer = createJournalWriter(counting)
  beforeEach(() => {
    statements = 0
  })

  it('writes many checkpoints in few statements, and tells each writer of its own', async () => {
    const creations = Array.from({ length: 500 }, () => newExecution())
    const results = await Promise.all(creations.map((creation) => writer.append(first(creation))))
    expect(new Set(results)).toEqual(new Set(['recorded']))
    expect(statements).toBeLessThanOrEqual(10)
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM execution_event WHERE execution_id = ANY($1)', [
      creations.map(({ id }) => id),
    ])
    expect(rows).toEqual([{ n: 500 }])
  })

  it('keeps long values beside the row of their checkpoint, and short ones in it', async () => {
    const creation = newExecution()
    const text = 'x'.repeat(70_000)
    await writer.append(first(creation, [created({ text }), warned('short')]))
    const read = (columns: string, table: string) =>
      pool.query(`SELECT ${columns} FROM ${table} WHERE execution_id = $1`, [creation.id])
    expect((await read('entries, blobs', 'execution_event')).rows).toEqual([
      { entries: [{ ...created(), input: null }, warned('short')], blobs: 1 },
    ])
    expect((await read('seq, fact, field, value', 'blob')).rows).toEqual([
      { seq: 1, fact: 0, field: 'input', value: { text } },
    ])
    expect((await store.events(creation.id)).events).toEqual([created({ text }), warned('short')])
  })

  it('writes no long value of a checkpoint that it refuses, and none twice', async () => {
    const creation = newExecution()
    await writer.append(first(creation))
    const long = (epoch: number, code: string) => {
      const written = later(creation.id, 2, [created({ text: code.repeat(70_000) })])
      return { ...written, checkpoint: { ...written.checkpoint, epoch } }
    }
    const results = await Promise.all([long(1, 'a'), long(0, 'b')].map((one) => writer.append(one)))
    expect(results).toEqual(['recorded', 'fenced'])
    const { rows } = await pool.query(`SELECT left(value ->> 'text', 1) AS text FROM blob WHERE execution_id = $1`, [
      creation.id,
    ])
    expect(rows).toEqual([{ text: 'a' }])
  })

  it('keeps what the database refuses as replacement characters', async () => {
    const text = 'a\0b\ud800c\udc00 \\u0000 \u{1F600}'
    const creation = newExecution({ input: { [text]: text } })
    expect(await writer.append(first(creation, [created({ [text]: text })]))).toBe('recorded')
    const kept = 'a\ufffdb\ufffdc\ufffd \\u0000 \u{1F600}'
    expect((await store.events(creation.id)).events).toEqual([created({ [kept]: kept })])
    expect(await store.find(organizationId, { id: creation.id })).toMatchObject({ input: { [kept]: kept } })
  })

  it('rejects a row that the database refuses, and that one alone', async () => {
    const poisoned = newExecution({ workflowId: newId.uuid() })
    const sound = Array.from({ length: 20 }, () => newExecution())
    const appended = [...sound.slice(0, 10), poisoned, ...sound.slice(10)].map((creation) =>
      writer.append(first(creation)),
    )
    const results = await Promise.allSettled(appended)
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'rejected'))).toEqual([
      ...Array<string>(10).fill('recorded'),
      'rejected',
      ...Array<string>(10).fill('recorded'),
    ])
    expect(await store.events(poisoned.id)).toEqual({ events: [], seq: 0 })
  })

  it('neither loses nor doubles a checkpoint when its connection breaks before, during or after the commit', async () => {
    const killer = new pg.Client({ connectionString: database.url })
    await killer.connect()
    let kills = 0
    const killing = new AbortController()
    const killed = (async () => {
      while (!killing.signal.aborted) {
        const { rowCount } = await killer.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%INTO execution_event%'`,
        )
        kills += rowCount ?? 0
        await sleep(40)
      }
    })()
    const creations = Array.from({ length: 60 }, () => newExecution())
    const results = await Promise.all(
      creations.map(async (creation, index) => {
        await sleep(index * 10)
        const outcomes = [await writer.append(first(creation))]
        for (const seq of [2, 3, 4]) outcomes.push(await writer.append(later(creation.id, seq, [warned(`w${seq}`)])))
        return outcomes
      }),
    )
    killing.abort()
    await killed
    await killer.end()
    expect(kills).toBeGreaterThan(2)
    expect(results).toEqual(creations.map(() => Array(4).fill('recorded')))
    for (const { id } of creations) {
      expect(await store.events(id)).toEqual({ events: [created(), warned('w2'), warned('w3'), warned('w4')], seq: 4 })
    }
  }, 30_000)

  it('knows a lost race from its own retry: another execution with the same id stays a conflict', async () => {
    const creation = newExecution()
    expect(await writer.append(first(creation))).toBe('recorded')
    const twin = newExecution({ publicId: creation.publicId })
    expect(await writer.append(first(twin))).toBe('conflict')
    expect(await store.events(twin.id)).toEqual({ events: [], seq: 0 })
  })

  it('shows the turn of an execution in its row, and leaves it alone between turns', async () => {
    const creation = newExecution()
    await writer.append(first(creation))
    const read = () => store.find(organizationId, { id: creation.id })
    expect(await read()).toMatchObject({ status: 'running', revision: 1, endedAt: null })
    await writer.append(later(creation.id, 2, [warned('x')]))
    expect(await read()).toMatchObject({ status: 'running', revision: 1 })
    const end = {
      status: 'failed',
      output: { a: {} },
      error: { code: 'x', message: 'y' },
      endedAt: 5,
      wakeAt: null,
    } as const
    await writer.append(later(creation.id, 3, [warned('end')], end))
    expect(await read()).toMatchObject({ status: 'failed', revision: 3, endedAt: new Date(5) })
  })

  it('opens and closes pauses with their checkpoint, also within one', async () => {
    const creation = newExecution()
    const by = { type: 'user' as const, id: 'u', name: 'U' }
    const resolution = { action: 'complete' as const, data: { a: 1 }, by, at: 9 }
    await writer.append(first(creation, [created()], { opened: [pauseOf('p1'), pauseOf('p2')], status: 'paused' }))
    await writer.append(
      later(creation.id, 2, [warned('x')], {
        opened: [pauseOf('p3'), pauseOf('p4')],
        closed: [
          { id: `p1-${creation.id}`, status: 'resolved', at: 9, resolution },
          { id: `p3-${creation.id}`, status: 'cancelled', at: 9 },
        ],
      }),
    )
    const pauses = await store.pauses(creation.id)
    expect(pauses.map(({ id, status, resolution: answer }) => [id.slice(0, 2), status, answer])).toEqual([
      ['p1', 'resolved', resolution],
      ['p2', 'open', null],
      ['p3', 'cancelled', null],
      ['p4', 'open', null],
    ])

    function pauseOf(id: string): Pause {
      return {
        id: `${id}-${creation.id}`,
        kind: 'input',
        reason: 'r',
        title: 't',
        fields: [],
        decisions: [],
        context: {},
        onCancel: 'continue',
        blockId: 'ask',
        visit: 1,
        openedAt: 1,
      }
    }
  })

  it('writes nothing of a checkpoint that is fenced off: no turn, no pause', async () => {
    const creation = newExecution()
    await writer.append(first(creation))
    await writer.append(later(creation.id, 2, [warned('winner')]))
    const end = { status: 'completed', output: {}, endedAt: 5 } as const
    expect(await writer.append(later(creation.id, 2, [warned('loser')], end))).toBe('fenced')
    expect(await store.find(organizationId, { id: creation.id })).toMatchObject({ status: 'running', revision: 1 })
  })

  it('is idle when everything handed in is decided', async () => {
    const creation = newExecution()
    let decided = false
    void writer.append(first(creation)).then(() => {
      decided = true
    })
    await writer.idle()
    expect(decided).toBe(true)
  })
})
