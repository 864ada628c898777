import { describe, expect, it } from 'vitest'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'
import { by, describeRuns, slow } from './testing/run-cases.ts'

describeRuns('limits on loops', [
  {
    name: 'one edge taken more than ten times',
    paths: 'start > a > b > a',
    blocks: {},
    ran: `start ${'a b '.repeat(10)}a`,
    end: 'aborted_looping_risk',
  },
  {
    name: 'ten times are fine',
    paths: 'start > r; r:again > r; r:done > end',
    blocks: { r: by(...Array<string>(10).fill('again'), 'done') },
    ran: `start ${'r '.repeat(11)}end`,
  },
  {
    name: 'more block runs than allowed',
    paths: 'start > a > b > c > d',
    settings: { loopLimits: { blockRuns: 3, visits: 25, traversals: 10 } },
    ran: 'start a b c',
    skipped: 'd',
    end: 'aborted_looping_risk',
  },
  {
    name: 'more visits than allowed while nothing changes',
    paths: 'start > a > b > a',
    settings: { loopLimits: { blockRuns: 200, visits: 3, traversals: 100 } },
    ran: 'start a b a b a b a',
    end: 'aborted_looping_risk',
  },
  {
    name: 'visits start again when a variable changes',
    paths: 'start > n > d; d:yes > n; d:no > end',
    blocks: { n: { type: 'count' }, d: { type: 'decide', config: { when: 'vars.n < 5' } } },
    settings: { loopLimits: { blockRuns: 200, visits: 3, traversals: 100 } },
    ran: `start ${'n d '.repeat(5)}end`,
  },
  {
    name: 'a variable set to what it was is no change',
    paths: 'start > n > a > n',
    blocks: { n: { type: 'remember', config: { value: { x: 1 } } } },
    settings: { loopLimits: { blockRuns: 200, visits: 3, traversals: 100 } },
    ran: 'start n a n a n a n a',
    end: 'aborted_looping_risk',
  },
  {
    name: 'other work is stopped',
    paths: 'start > w > x; start > a > b > a',
    blocks: { w: slow(100_000) },
    max: 2,
    ran: `start w ${'a b '.repeat(10)}a`,
    skipped: 'x',
    end: 'aborted_looping_risk',
  },
  {
    name: 'names that every object has are counted like others',
    paths: 'start > constructor > valueof > constructor',
    ran: `start ${'constructor valueof '.repeat(10)}constructor`,
    end: 'aborted_looping_risk',
  },
])

describe('the results of children', () => {
  it.each([
    ['child', 'aborted_looping_risk'],
    ['timer', 'paused'],
    ['input', 'paused'],
  ])('are no news from outside: %s', async (kind, end) => {
    const harness = createHarness(buildGraph('start > p > a > p', { p: { type: 'pause', config: { kind } } }))
    await harness.run()
    for (let answers = 0; answers < 12; answers++) {
      if (harness.state().status === 'paused') await harness.resume({ p: {} })
    }
    expect(harness.state().status).toBe(end)
  })
})

describe('the error of an execution that was stopped', () => {
  it('names the limit on loops that was passed, as a warning too', async () => {
    const { run, state } = createHarness(buildGraph('start > a > b > a'))
    await run()
    const message = 'The path from a to b was taken more than 10 times without input from outside'
    expect(state().error).toEqual({ code: 'looping_risk', message })
    expect(state().warnings.map((warning) => warning.message)).toEqual([message])
  })

  it('is the deadline where work took longer, pauses not counted', async () => {
    const graph = buildGraph('start > a > p > b', { a: slow(600), p: { type: 'pause' }, b: slow(600) })
    const harness = createHarness(graph, { deadlineMs: 1_000 })
    await harness.run()
    await harness.world.clock.sleep(1_000_000)
    await harness.resume({ p: {} })
    const { status, error, endedAt, runs } = harness.state()
    expect({ status, error, endedAt, b: runs['b:1']?.status }).toEqual({
      status: 'failed',
      error: { code: 'deadline_exceeded', message: 'Execution timed out after 1s' },
      endedAt: 1_000_600 + 400,
      b: 'cancelled',
    })
  })

  it('is not the deadline where work was done in time', async () => {
    const graph = buildGraph('start > a > b', { a: slow(600), b: slow(300) })
    const harness = createHarness(graph, { deadlineMs: 1_000 })
    await harness.run()
    expect(harness.state().status).toBe('completed')
  })
})
