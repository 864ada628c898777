import { describe, expect, it } from 'vitest'
import { outputsOf } from './state.ts'
import { buildGraph } from './testing/build-graph.ts'
import { createHarness, type HarnessOptions } from './testing/harness.ts'
import { describeRuns, slow } from './testing/run-cases.ts'

const fails = { type: 'fail' }
const retried = { retry: { attempts: 3, delaySeconds: 1, factor: 2 } }
const failsTwice = { type: 'fail', config: { times: 2 }, ...retried }
const late = { type: 'stubborn', timeoutMs: 50 }
const goesOn = { onError: 'continue' as const }

describeRuns('a failure that nobody drew a way on from', [
  {
    name: 'fails the execution',
    paths: 'start > a > b',
    blocks: { a: fails },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'starts nothing new on other branches',
    paths: 'start > a; start > b > c',
    blocks: { a: fails },
    ran: 'start a',
    skipped: 'b c',
    end: 'failed',
  },
  {
    name: 'stops what is at work',
    paths: 'start > a; start > b > c',
    blocks: { a: fails, b: slow(1_000) },
    max: 2,
    ran: 'start a b',
    skipped: 'c',
    end: 'failed',
  },
  {
    name: 'does not wait for work that will not listen',
    paths: 'start > a; start > b',
    blocks: { a: fails, b: { type: 'stubborn' } },
    max: 2,
    ran: 'start a b',
    end: 'failed',
  },
  {
    name: 'closes open pauses',
    paths: 'start > p > b; start > a',
    blocks: { p: { type: 'pause' }, a: fails },
    ran: 'start p a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block that throws',
    paths: 'start > a > b',
    blocks: { a: { type: 'fail', config: { thrown: true } } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block of unknown type',
    paths: 'start > a > b',
    blocks: { a: { type: 'unheard_of' } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block whose settings are wrong',
    paths: 'start > a > b',
    blocks: { a: { type: 'slow', config: { ms: 'long' } } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block that reads what does not exist',
    paths: 'start > a > b',
    blocks: { a: { config: { value: '{nobody}' } } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block that asks for a malformed pause',
    paths: 'start > a > b',
    blocks: { a: { type: 'faulty', config: { how: 'pause' } } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block whose output is no JSON',
    paths: 'start > a > b',
    blocks: { a: { type: 'faulty', config: { how: 'cycle' } } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'of a block that takes too long',
    paths: 'start > a > b',
    blocks: { a: late },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
])

describeRuns('a failure with a way on', [
  {
    name: 'leaves by error',
    paths: 'start > a > b; a:error > c',
    blocks: { a: fails },
    ran: 'start a c',
    skipped: 'b',
  },
  {
    name: 'leaves by all edges of error',
    paths: 'start > a; a:error > c; a:error > d',
    blocks: { a: fails },
    ran: 'start a c d',
  },
  { name: 'error is not taken by success', paths: 'start > a > b; a:error > c', ran: 'start a b', skipped: 'c' },
  { name: 'goes on as if completed', paths: 'start > a > b', blocks: { a: { ...fails, ...goesOn } }, ran: 'start a b' },
  {
    name: 'prefers a drawn error exit to going on',
    paths: 'start > a > b; a:error > c',
    blocks: { a: { ...fails, ...goesOn } },
    ran: 'start a c',
    skipped: 'b',
  },
  {
    name: 'leaves by timeout',
    paths: 'start > a > b; a:timeout > c; a:error > d',
    blocks: { a: late },
    ran: 'start a c',
    skipped: 'b d',
  },
  {
    name: 'a timeout leaves by error where timeout has no edge',
    paths: 'start > a > b; a:error > d',
    blocks: { a: late },
    ran: 'start a d',
    skipped: 'b',
  },
  {
    name: 'a timeout goes on as if completed',
    paths: 'start > a > b',
    blocks: { a: { ...late, ...goesOn } },
    ran: 'start a b',
  },
  {
    name: 'a failure does not leave by timeout',
    paths: 'start > a; a:timeout > c',
    blocks: { a: fails },
    ran: 'start a',
    skipped: 'c',
    end: 'failed',
  },
  {
    name: 'leads into a join',
    paths: 'start > a > j; a:error > h > j; start > b > j',
    blocks: { a: fails },
    ran: 'start a b h j',
  },
  {
    name: 'leads back to try again',
    paths: 'start > s > a > end; a:error > s',
    blocks: { a: { type: 'fail', config: { times: 0 } } },
    ran: 'start s a end',
  },
  {
    name: 'leaves the other branches alone',
    paths: 'start > a; a:error > h; start > b > c',
    blocks: { a: fails },
    ran: 'start a b h c',
  },
])

describeRuns('retries', [
  { name: 'succeed in time', paths: 'start > a > b', blocks: { a: failsTwice }, ran: 'start a b' },
  {
    name: 'give up after the last attempt',
    paths: 'start > a > b',
    blocks: { a: { ...fails, ...retried } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'leave by error after the last attempt',
    paths: 'start > a > b; a:error > c',
    blocks: { a: { ...fails, ...retried } },
    ran: 'start a c',
    skipped: 'b',
  },
  {
    name: 'are not made without being asked for',
    paths: 'start > a > b',
    blocks: { a: { type: 'fail', config: { times: 1 } } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'are not made of what cannot get better',
    paths: 'start > a > b',
    blocks: { a: { type: 'fail', config: { times: 1, retryable: false }, ...retried } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
  {
    name: 'are made of a block that threw',
    paths: 'start > a > b',
    blocks: { a: { type: 'fail', config: { times: 1, thrown: true }, ...retried } },
    ran: 'start a b',
  },
  {
    name: 'are made of a block that took too long',
    paths: 'start > a > b',
    blocks: { a: { ...late, ...retried } },
    ran: 'start a',
    skipped: 'b',
    end: 'failed',
  },
])

async function run(paths: string, blocks: Parameters<typeof buildGraph>[1], options?: HarnessOptions) {
  const harness = createHarness(buildGraph(paths, blocks), options)
  await harness.run()
  return harness
}

describe('the error of an execution', () => {
  it('is that of the first failure', async () => {
    const harness = await run('start > a; start > b', { a: fails, b: { type: 'sore' } }, { maxParallelNodes: 2 })
    expect(harness.state().error).toEqual({ code: 'broken', message: 'It broke', block: 'a' })
    expect(harness.state().runs['b:1']?.status).toBe('cancelled')
  })

  it('tells nothing of a fault inside a block, which is reported once', async () => {
    const harness = await run('start > a', { a: { type: 'fail', config: { thrown: true } } })
    expect(harness.state().error).toEqual({
      code: 'internal_error',
      message: 'The block failed unexpectedly',
      block: 'a',
    })
    expect(harness.reports).toEqual([{ blockId: 'a', error: new Error('broken') }])
  })
})

describe('what a failed block leaves', () => {
  it('is its output and its error, for later blocks to read', async () => {
    const harness = await run('start > a; a:error > b', {
      a: { type: 'fail', config: { output: { seen: 1 } } },
      b: { config: { value: '{a.error.code} {a.seen}' } },
    })
    expect(outputsOf(harness.state())).toEqual({
      start: {},
      a: { seen: 1, error: { code: 'broken', message: 'It broke' } },
      b: { value: 'broken 1', visit: 1 },
    })
  })

  it('says whether the author drew a way on', async () => {
    const handled = await run('start > a; a:error > b', { a: fails })
    const unhandled = await run('start > a', { a: fails })
    expect([handled, unhandled].map((harness) => harness.state().runs['a:1']?.errorHandled)).toEqual([true, false])
  })

  it('is called a timeout where it took too long', async () => {
    const harness = await run('start > a; a:timeout > b', { a: late })
    expect(harness.state().runs['a:1']).toMatchObject({
      status: 'timed_out',
      ms: 50,
      error: { code: 'timeout', message: 'The block took longer than 0.05 s' },
      handle: 'timeout',
    })
  })
})

describe('every attempt', () => {
  const attempts = async (blocks: Parameters<typeof buildGraph>[1]) => {
    const harness = await run('start > a', blocks)
    return harness.state().runs['a:1']?.attempts.map(({ at, error }) => [at, error?.code])
  }

  it('is on record, with delays that grow', async () => {
    expect(await attempts({ a: failsTwice })).toEqual([
      [0, 'broken'],
      [1_000, 'broken'],
      [3_000, undefined],
    ])
  })

  it('waits as long as the other side asks for', async () => {
    const config = { times: 1, retryAfterSeconds: 7 }
    expect(await attempts({ a: { type: 'fail', config, ...retried } })).toEqual([
      [0, 'broken'],
      [7_000, undefined],
    ])
  })

  it('waits five minutes at most', async () => {
    const config = { times: 1, retryAfterSeconds: 3_000 }
    expect(await attempts({ a: { type: 'fail', config, ...retried } })).toEqual([
      [0, 'broken'],
      [300_000, undefined],
    ])
  })
})
