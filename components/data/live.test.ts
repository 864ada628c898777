import { describe, expect, it } from 'vitest'
import type { BlockRunView, ExecutionDetail } from '#lib/contracts/executions.ts'
import type { ExecutionChange } from '#lib/contracts/stream.ts'
import { asksForMore, hear, withNews } from './live.ts'

const AT = '2026-01-01T00:00:00.000Z'

function run(blockId: string, status: BlockRunView['status'], rest: Partial<BlockRunView> = {}): BlockRunView {
  return {
    blockId,
    blockName: blockId,
    blockType: blockId === 'start' || blockId === 'end' ? blockId : 'echo',
    visit: 1,
    status,
    attempts: [],
    queuedAt: null,
    startedAt: null,
    endedAt: null,
    durationMs: null,
    input: null,
    output: null,
    error: null,
    handle: null,
    errorHandled: false,
    pauseId: null,
    kept: false,
    ...rest,
  }
}

function detail(blockRuns: BlockRunView[], rest: Partial<ExecutionDetail> = {}): ExecutionDetail {
  return {
    status: 'running',
    error: null,
    blockRuns,
    takenEdges: [],
    ...rest,
  } as ExecutionDetail
}

function change(type: ExecutionChange['type'], rest: Partial<ExecutionChange> = {}): ExecutionChange {
  return { type, at: AT, status: 'running', run: null, takenEdges: [], skipped: [], error: null, ...rest }
}

const shown = ({ status, error, blockRuns, takenEdges }: ExecutionDetail) => ({
  status,
  error,
  runs: blockRuns.map((one) => `${one.blockId}:${one.visit} ${one.status}`),
  takenEdges,
})

describe('an execution with the news of it', () => {
  it('is as it was read where nothing was told', () => {
    const read = detail([run('start', 'completed')])
    expect(withNews(read, undefined)).toBe(read)
  })

  it('shows the latest of each visit, new ones behind, and every edge taken', () => {
    const news = [
      change('block_started', { run: run('a', 'running') }),
      change('block_completed', { run: run('a', 'completed', { output: { ok: true } }), takenEdges: ['a>end'] }),
      change('block_started', { run: run('end', 'running') }),
      change('block_started', { run: run('a', 'running', { visit: 2 }) }),
    ]
    const live = news.reduce(hear, undefined as ReturnType<typeof hear> | undefined)
    const read = detail([run('start', 'completed'), run('a', 'running')], { takenEdges: ['start>a'] })
    expect(shown(withNews(read, live))).toEqual({
      status: 'running',
      error: null,
      runs: ['start:1 completed', 'a:1 completed', 'end:1 running', 'a:2 running'],
      takenEdges: ['start>a', 'a>end'],
    })
  })

  it('comes to the same when it was read in the middle of the news', () => {
    const live = hear(
      hear(undefined, change('block_started', { run: run('a', 'running') })),
      change('block_completed', { run: run('a', 'completed') }),
    )
    const early = withNews(detail([run('start', 'completed')]), live)
    const late = withNews(detail([run('start', 'completed'), run('a', 'completed')]), live)
    expect(shown(early)).toEqual(shown(late))
  })

  it('says what was passed by when it ends, and not of blocks that started after all', () => {
    const ended = hear(
      undefined,
      change('ended', { status: 'failed', error: 'It broke', skipped: [run('b', 'skipped'), run('end', 'skipped')] }),
    )
    expect(shown(withNews(detail([run('a', 'failed')]), ended))).toEqual({
      status: 'failed',
      error: 'It broke',
      runs: ['a:1 failed', 'b:1 skipped', 'end:1 skipped'],
      takenEdges: [],
    })
    const started = hear(undefined, change('block_started', { run: run('b', 'running') }))
    expect(shown(withNews(detail([run('b', 'skipped')]), started)).runs).toEqual(['b:1 running'])
  })

  it('is left alone once it was read ended', () => {
    const read = detail([], { status: 'completed' })
    expect(withNews(read, hear(undefined, change('paused', { status: 'paused' })))).toBe(read)
  })

  it('is read again where the stream does not tell everything', () => {
    expect(
      (['block_started', 'block_completed', 'block_paused', 'paused', 'ended'] as const).map((type) =>
        asksForMore(change(type)),
      ),
    ).toEqual([false, false, true, true, true])
  })
})
