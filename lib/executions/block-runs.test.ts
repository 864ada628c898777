import { describe, expect, it } from 'vitest'
import { foldEvents } from '#lib/engine/evolve.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import type { ExecutionEvent } from '#lib/engine/state.ts'
import { queuedAt, toBlockRuns } from './block-runs.ts'

const graph = graphSchema.parse({
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    { id: 'call', type: 'http_request', name: 'Ask the bank' },
    { id: 'never', type: 'end', name: 'Never' },
  ],
})

const created: ExecutionEvent = {
  t: 'created',
  at: 1_000,
  input: {},
  variables: {},
  maxParallelNodes: 2,
  deadlineMs: null,
  entries: ['start'],
}
const EMPTY = {
  queuedAt: null,
  input: null,
  output: null,
  error: null,
  handle: null,
  errorHandled: false,
  pauseId: null,
  kept: false,
}

describe('toBlockRuns', () => {
  it('tells every attempt, and a failure that was handled', () => {
    const error = { code: 'http_503', message: 'The bank is closed' }
    const state = foldEvents([
      created,
      { t: 'block_started', at: 2_000, block: 'call', visit: 1, attempt: 1, takes: [] },
      { t: 'attempt_failed', at: 2_500, block: 'call', visit: 1, attempt: 1, error, retryAt: 3_000 },
      { t: 'block_started', at: 3_000, block: 'call', visit: 1, attempt: 2, takes: [] },
      { t: 'block_failed', at: 3_400, block: 'call', visit: 1, ms: 400.4, error, handled: 'error', emits: [] },
      { t: 'ended', at: 4_000, status: 'completed', skipped: ['never'] },
    ])
    expect(toBlockRuns(graph, state)).toEqual([
      {
        ...EMPTY,
        blockId: 'call',
        blockName: 'Ask the bank',
        blockType: 'http_request',
        visit: 1,
        status: 'failed',
        attempts: [
          { attempt: 1, startedAt: '1970-01-01T00:00:02.000Z', error, retryAt: '1970-01-01T00:00:03.000Z' },
          { attempt: 2, startedAt: '1970-01-01T00:00:03.000Z', error: null, retryAt: null },
        ],
        startedAt: '1970-01-01T00:00:02.000Z',
        endedAt: '1970-01-01T00:00:03.400Z',
        durationMs: 400,
        error,
        handle: 'error',
        errorHandled: true,
      },
      {
        ...EMPTY,
        blockId: 'never',
        blockName: 'Never',
        blockType: 'end',
        visit: 1,
        status: 'skipped',
        attempts: [],
        startedAt: null,
        endedAt: null,
        durationMs: null,
      },
    ])
  })

  it('marks what was taken over from another execution, and names blocks the graph does not know', () => {
    const state = foldEvents([
      {
        ...created,
        kept: [{ block: 'gone', visit: 2, status: 'completed', output: { a: 1 }, handle: 'out', emitted: ['e1'] }],
      },
    ])
    expect(toBlockRuns(graph, state)).toEqual([
      {
        ...EMPTY,
        blockId: 'gone',
        blockName: 'gone',
        blockType: 'unknown',
        visit: 2,
        status: 'completed',
        attempts: [],
        startedAt: '1970-01-01T00:00:01.000Z',
        endedAt: '1970-01-01T00:00:01.000Z',
        durationMs: 0,
        output: { a: 1 },
        handle: 'out',
        kept: true,
      },
    ])
  })
})

describe('queuedAt', () => {
  it('is when the last token came that a visit took, or when the execution began', () => {
    const emits = (edge: string, to: string) => [{ edge, to }]
    const done = (at: number, block: string, edge: string): ExecutionEvent => ({
      ...{ t: 'block_completed', at, block, visit: 1, ms: 5, output: {}, handle: 'out', emits: emits(edge, 'call') },
    })
    const queued = queuedAt([
      created,
      { t: 'block_started', at: 1_200, block: 'start', visit: 1, attempt: 1, takes: [] },
      done(1_500, 'start', 'e1'),
      done(1_900, 'other', 'e2'),
      { t: 'block_started', at: 2_400, block: 'call', visit: 1, attempt: 1, takes: ['e1', 'e2'] },
      { t: 'block_started', at: 9_000, block: 'call', visit: 1, attempt: 2, takes: [] },
    ])
    expect(Object.fromEntries(queued)).toEqual({ 'start:1': 1_000, 'call:1': 1_900 })
  })
})
