import { describe, expect, it } from 'vitest'
import { foldEvents, UNBORN } from './evolve.ts'
import type { ExecutionEvent } from './state.ts'

const CREATED: ExecutionEvent = {
  t: 'created',
  at: 100,
  input: { name: 'Jane' },
  variables: { n: 1 },
  maxParallelNodes: 3,
  deadlineMs: 5_000,
  entries: ['start'],
}
const started = (block: string, takes: string[] = []): ExecutionEvent => ({
  t: 'block_started',
  at: 110,
  block,
  visit: 1,
  attempt: 1,
  takes,
})
const completed = (block: string, emits: { edge: string; to: string }[], more: object = {}): ExecutionEvent => ({
  t: 'block_completed',
  at: 120,
  block,
  visit: 1,
  ms: 10,
  output: { of: block },
  handle: 'out',
  emits,
  ...more,
})
const failed = (block: string): ExecutionEvent => ({
  t: 'block_failed',
  at: 130,
  block,
  visit: 1,
  ms: 5,
  error: { code: `${block}_broke`, message: 'Broken' },
  emits: [],
})
const ended: ExecutionEvent = { t: 'ended', at: 200, status: 'completed', skipped: ['z'] }

describe('the facts of an execution', () => {
  it('amount to nothing before there are any', () => {
    expect(foldEvents([])).toBe(UNBORN)
  })

  it('begin with its creation', () => {
    expect(foldEvents([CREATED])).toEqual({
      ...UNBORN,
      status: 'running',
      input: { name: 'Jane' },
      variables: { n: 1 },
      maxParallelNodes: 3,
      deadlineMs: 5_000,
      tokens: [{ edge: null, to: 'start', order: 0 }],
      order: 1,
      segment: { startedAt: 100, blockRuns: 0, visits: {}, traversals: {} },
      createdAt: 100,
    })
  })

  it('move tokens from edge to edge', () => {
    const e = { edge: 'e', to: 'a' }
    expect(foldEvents([CREATED, started('start')]).tokens).toEqual([])
    expect(foldEvents([CREATED, started('start'), completed('start', [e])]).tokens).toEqual([{ ...e, order: 2 }])
    expect(foldEvents([CREATED, started('start'), completed('start', [e, e]), started('a', ['e'])]).tokens).toEqual([
      { ...e, order: 2 },
    ])
  })

  it('hold the first failure as that of the execution', () => {
    const facts = [CREATED, started('a'), started('b'), failed('b'), failed('a')]
    expect(foldEvents(facts).failure).toEqual({ code: 'b_broke', message: 'Broken', block: 'b' })
  })

  it.each<[string, ExecutionEvent]>([
    ['ended', completed('end', [], { terminates: true })],
    ['was cancelled', { t: 'cancel_requested', at: 125, by: { type: 'user', id: 'u', name: 'U' } }],
  ])('do not hold a failure that came after everything %s', (_name, fact) => {
    expect(foldEvents([CREATED, started('a'), started('end'), fact, failed('a')]).failure).toBeUndefined()
  })

  it('change nothing once it has ended', () => {
    const end = foldEvents([CREATED, ended])
    const late = [
      started('a'),
      failed('a'),
      { ...ended, status: 'failed' },
      { t: 'resumed', at: 300 },
      CREATED,
    ] as const
    for (const fact of late) expect(foldEvents([CREATED, ended, fact])).toEqual(end)
    expect({ status: end.status, skipped: end.skipped, endedAt: end.endedAt }).toEqual({
      status: 'completed',
      skipped: ['z'],
      endedAt: 200,
    })
  })

  it('count as active the time of segments, not of rests', () => {
    const facts: ExecutionEvent[] = [CREATED, { t: 'paused', at: 150, skipped: [] }, { t: 'resumed', at: 1_000 }]
    expect(foldEvents(facts).activeMs).toBe(50)
    expect(foldEvents([...facts, { ...ended, at: 1_030 }]).activeMs).toBe(80)
  })

  it('about blocks that never started are passed over', () => {
    expect(foldEvents([CREATED, completed('ghost', [])]).runs).toEqual({})
  })
})
