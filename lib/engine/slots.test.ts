import { describe, expect, it } from 'vitest'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'
import { by, describeRuns, slow } from './testing/run-cases.ts'

const off = { enabled: false }

describeRuns('blocks switched off', [
  { name: 'a block that is off lets the token through', paths: 'start > a > b', blocks: { a: off }, ran: 'start a b' },
  {
    name: 'a failing block that is off does not fail',
    paths: 'start > a > b',
    blocks: { a: { type: 'fail', ...off } },
    ran: 'start a b',
  },
  {
    name: 'a routing block that is off leaves by out',
    paths: 'start > r; r:x > a; r > b',
    blocks: { r: { ...by('x'), ...off } },
    ran: 'start r b',
    skipped: 'a',
  },
  {
    name: 'a pausing block that is off does not wait',
    paths: 'start > p > b',
    blocks: { p: { type: 'pause', ...off } },
    ran: 'start p b',
  },
  {
    name: 'a join that is off still joins',
    paths: 'start > a > j > end; start > b > j',
    blocks: { j: off },
    ran: 'start a b j end',
  },
  {
    name: 'a block of unknown type that is off does no harm',
    paths: 'start > a > b',
    blocks: { a: { type: 'unheard_of', ...off } },
    ran: 'start a b',
  },
])

describeRuns('ends that end everything', [
  {
    name: 'nothing starts after it',
    paths: 'start > end; start > a > b > c',
    blocks: { end: { config: { terminate: true } } },
    ran: 'start end',
    skipped: 'a b c',
  },
  {
    name: 'work underway is stopped',
    paths: 'start > end; start > a > b',
    blocks: { end: { config: { terminate: true } }, a: slow(1000) },
    max: 2,
    ran: 'start end a',
    skipped: 'b',
  },
  {
    name: 'work that takes being stopped badly changes nothing',
    paths: 'start > end; start > a > b',
    blocks: { end: { config: { terminate: true } }, a: { type: 'sore' } },
    max: 2,
    ran: 'start end a',
    skipped: 'b',
  },
  {
    name: 'open pauses are closed',
    paths: 'start > p > b; start > a > end',
    blocks: { end: { config: { terminate: true } }, p: { type: 'pause' } },
    ran: 'start p a end',
    skipped: 'b',
  },
  {
    name: 'an end that does not terminate lets others finish',
    paths: 'start > end; start > a > b',
    ran: 'start end a b',
  },
])

describeRuns(
  'the cap on parallel blocks',
  [1, 2, 3, 4].map((max) => ({
    name: `${max} at a time keeps the order of arrival`,
    paths: 'start > a > a2; start > b > b2; start > c > c2; start > d > d2',
    blocks: Object.fromEntries(['a', 'b', 'c', 'd', 'a2', 'b2', 'c2', 'd2'].map((id) => [id, slow(10)])),
    max,
    ran: 'start a b c d a2 b2 c2 d2',
  })),
)

describe('the cap on parallel blocks', () => {
  it.each([1, 2, 3, 4, 9])('never lets more than %i work at once, and uses them all', async (max) => {
    const paths = Array.from({ length: 9 }, (_, at) => `start > b${at} > j`).join(';')
    const blocks = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`b${at}`, slow(10 + at)]))
    const harness = createHarness(buildGraph(paths, blocks), { maxParallelNodes: max })
    await harness.run()
    expect({ most: harness.world.mostWorking, end: harness.state().status }).toEqual({ most: max, end: 'completed' })
  })

  it('is not used up by blocks that wait for an answer', async () => {
    const graph = buildGraph('start > p; start > q; start > a > b', { p: { type: 'pause' }, q: { type: 'pause' } })
    const harness = createHarness(graph, { maxParallelNodes: 1 })
    await harness.run()
    expect({ ran: harness.ran(), end: harness.state().status }).toEqual({ ran: 'start p q a b', end: 'paused' })
  })
})
