import { describe, expect, it } from 'vitest'
import type { Graph } from './graph.ts'
import type { Journal } from './ports.ts'
import { outputsOf } from './state.ts'
import { buildGraph } from './testing/build-graph.ts'
import { Crash, crashAt } from './testing/crash.ts'
import { cancelAfter, createHarness, type Harness, type HarnessOptions } from './testing/harness.ts'
import { by, slow } from './testing/run-cases.ts'

const keyed = { type: 'keyed' }
const once = { type: 'once' }

async function untilRest(harness: Harness, go: () => Promise<unknown>): Promise<void> {
  try {
    await go()
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    await harness.takeOver()
  }
}

/** Runs a graph, the process dying at the given append, and another one taking over. */
async function crashed(graph: Graph, at: number, side: 'before' | 'after', options: HarnessOptions = {}) {
  const harness = createHarness(graph, { ...options, disturb: crashAt(at, side) })
  await untilRest(harness, () => harness.run())
  return harness
}

const result = (harness: Harness) => ({ outputs: outputsOf(harness.state()), status: harness.state().status })

const graphs: [name: string, graph: Graph][] = [
  ['a sequence of effects', buildGraph('start > a > b > c > end', { a: keyed, b: keyed, c: keyed })],
  [
    'effects side by side',
    buildGraph('start > a > j; start > b > j; start > c > j; j > end', { a: keyed, b: keyed, c: keyed }),
  ],
  ['a cycle', buildGraph('start > a > r; r:again > a; r:done > end', { a: keyed, r: by('again', 'done') })],
  ['a handled failure', buildGraph('start > a; a:error > b > end', { a: { type: 'fail' }, b: keyed })],
  [
    'a retry',
    buildGraph('start > k > a > end', {
      k: keyed,
      a: { type: 'fail', config: { times: 2 }, retry: { attempts: 4, delaySeconds: 5, factor: 2 } },
    }),
  ],
  ['variables', buildGraph('start > n > a > m > end', { n: { type: 'count' }, a: keyed, m: { type: 'count' } })],
]

describe('an execution whose process dies', () => {
  it.each(graphs)('comes to the same result wherever that happens: %s', async (_name, graph) => {
    const whole = createHarness(graph)
    await whole.run()
    const checkpoints = whole.journal.checkpoints('exec_1').length
    for (let at = 2; at <= checkpoints; at++) {
      for (const side of ['before', 'after'] as const) {
        const harness = await crashed(graph, at, side)
        expect({ at, side, ...result(harness) }).toEqual({ at, side, ...result(whole) })
        expect(new Set(harness.world.effects)).toEqual(new Set(whole.world.effects))
      }
    }
  })

  it('repeats only what was at work', async () => {
    const graph = buildGraph('start > a > b > c', { a: keyed, b: keyed, c: keyed })
    const harness = await crashed(graph, 3, 'before')
    expect(harness.world.effects).toEqual(['exec_1:a:1', 'exec_1:b:1', 'exec_1:b:1', 'exec_1:c:1'])
  })

  it('does not repeat what must not be repeated', async () => {
    const graph = buildGraph('start > a > b', { a: once, b: keyed })
    const harness = await crashed(graph, 2, 'before')
    expect({ effects: harness.world.effects, error: harness.state().error }).toEqual({
      effects: ['exec_1:a:1'],
      error: { code: 'interrupted', message: 'The block was cut off; what it did is unknown', block: 'a' },
    })
  })

  it('has no more time in all for having died: what was worked before counts against the deadline', async () => {
    const worked = { type: 'keyed', config: { ms: 400 } }
    const graph = buildGraph('start > a > b > c > d', { a: worked, b: worked, c: worked, d: worked })
    for (const [deadlineMs, status] of [
      [1_700, 'completed'],
      [1_500, 'failed'],
    ] as const) {
      const harness = await crashed(graph, 3, 'after', { deadlineMs })
      expect(harness.state().status).toBe(status)
      if (status === 'failed') expect(harness.state().error).toMatchObject({ code: 'deadline_exceeded' })
    }
  })

  it('takes the way the author drew for what must not be repeated', async () => {
    const graph = buildGraph('start > a > b; a:error > c', { a: once, b: keyed, c: keyed })
    const harness = await crashed(graph, 2, 'before')
    expect({ ran: harness.ran(), effects: harness.world.effects }).toEqual({
      ran: 'start a c',
      effects: ['exec_1:a:1', 'exec_1:c:1'],
    })
  })

  it('keeps waiting for the next attempt', async () => {
    const retry = { attempts: 3, delaySeconds: 100, factor: 1 }
    const graph = buildGraph('start > a', { a: { type: 'fail', config: { times: 1 }, retry } })
    const harness = createHarness(graph, { disturb: crashAt(1, 'after') })
    await untilRest(harness, () => harness.run())
    const { status, runs, endedAt } = harness.state()
    expect({
      status,
      endedAt,
      attempts: runs['a:1']?.attempts.map(({ attempt, error }) => [attempt, error?.code]),
    }).toEqual({
      status: 'completed',
      endedAt: 100_000,
      attempts: [
        [1, 'broken'],
        [2, undefined],
      ],
    })
  })

  it('while waiting for an answer loses nothing', async () => {
    const graph = buildGraph('start > k > p > a', { k: keyed, p: { type: 'pause' }, a: keyed })
    const harness = createHarness(graph)
    await harness.run()
    await harness.takeOver()
    await harness.resume({ p: { data: { x: 1 } } })
    expect({ effects: harness.world.effects, status: harness.state().status }).toEqual({
      effects: ['exec_1:k:1', 'exec_1:a:1'],
      status: 'completed',
    })
  })

  it('between answers to one block counts them on', async () => {
    const graph = buildGraph('start > p > a', { p: { type: 'pause', config: { times: 3 } } })
    for (const at of [2, 3, 4, 5, 6]) {
      const harness = createHarness(graph, { disturb: crashAt(at, 'after') })
      await harness.run()
      let answers = 0
      for (; harness.state().status === 'paused'; answers++) {
        await untilRest(harness, () => harness.resume({ p: {} }))
      }
      expect({ at, answers, status: harness.state().status }).toEqual({ at, answers: 3, status: 'completed' })
    }
  })

  it('while going on after an answer keeps the answer', async () => {
    const graph = buildGraph('start > p > k > a', { p: { type: 'pause' }, k: keyed, a: { config: { value: '{p.x}' } } })
    for (const at of [2, 3]) {
      const crash = crashAt(at, 'after')
      const harness = createHarness(graph, { disturb: crash })
      await harness.run()
      await untilRest(harness, () => harness.resume({ p: { data: { x: 1 } } }))
      expect({ at, ...result(harness) }).toMatchObject({
        at,
        outputs: { a: { value: 1, visit: 1 } },
        status: 'completed',
      })
    }
  })

  it('starts nothing again when it had failed already', async () => {
    const graph = buildGraph('start > a; start > b', { a: { type: 'fail' }, b: { type: 'stubborn' } })
    const harness = createHarness(graph, { disturb: crashAt(2, 'after') })
    await untilRest(harness, () => harness.run())
    const { error, runs } = harness.state()
    expect({ error, b: runs['b:1']?.status }).toEqual({
      error: { code: 'broken', message: 'It broke', block: 'a' },
      b: 'cancelled',
    })
  })

  it('starts nothing again when it was being cancelled', async () => {
    const graph = buildGraph('start > a > b', { a: { type: 'flaky', config: { times: 0 } }, b: keyed })
    const harness = createHarness(graph, { disturb: crashAt(2, 'before') })
    await expect(harness.run()).rejects.toThrow(Crash)
    await harness.takeOver(cancelAfter(harness, 0))
    const { status, runs } = harness.state()
    expect({
      status,
      a: runs['a:1']?.status,
      attempts: harness.world.attempts,
      effects: harness.world.effects,
    }).toEqual({
      status: 'cancelled',
      a: 'cancelled',
      attempts: { 'exec_1:a:1': 1 },
      effects: [],
    })
  })
})

describe('an owner who was thought dead', () => {
  it('can record nothing more, and stops', async () => {
    const graph = buildGraph('start > a > b', { a: { type: 'keyed', config: { ms: 100 } }, b: keyed })
    const harness = createHarness(graph)
    const first = harness.run()
    await harness.world.clock.sleep(50)
    const second = harness.takeOver()
    expect([await first, (await second).type]).toEqual([{ type: 'fenced' }, 'at_rest'])
    expect(harness.state().status).toBe('completed')
    expect(harness.events().filter(({ t }) => t === 'ended')).toHaveLength(1)
  })

  it('notices while it waits for its next attempt', async () => {
    const retry = { attempts: 3, delaySeconds: 1, factor: 1 }
    const graph = buildGraph('start > k > a', { k: keyed, a: { type: 'flaky', config: { times: 2 }, retry } })
    const harness = createHarness(graph)
    const first = harness.run()
    await harness.world.clock.sleep(600)
    const second = harness.takeOver()
    expect([(await first).type, (await second).type]).toEqual(['fenced', 'at_rest'])
  })

  it('is told when the id of a new execution is taken', async () => {
    const graph = buildGraph('start > a', { a: slow(10) })
    const harness = createHarness(graph)
    await harness.run()
    const events = harness.events()
    expect(await harness.run()).toEqual({ type: 'conflict' })
    expect(harness.events()).toEqual(events)
  })
})

describe('a journal that breaks', () => {
  it('makes the run reject, so that nobody is told what is not recorded', async () => {
    const broken = (): Journal<true> => ({ append: () => Promise.reject(new Error('no database')) })
    const harness = createHarness(buildGraph('start > a', { a: keyed }), { disturb: broken })
    await expect(harness.run()).rejects.toThrow('no database')
    expect(harness.world.effects).toEqual([])
  })
})
