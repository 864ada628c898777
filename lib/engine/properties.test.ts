import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEvents } from './evolve.ts'
import type { Graph } from './graph.ts'
import { type ExecutionState, executionEventSchema, isTerminal, outputsOf, runsWith } from './state.ts'
import { arbitraryGraph } from './testing/arbitrary-graph.ts'
import { Crash, crashAt } from './testing/crash.ts'
import { createHarness, type Harness, type HarnessOptions, TESTER } from './testing/harness.ts'

const MOST_ANSWERS = 6
const MOST_RUNS_A_SEGMENT = 201

/** Runs to the end: answers whatever is asked, and cancels where that would go on for ever. */
async function finish(graph: Graph, options: HarnessOptions): Promise<Harness> {
  const harness = createHarness(graph, options)
  await survive(harness, () => harness.run())
  while (!isTerminal(harness.state().status)) {
    const { pauses } = harness.state()
    const rests = harness.events().filter(({ t }) => t === 'resumed').length
    const answers = Object.values(pauses).map(({ blockId, visit }) => [blockId, { decision: visit % 2 ? 'yes' : 'no' }])
    await survive(harness, () =>
      rests < MOST_ANSWERS
        ? harness.resume(Object.fromEntries(answers))
        : harness.proceed([{ t: 'cancel_requested', at: 0, by: TESTER }]),
    )
  }
  return harness
}

async function survive(harness: Harness, go: () => Promise<unknown>): Promise<void> {
  try {
    await go()
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    if (harness.journal.checkpoints('exec_1').length === 0) await survive(harness, () => harness.run())
    else await survive(harness, () => harness.takeOver())
  }
}

/** Everything that must hold of an execution that has ended. */
function faultsOf(state: ExecutionState): string[] {
  const open = runsWith(state, 'running', 'paused', 'answered')
  return [
    ...open.map((run) => `${run.block} is still ${run.status}`),
    ...Object.values(state.runs).flatMap((run) => (run.endedAt === undefined ? [`${run.block} has no end`] : [])),
    ...Object.keys(state.pauses).map((pause) => `${pause} is open`),
    ...(state.status === 'completed' && !state.terminating ? state.tokens.map(({ to }) => `${to} holds a token`) : []),
    ...state.skipped.flatMap((block) => (state.latest[block] === undefined ? [] : [`${block} ran and was skipped`])),
  ]
}

describe('whatever the graph', () => {
  it('an execution ends, within its limits, and leaves nothing open', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryGraph, fc.integer({ min: 1, max: 4 }), async (graph, maxParallelNodes) => {
        const harness = await finish(graph, { maxParallelNodes })
        const segments = harness.events().filter(({ t }) => t === 'resumed').length + 1
        expect(faultsOf(harness.state())).toEqual([])
        expect(harness.ran().split(' ').length).toBeLessThanOrEqual(segments * MOST_RUNS_A_SEGMENT)
        expect(harness.world.mostWorking).toBeLessThanOrEqual(maxParallelNodes)
        expect(harness.reports).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('the recorded facts amount to the state the engine held, and survive being stored', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryGraph, fc.integer({ min: 1, max: 4 }), async (graph, maxParallelNodes) => {
        const harness = createHarness(graph, { maxParallelNodes })
        const result = await harness.run()
        const facts = harness.events()
        expect(result).toEqual({ type: 'at_rest', state: foldEvents(facts) })
        expect(facts.map((fact) => executionEventSchema.parse(fact))).toEqual(facts)
      }),
      { numRuns: 60 },
    )
  })

  it('a death of the process anywhere changes neither the way taken nor what comes of it', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryGraph,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom('before' as const, 'after' as const),
        async (graph, moment, side) => {
          const whole = await finish(graph, { maxParallelNodes: 1 })
          const at = 1 + Math.floor(moment * whole.journal.checkpoints('exec_1').length)
          const broken = await finish(graph, { maxParallelNodes: 1, disturb: crashAt(at, side) })
          expect(summary(broken)).toEqual(summary(whole))
        },
      ),
      { numRuns: 120 },
    )
  })
})

function summary(harness: Harness) {
  const { status, skipped, variables } = harness.state()
  return { status, skipped, variables, outputs: outputsOf(harness.state()), ran: harness.ran() }
}
