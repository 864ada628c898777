import { describe, expect, it } from 'vitest'
import { checkRunFrom, forkEvents } from './fork.ts'
import { type Graph, indexGraph } from './graph.ts'
import type { JsonObject } from './json.ts'
import { outputsOf } from './state.ts'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness, type HarnessOptions } from './testing/harness.ts'
import { by } from './testing/run-cases.ts'

type Blocks = Parameters<typeof buildGraph>[1]

async function source(paths: string, blocks: Blocks = {}, options: HarnessOptions = {}) {
  const graph = buildGraph(paths, blocks)
  const harness = createHarness(graph, { maxParallelNodes: 1, ...options })
  await harness.run()
  return { graph: indexGraph(graph), harness, state: harness.state(), events: harness.events() }
}

type Source = Awaited<ReturnType<typeof source>>

async function rerun(
  from: Source,
  blockId: string,
  graph: Graph = from.graph.graph,
  changes: { input?: JsonObject } = {},
) {
  const harness = createHarness(graph)
  const opening = forkEvents(indexGraph(graph), from, blockId, {
    at: 0,
    maxParallelNodes: 1,
    deadlineMs: null,
    ...changes,
  })
  await harness.proceed(opening)
  const { status, skipped } = harness.state()
  return { ran: harness.ran(), skipped: skipped.join(' '), status, outputs: outputsOf(harness.state()), harness }
}

const count = { type: 'keyed' }

const cases: { name: string; paths: string; blocks?: Blocks; from: string; ran: string; end?: string }[] = [
  { name: 'in a sequence', paths: 'start > a > b > c', from: 'b', ran: 'b c' },
  { name: 'from the start runs everything', paths: 'start > a > b', from: 'start', ran: 'start a b' },
  { name: 'from the last block', paths: 'start > a > b', from: 'b', ran: 'b' },
  { name: 'in one leg of a diamond', paths: 'start > a > j; start > b > j', from: 'a', ran: 'a j' },
  { name: 'from a join', paths: 'start > a > j > end; start > b > j', from: 'j', ran: 'j end' },
  { name: 'beside a branch it cannot reach', paths: 'start > a > a2; start > b > b2', from: 'a', ran: 'a a2' },
  {
    name: 'with a long other leg',
    paths: 'start > a > a2 > j; start > b > b2 > j; j > end',
    from: 'a2',
    ran: 'a2 j end',
  },
  {
    name: 'in front of a join with a leg not taken',
    paths: 'start > r; r:x > a > j; r:y > b > j; start > c > j',
    blocks: { r: by('x') },
    from: 'c',
    ran: 'c j',
  },
  {
    name: 'inside a cycle',
    paths: 'start > a > r; r:again > a; r:done > end',
    blocks: { r: by('again', 'done') },
    from: 'r',
    ran: 'r a r end',
  },
  {
    name: 'behind a cycle',
    paths: 'start > a > r; r:again > a; r:done > b > end',
    blocks: { r: by('again', 'done') },
    from: 'b',
    ran: 'b end',
  },
  {
    name: 'behind a handled failure',
    paths: 'start > a; a:error > b > c',
    blocks: { a: { type: 'fail' } },
    from: 'b',
    ran: 'b c',
  },
  {
    name: 'at the block that failed',
    paths: 'start > a > b > c',
    blocks: { b: { type: 'fail', config: { times: 1 } } },
    from: 'b',
    ran: 'b',
    end: 'failed',
  },
  {
    name: 'at the head of a cycle that goes round again',
    paths: 'start > b > d > r; r:again > b; r:done > end; start > c > d',
    blocks: { r: by('again', 'done') },
    from: 'b',
    ran: 'b d r b d r end',
  },
]

describe('a re-run from a block', () => {
  it.each(cases)('$name', async ({ paths, blocks, from, ran, end = 'completed' }) => {
    const before = await source(paths, blocks)
    expect(checkRunFrom(before.graph, before, from)).toBeNull()
    const result = await rerun(before, from)
    expect({ ran: result.ran, status: result.status }).toEqual({ ran, status: end })
  })

  it('keeps outputs and does not repeat effects', async () => {
    const before = await source('start > a > b > c', { a: count, b: count })
    const again = await rerun(before, 'b')
    expect(again.harness.world.effects).toEqual(['exec_1:b:1'])
    expect(again.outputs).toEqual(outputsOf(before.state))
  })

  it('reads kept outputs', async () => {
    const before = await source('start > a > b', { a: { config: { value: 7 } }, b: { config: { value: '{a.value}' } } })
    expect((await rerun(before, 'b')).outputs.b).toEqual({ value: 7, visit: 1 })
  })

  it('reads the error of a kept failure', async () => {
    const before = await source('start > a; a:error > b', {
      a: { type: 'fail' },
      b: { config: { value: '{a.error.code}' } },
    })
    expect((await rerun(before, 'b')).outputs.b).toEqual({ value: 'broken', visit: 1 })
  })

  it('reads null from a block that was skipped, and does not list it', async () => {
    const before = await source('start > r; r:x > a > j; r:y > b > j', {
      r: by('x'),
      j: { config: { value: '{b.value}' } },
    })
    const { outputs, skipped } = await rerun(before, 'j')
    expect({ j: outputs.j, b: outputs.b, skipped }).toEqual({
      j: { value: null, visit: 1 },
      b: undefined,
      skipped: 'b',
    })
  })

  it('starts with the variables as they were when the block last started', async () => {
    const paths = 'start > n > a > m > end'
    const blocks = {
      n: { type: 'count' },
      m: { type: 'count' },
      a: { config: { value: '{vars.n}' } },
      end: { config: { output: { n: '{vars.n}' } } },
    }
    const before = await source(paths, blocks)
    expect(before.state.variables).toEqual({ n: 2 })
    const again = await rerun(before, 'a')
    expect({ a: again.outputs.a, end: again.outputs.end }).toEqual({ a: { value: 1, visit: 1 }, end: { n: 2 } })
  })

  it('takes other input when it is given', async () => {
    const before = await source('start > a', { a: { config: { value: '{input.name}' } } }, { input: { name: 'Jane' } })
    const again = await rerun(before, 'a', undefined, { input: { name: 'John' } })
    expect(again.outputs.a).toEqual({ value: 'John', visit: 1 })
  })

  it('runs on a changed graph, whose edges may be named anew', async () => {
    const before = await source('start > a > j; start > b > j; j > end')
    const changed = buildGraph('start > a > x > j; start > b > j; j > end')
    const renamed = { ...changed, edges: changed.edges.map((edge, at) => ({ ...edge, id: `e${at}` })) }
    expect(checkRunFrom(indexGraph(renamed), before, 'x')).toBeNull()
    expect((await rerun(before, 'x', renamed)).ran).toBe('x j end')
  })
})

describe('a re-run is refused', () => {
  const refusal = async (paths: string, from: string, blocks: Blocks = {}, graph?: Graph) => {
    const before = await source(paths, blocks)
    return checkRunFrom(graph ? indexGraph(graph) : before.graph, before, from)?.code ?? null
  }

  it('from a block that is not there', async () => {
    expect(await refusal('start > a', 'b')).toBe('run_from_block_unknown_block')
  })

  it('from a block that only the source had', async () => {
    expect(await refusal('start > a > b', 'b', {}, buildGraph('start > a'))).toBe('run_from_block_unknown_block')
  })

  it('behind a block that failed', async () => {
    expect(await refusal('start > a > b', 'b', { a: { type: 'fail' } })).toBe('upstream_not_executed')
  })

  it('far behind a block that failed', async () => {
    expect(await refusal('start > a > b > c', 'c', { a: { type: 'fail' } })).toBe('upstream_not_executed')
  })

  it('behind a pause that nobody answered', async () => {
    expect(await refusal('start > p > a', 'a', { p: { type: 'pause' } })).toBe('upstream_not_executed')
  })

  it('at a join of which one leg is still waiting', async () => {
    expect(await refusal('start > p > j; start > b > j', 'j', { p: { type: 'pause' } })).toBe('upstream_not_executed')
  })

  it('in front of a join of which the other leg is still waiting, or was cut off', async () => {
    const paths = 'start > p > a > j; start > b > c > j'
    expect(await refusal(paths, 'b', { p: { type: 'pause' } })).toBe('upstream_not_executed')
    expect(await refusal(paths, 'c', { p: { type: 'pause' }, b: { type: 'fail' } })).toBe('upstream_not_executed')
  })

  it('behind a block that is new', async () => {
    const graph = buildGraph('start > a > x > b')
    expect(await refusal('start > a > b', 'b', {}, graph)).toBe('upstream_not_executed')
  })

  it('on the way that a decision did not take', async () => {
    const paths = 'start > r; r:x > a; r:y > credential'
    expect(await refusal(paths, 'credential', { r: by('x') })).toBe('upstream_not_executed')
  })
})
