import { describe, expect, it } from 'vitest'
import { outputsOf } from './state.ts'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness } from './testing/harness.ts'
import { by } from './testing/run-cases.ts'

const reads = (value: string) => ({ config: { value } })

async function valueRead(block: string, paths: string, blocks: Parameters<typeof buildGraph>[1]) {
  const harness = createHarness(buildGraph(paths, blocks), { maxParallelNodes: 1, input: { who: 'Jane' } })
  await harness.run()
  const { status, error } = harness.state()
  return status === 'failed' ? error?.code : outputsOf(harness.state())[block]?.value
}

describe('what a block can read', () => {
  it('the output of a block before it', async () => {
    expect(await valueRead('b', 'start > a > b', { a: reads('x'), b: reads('{a.value}') })).toBe('x')
  })

  it('the output of a block whose name every object has', async () => {
    expect(await valueRead('b', 'start > constructor > b', { b: reads('{constructor.visit}') })).toBe(1)
  })

  it('the output of the start, which is the input', async () => {
    expect(await valueRead('a', 'start > a', { a: reads('{start.who} {input.who} {who}') })).toBe('Jane Jane Jane')
  })

  it('null from a block on a path not taken', async () => {
    const blocks = { r: by('x'), j: reads('{b.value}') }
    expect(await valueRead('j', 'start > r; r:x > a > j; r:y > b > j', blocks)).toBe(null)
  })

  it('nothing from a block that may still run', async () => {
    const blocks = { a: reads('{b.value}') }
    expect(await valueRead('a', 'start > a; start > b', blocks)).toBe('unresolved_reference')
  })

  it('nothing from a block that comes later', async () => {
    expect(await valueRead('a', 'start > a > b', { a: reads('{b.value}') })).toBe('unresolved_reference')
  })

  it('nothing from itself in its first visit, and the former visit after that', async () => {
    const blocks = { a: reads('{a.visit?}'), r: by('again', 'done') }
    expect(await valueRead('a', 'start > a > r; r:again > a; r:done > end', blocks)).toBe(1)
  })

  it('the latest visit of a block in a cycle', async () => {
    const blocks = { r: by('again', 'again', 'done'), b: reads('{a.visit}') }
    expect(await valueRead('b', 'start > a > r; r:again > a; r:done > b', blocks)).toBe(3)
  })

  it('nothing from a block that is switched off', async () => {
    expect(await valueRead('b', 'start > a > b', { a: { enabled: false }, b: reads('{a.value?}') })).toBe(null)
  })

  it('settings as written where they are conditions', async () => {
    const blocks = {
      d: { type: 'decide', config: { when: '"{who}" == "{who}" && input.who == "Jane"' } },
      a: reads('yes'),
    }
    expect(await valueRead('a', 'start > d; d:yes > a', blocks)).toBe('yes')
  })
})
