import { describe, expect, it } from 'vitest'
import { buildGraph } from './build-graph.ts'
import { createHarness } from './harness.ts'

/** A graph and what must come of running it: blocks in the order they start, blocks skipped, how it ends. */
export type RunCase = {
  name: string
  paths: string
  blocks?: Parameters<typeof buildGraph>[1]
  settings?: NonNullable<Parameters<typeof buildGraph>[2]>['settings']
  /** Blocks that may work at once; 1 unless given. */
  max?: number
  ran: string
  skipped?: string
  end?: string
}

/** A block that leaves by the given exits, visit by visit. */
export const by = (...exits: string[]) => ({ type: 'route', config: { by: exits } })
/** A block that takes its time, in milliseconds. */
export const slow = (ms: number) => ({ type: 'slow', config: { ms } })

async function outcomeOf({ paths, blocks, settings, max }: RunCase) {
  const harness = createHarness(buildGraph(paths, blocks, settings && { settings }), { maxParallelNodes: max ?? 1 })
  await harness.run()
  const { status, skipped } = harness.state()
  return { ran: harness.ran(), skipped: skipped.join(' '), end: status }
}

/** Tests that each case runs as it says. */
export function describeRuns(title: string, cases: RunCase[]): void {
  describe(title, () => {
    it.each(cases)('$name', async (given) => {
      const { ran, skipped = '', end = 'completed' } = given
      expect(await outcomeOf(given)).toEqual({ ran, skipped, end })
    })
  })
}
