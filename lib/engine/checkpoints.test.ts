import { describe, expect, it } from 'vitest'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'
import { slow } from './testing/run-cases.ts'

const keyed = { type: 'keyed' }

/** The facts of each checkpoint, as `kind block`. */
async function checkpoints(paths: string, blocks: Parameters<typeof buildGraph>[1] = {}) {
  const harness = createHarness(buildGraph(paths, blocks))
  await harness.run()
  return harness.journal
    .checkpoints('exec_1')
    .map(({ events }) => events.map((event) => ('block' in event ? `${event.t} ${event.block}` : event.t)))
}

describe('checkpoints', () => {
  it('are one for a flow without effects', async () => {
    expect(await checkpoints('start > a > end')).toEqual([
      [
        'created',
        'block_started start',
        'block_completed start',
        'block_started a',
        'block_completed a',
        'block_started end',
        'block_completed end',
        'ended',
      ],
    ])
  })

  it('are one more than effects in sequence: what ended goes with what starts next', async () => {
    expect(await checkpoints('start > a > b', { a: keyed, b: keyed })).toEqual([
      ['created', 'block_started start', 'block_completed start', 'block_started a'],
      ['block_completed a', 'block_started b'],
      ['block_completed b', 'ended'],
    ])
  })

  it('are shared by effects that start together', async () => {
    expect(await checkpoints('start > a; start > b', { a: keyed, b: keyed })).toEqual([
      ['created', 'block_started start', 'block_completed start', 'block_started a', 'block_started b'],
      ['block_completed a', 'block_completed b', 'ended'],
    ])
  })

  it('are written before every attempt of an effect', async () => {
    const flaky = { type: 'flaky', config: { times: 1 }, retry: { attempts: 2, delaySeconds: 0.1, factor: 1 } }
    expect(await checkpoints('start > a', { a: flaky })).toEqual([
      ['created', 'block_started start', 'block_completed start', 'block_started a'],
      ['attempt_failed a', 'block_started a'],
      ['block_completed a', 'ended'],
    ])
  })

  it('do not wait for more than a quarter of a second, however busy the execution is', async () => {
    const blocks = Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, slow(100)]))
    expect(await checkpoints('start > a > b > c > d', blocks)).toEqual([
      [
        'created',
        'block_started start',
        'block_completed start',
        'block_started a',
        'block_completed a',
        'block_started b',
        'block_completed b',
        'block_started c',
      ],
      ['block_completed c', 'block_started d', 'block_completed d', 'ended'],
    ])
  })

  it('do not wait for more than 64 KB of what pure blocks left', async () => {
    const long = { config: { value: 'x'.repeat(40_000) } }
    expect(await checkpoints('start > a > b > c > end', { a: long, b: long, c: long })).toEqual([
      [
        'created',
        'block_started start',
        'block_completed start',
        'block_started a',
        'block_completed a',
        'block_started b',
        'block_completed b',
        'block_started c',
      ],
      ['block_completed c', 'block_started end', 'block_completed end', 'ended'],
    ])
  })

  it('do not hide that another block ended while one was written', async () => {
    const graph = buildGraph('start > a > c; start > b > d', {
      a: slow(5),
      b: { type: 'keyed', config: { ms: 10 } },
      c: { type: 'keyed', config: { ms: 1_000 } },
      d: keyed,
    })
    const harness = createHarness(graph, {
      disturb: (journal) => ({
        append: async (checkpoint) => {
          await harness.world.clock.sleep(20)
          return journal.append(checkpoint)
        },
      }),
    })
    await harness.run()
    const { c, d } = Object.fromEntries(Object.values(harness.state().runs).map((run) => [run.block, run.startedAt]))
    expect({ c, d }).toEqual({ c: 25, d: 45 })
  })

  it('carry a number without gaps', async () => {
    const harness = createHarness(buildGraph('start > a > b > p', { a: keyed, b: keyed, p: { type: 'pause' } }))
    await harness.run()
    await harness.resume({ p: {} })
    expect(harness.journal.checkpoints('exec_1').map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  })
})

describe('what a checkpoint shows outside the log', () => {
  it('is the status when a segment begins and ends, and the output at rest', async () => {
    const harness = createHarness(buildGraph('start > a > p > end', { a: keyed, p: { type: 'pause' } }))
    await harness.run()
    await harness.resume({ p: { data: { x: 1 } } })
    const shown = harness.journal.checkpoints('exec_1').map(({ projection: { opened, closed, ...rest } }) => ({
      ...rest,
      opened: opened.map(({ id }) => id),
      closed: closed.map(({ id, status }) => `${id} ${status}`),
    }))
    const outputs = { start: {}, a: { visit: 1 } }
    expect(shown).toEqual([
      { status: 'running', opened: [], closed: [] },
      { status: 'paused', output: outputs, wakeAt: null, opened: ['pause_1'], closed: [] },
      {
        status: 'completed',
        output: { ...outputs, p: { x: 1, action: 'complete' }, end: {} },
        wakeAt: null,
        endedAt: 10,
        opened: [],
        closed: ['pause_1 resolved'],
      },
    ])
  })

  it('is the error of an execution that failed', async () => {
    const harness = createHarness(buildGraph('start > a', { a: { type: 'fail' } }))
    await harness.run()
    expect(harness.journal.checkpoints('exec_1').at(-1)?.projection).toMatchObject({
      status: 'failed',
      error: { code: 'broken', message: 'It broke', block: 'a' },
    })
  })
})
