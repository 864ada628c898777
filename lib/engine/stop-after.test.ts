import { describe, expect, it } from 'vitest'
import { forkEvents } from './fork.ts'
import { indexGraph } from './graph.ts'
import type { ExecutionEvent } from './state.ts'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'

type Blocks = Parameters<typeof buildGraph>[1]

/** Runs a graph until a block has done its work. */
async function runUntil(stopAfter: string, paths: string, blocks: Blocks = {}) {
  const graph = buildGraph(paths, blocks)
  const harness = createHarness(graph)
  const opening: ExecutionEvent = {
    t: 'created',
    at: 0,
    input: {},
    variables: {},
    maxParallelNodes: 1,
    deadlineMs: null,
    entries: ['start'],
    stopAfter,
  }
  await harness.proceed([opening])
  return { graph: indexGraph(graph), harness }
}

const outcome = (harness: ReturnType<typeof createHarness>) => {
  const { status, skipped } = harness.state()
  return { ran: harness.ran(), status, skipped: skipped.join(' ') }
}

describe('an execution that is to stop after a block', () => {
  it('ends completed with that block, and passes by what follows', async () => {
    const { harness } = await runUntil('b', 'start > a > b > c > end')
    expect(outcome(harness)).toEqual({ ran: 'start a b', status: 'completed', skipped: 'c end' })
  })

  it('ends with the block itself where another branch still waits', async () => {
    const { harness } = await runUntil('b', 'start > r; start > b > c; r > c', { r: { type: 'pause' } })
    expect(outcome(harness)).toEqual({ ran: 'start r b', status: 'completed', skipped: 'c' })
    expect(harness.state().pauses).toEqual({})
  })

  it('ends when the pause of that block was answered, not before', async () => {
    const { harness } = await runUntil('r', 'start > r > c', { r: { type: 'pause' } })
    expect(harness.state().status).toBe('paused')
    await harness.resume({ r: {} })
    expect(outcome(harness)).toEqual({ ran: 'start r', status: 'completed', skipped: 'c' })
  })

  it('ends where the author drew a way on for the failure of that block, and fails where not', async () => {
    const handled = await runUntil('a', 'start > a; a:error > b', { a: { type: 'fail' } })
    expect(outcome(handled.harness)).toEqual({ ran: 'start a', status: 'completed', skipped: 'b' })
    const unhandled = await runUntil('a', 'start > a > b', { a: { type: 'fail' } })
    expect(outcome(unhandled.harness)).toEqual({ ran: 'start a', status: 'failed', skipped: 'b' })
  })

  it('takes its course where it never comes to that block', async () => {
    const { harness } = await runUntil('x', 'start > a > end; a:error > x')
    expect(outcome(harness)).toEqual({ ran: 'start a end', status: 'completed', skipped: 'x' })
  })

  it('can be a re-run that stops', async () => {
    const source = await runUntil('nothing', 'start > a > b > c > end')
    const again = createHarness(source.graph.graph)
    const from = { graph: source.graph, state: source.harness.state(), events: source.harness.events() }
    await again.proceed(
      forkEvents(source.graph, from, 'b', { at: 0, maxParallelNodes: 1, deadlineMs: null, stopAfter: 'c' }),
    )
    expect(outcome(again)).toEqual({ ran: 'b c', status: 'completed', skipped: 'end' })
  })
})
