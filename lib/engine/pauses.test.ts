import { describe, expect, it } from 'vitest'
import { outputsOf } from './state.ts'
import { buildGraph } from './testing/build-graph.ts'
import { cancelAfter, createHarness, type HarnessOptions, TESTER } from './testing/harness.ts'
import { by, slow } from './testing/run-cases.ts'

const asks = { type: 'pause' }
type Answers = Parameters<ReturnType<typeof createHarness>['resume']>[0]

type Case = {
  name: string
  paths: string
  blocks: Parameters<typeof buildGraph>[1]
  /** Answers, one set for each rest. */
  answers: Answers[]
  /** Blocks started in each segment. */
  ran: string[]
  skipped?: string
  end: string
}

const cases: Case[] = [
  {
    name: 'an answer goes on with what follows',
    paths: 'start > p > a',
    blocks: { p: asks },
    answers: [{ p: {} }],
    ran: ['start p', 'a'],
    end: 'completed',
  },
  {
    name: 'other branches drain before the rest',
    paths: 'start > p > a; start > b > c',
    blocks: { p: asks },
    answers: [{ p: {} }],
    ran: ['start p b c', 'a'],
    end: 'completed',
  },
  {
    name: 'two pauses, the first answered first',
    paths: 'start > p > a > j; start > q > b > j',
    blocks: { p: asks, q: asks },
    answers: [{ p: {} }, { q: {} }],
    ran: ['start p q', 'a', 'b j'],
    end: 'completed',
  },
  {
    name: 'two pauses, the second answered first',
    paths: 'start > p > a > j; start > q > b > j',
    blocks: { p: asks, q: asks },
    answers: [{ q: {} }, { p: {} }],
    ran: ['start p q', 'b', 'a j'],
    end: 'completed',
  },
  {
    name: 'two pauses answered together',
    paths: 'start > p > a > j; start > q > b > j',
    blocks: { p: asks, q: asks },
    answers: [{ p: {}, q: {} }],
    ran: ['start p q', 'a b j'],
    end: 'completed',
  },
  {
    name: 'a join behind a pause fires once, after it',
    paths: 'start > a > r > b > e; a > c > d > e; e > end',
    blocks: { r: asks },
    answers: [{ r: {} }],
    ran: ['start a r c d', 'b e end'],
    end: 'completed',
  },
  {
    name: 'the whole frontier goes on, not only what follows the answer',
    paths: 'start > p > a > j; start > q > j; j > end',
    blocks: { p: asks, q: asks },
    answers: [{ q: {} }, { p: {} }],
    ran: ['start p q', '', 'a j end'],
    end: 'completed',
  },
  {
    name: 'pauses one after the other',
    paths: 'start > p > q > a',
    blocks: { p: asks, q: asks },
    answers: [{ p: {} }, { q: {} }],
    ran: ['start p', 'q', 'a'],
    end: 'completed',
  },
  {
    name: 'a block that asks again',
    paths: 'start > p > a',
    blocks: { p: { type: 'pause', config: { times: 2 } } },
    answers: [{ p: {} }, { p: {} }],
    ran: ['start p', '', 'a'],
    end: 'completed',
  },
  {
    name: 'a pause in a cycle',
    paths: 'start > p > r; r:again > p; r:done > end',
    blocks: { p: asks, r: by('again', 'done') },
    answers: [{ p: {} }, { p: {} }],
    ran: ['start p', 'r p', 'r end'],
    end: 'completed',
  },
  {
    name: 'a pause in one leg of a diamond inside a cycle',
    paths: 'start > s > p > j; s > b > j; j > r; r:again > s; r:done > end',
    blocks: { p: asks, r: by('again', 'done') },
    answers: [{ p: {} }, { p: {} }],
    ran: ['start s p b', 'j r s p b', 'j r end'],
    end: 'completed',
  },
  {
    name: 'a decision chooses the exit',
    paths: 'start > p; p:yes > a; p:no > b',
    blocks: { p: asks },
    answers: [{ p: { decision: 'no' } }],
    ran: ['start p', 'b'],
    skipped: 'a',
    end: 'completed',
  },
  {
    name: 'a decision that turns away from a join',
    paths: 'start > p; p:yes > j; p:no > end; start > b > j',
    blocks: { p: asks },
    answers: [{ p: { decision: 'no' } }],
    ran: ['start p b', 'j end'],
    end: 'completed',
  },
  {
    name: 'expiry leaves by expired',
    paths: 'start > p > a; p:expired > b',
    blocks: { p: asks },
    answers: [{ p: { action: 'expire' } }],
    ran: ['start p', 'b'],
    skipped: 'a',
    end: 'completed',
  },
  {
    name: 'expiry without an exit fails',
    paths: 'start > p > a',
    blocks: { p: asks },
    answers: [{ p: { action: 'expire' } }],
    ran: ['start p', ''],
    skipped: 'a',
    end: 'failed',
  },
  {
    name: 'expiry without an exit leaves by error',
    paths: 'start > p > a; p:error > b',
    blocks: { p: asks },
    answers: [{ p: { action: 'expire' } }],
    ran: ['start p', 'b'],
    skipped: 'a',
    end: 'completed',
  },
  {
    name: 'expiry never leaves by out',
    paths: 'start > p > a',
    blocks: { p: { ...asks, config: { onCancel: 'continue' } } },
    answers: [{ p: { action: 'expire' } }],
    ran: ['start p', ''],
    skipped: 'a',
    end: 'failed',
  },
  {
    name: 'a cancelled pause leaves by cancelled',
    paths: 'start > p > a; p:cancelled > b',
    blocks: { p: asks },
    answers: [{ p: { action: 'cancel' } }],
    ran: ['start p', 'b'],
    skipped: 'a',
    end: 'completed',
  },
  {
    name: 'a cancelled pause cancels the execution',
    paths: 'start > p > a; start > q > b',
    blocks: { p: asks, q: asks },
    answers: [{ p: { action: 'cancel' } }],
    ran: ['start p q', ''],
    skipped: 'a b',
    end: 'cancelled',
  },
  {
    name: 'a cancelled pause goes on where the block wants that',
    paths: 'start > p > a',
    blocks: { p: { ...asks, config: { onCancel: 'continue' } } },
    answers: [{ p: { action: 'cancel' } }],
    ran: ['start p', 'a'],
    end: 'completed',
  },
  {
    name: 'a failure after one answer closes the other pause',
    paths: 'start > p > a; start > q > b',
    blocks: { p: asks, q: asks, a: { type: 'fail' } },
    answers: [{ p: {} }],
    ran: ['start p q', 'a'],
    skipped: 'b',
    end: 'failed',
  },
]

describe('executions that wait', () => {
  it.each(cases)('$name', async ({ paths, blocks, answers, ran, skipped = '', end }) => {
    const harness = createHarness(buildGraph(paths, blocks), { maxParallelNodes: 1 })
    const segments: string[] = []
    await harness.run()
    segments.push(harness.ran())
    for (const answer of answers) {
      const before = harness.ran().length
      await harness.resume(answer)
      segments.push(harness.ran().slice(before).trim())
    }
    const { status, skipped: left, pauses } = harness.state()
    expect({ segments, skipped: left.join(' '), end: status, open: Object.keys(pauses) }).toEqual({
      segments: ran,
      skipped,
      end,
      open: [],
    })
  })
})

async function rested(paths: string, blocks: Parameters<typeof buildGraph>[1], options?: HarnessOptions) {
  const harness = createHarness(buildGraph(paths, blocks), options)
  await harness.run()
  return harness
}

describe('a pause', () => {
  it('is recorded with what the block asked for, in the same checkpoint as the rest', async () => {
    const harness = await rested(
      'start > p > a',
      {
        p: { type: 'pause', config: { expiresInSeconds: 60, context: { seen: '{input.name}' } } },
      },
      { input: { name: 'Jane' } },
    )
    const { pauses, status, skipped } = harness.state()
    expect({ pauses, status, skipped }).toEqual({
      status: 'paused',
      skipped: [],
      pauses: {
        pause_1: {
          id: 'pause_1',
          blockId: 'p',
          visit: 1,
          openedAt: 0,
          expiresAt: 60_000,
          expiresInSeconds: 60,
          kind: 'input',
          reason: 'ask',
          title: 'Ask',
          fields: [],
          decisions: [],
          context: { seen: 'Jane' },
          onCancel: 'cancel_execution',
        },
      },
    })
    const last = harness.journal.checkpoints('exec_1').at(-1)
    expect(last?.events.map(({ t }) => t).slice(-2)).toEqual(['block_paused', 'paused'])
    expect(last?.projection).toMatchObject({ status: 'paused', wakeAt: 60_000, opened: [{ id: 'pause_1' }] })
  })

  it('marks as skipped what no answer can reach any more', async () => {
    const harness = await rested('start > r; r:x > p > a; r:y > b', { r: by('x'), p: { type: 'pause' } })
    expect(harness.state().skipped).toEqual(['b'])
  })

  it('gives the answer to later blocks', async () => {
    const harness = await rested('start > p > a', { p: asks, a: { config: { value: '{p.reference}' } } })
    await harness.resume({ p: { data: { reference: 'REF-1' } } })
    expect(outputsOf(harness.state())).toEqual({
      start: {},
      p: { reference: 'REF-1', action: 'complete' },
      a: { value: 'REF-1', visit: 1 },
    })
  })

  it('keeps who answered, and what', async () => {
    const harness = await rested('start > p', { p: asks })
    await harness.resume({ p: { data: { note: 'fine' } } })
    expect(harness.state().runs['p:1']?.resolution).toEqual({
      action: 'complete',
      data: { note: 'fine' },
      by: TESTER,
      at: 0,
    })
  })

  it('does not count its waiting among the limits on loops', async () => {
    const graph = buildGraph('start > p > r; r:again > p; r:done > end', {
      p: asks,
      r: by(...Array<string>(14).fill('again'), 'done'),
    })
    const harness = createHarness(graph)
    await harness.run()
    for (let answer = 0; answer < 15; answer++) await harness.resume({ p: {} })
    expect(harness.state().status).toBe('completed')
  })
})

describe('cancelling', () => {
  it('stops a block at work', async () => {
    const harness = createHarness(buildGraph('start > a > b', { a: slow(1_000) }))
    await harness.run(cancelAfter(harness, 100))
    const { status, error, endedAt, runs, skipped } = harness.state()
    expect({ status, error, endedAt, a: runs['a:1']?.status, at: runs['a:1']?.endedAt, skipped }).toEqual({
      status: 'cancelled',
      error: { code: 'cancelled', message: 'The execution was cancelled' },
      endedAt: 100,
      a: 'cancelled',
      at: 100,
      skipped: ['b'],
    })
  })

  it('gives a block that will not listen ten seconds', async () => {
    const harness = createHarness(buildGraph('start > a > b', { a: { type: 'stubborn' } }))
    await harness.run(cancelAfter(harness, 100))
    expect(harness.state()).toMatchObject({ status: 'cancelled', endedAt: 10_100, skipped: ['b'] })
  })

  it('before anything has started runs nothing', async () => {
    const harness = createHarness(buildGraph('start > a'))
    await harness.run(cancelAfter(harness, 0))
    expect({ ran: harness.ran(), status: harness.state().status }).toEqual({ ran: '', status: 'cancelled' })
  })

  it('while the next attempt is waited for makes none', async () => {
    const graph = buildGraph('start > a', { a: { type: 'fail', retry: { attempts: 5, delaySeconds: 100, factor: 1 } } })
    const harness = createHarness(graph)
    await harness.run(cancelAfter(harness, 1_000))
    const { status, runs } = harness.state()
    expect({ status, a: runs['a:1']?.status, attempts: runs['a:1']?.attempts.length }).toEqual({
      status: 'cancelled',
      a: 'cancelled',
      attempts: 1,
    })
  })

  it('while paused closes the pauses', async () => {
    const harness = await rested('start > p > a; start > q > b', { p: asks, q: asks })
    await harness.proceed([
      { t: 'resumed', at: 0 },
      { t: 'cancel_requested', at: 0, by: TESTER },
    ])
    const { status, pauses, runs } = harness.state()
    expect({ status, pauses, p: runs['p:1']?.status, q: runs['q:1']?.status }).toEqual({
      status: 'cancelled',
      pauses: {},
      p: 'cancelled',
      q: 'cancelled',
    })
    expect(harness.journal.checkpoints('exec_1').at(-1)?.projection.closed).toEqual([
      { id: 'pause_1', status: 'cancelled', at: 0 },
      { id: 'pause_2', status: 'cancelled', at: 0 },
    ])
  })

  it('beats an answer that was accepted at the same time, and leaves nothing open', async () => {
    const harness = await rested('start > p > a', { p: asks })
    await harness.resume({ p: {} }, cancelAfter(harness, 0))
    const { status, runs } = harness.state()
    expect({ status, p: runs['p:1']?.status, ended: runs['p:1']?.endedAt, ran: harness.ran() }).toEqual({
      status: 'cancelled',
      p: 'cancelled',
      ended: 0,
      ran: 'start p',
    })
  })

  it('comes too late for an execution that has ended', async () => {
    const harness = await rested('start > a', {})
    const before = harness.events()
    await harness.proceed([{ t: 'cancel_requested', at: 9, by: TESTER }])
    expect(harness.events()).toEqual(before)
  })

  it('is not undone by a block that finishes while it is stopped', async () => {
    const harness = createHarness(buildGraph('start > a > b', { a: { type: 'stubborn', config: { ms: 500 } } }))
    await harness.run(cancelAfter(harness, 100))
    const { status, runs, skipped } = harness.state()
    expect({ status, a: runs['a:1']?.status, skipped }).toEqual({ status: 'cancelled', a: 'completed', skipped: ['b'] })
  })
})
