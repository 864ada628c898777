import { describe, expect, it } from 'vitest'
import type { BlockRunView } from '#lib/contracts/executions.ts'
import { withRevealed } from './revealed.ts'

const run = (blockId: string, status: BlockRunView['status'], output: string): BlockRunView => ({
  ...{ blockId, blockName: blockId, blockType: 'any', visit: 1, status, attempts: [], output, input: null },
  ...{ queuedAt: null, startedAt: null, endedAt: null, durationMs: null, error: null, handle: null },
  ...{ errorHandled: false, pauseId: null, kept: false },
})
function detail(revision: number, input: string, blockRuns: BlockRunView[], id = 'x') {
  return { id, revision, status: 'running' as const, input, credentials: [], blockRuns }
}

describe('what is revealed', () => {
  it('shows in what was done by then; what came later stays concealed', () => {
    const revealed = detail(3, 'Jane', [run('a', 'completed', 'Jane'), run('b', 'paused', '')])
    const live = detail(4, '•', [run('a', 'completed', '•'), run('b', 'completed', '•'), run('c', 'running', '•')])
    const shown = withRevealed(live, revealed)
    expect(shown.input).toBe('Jane')
    expect(shown.blockRuns.map(({ output }) => output)).toEqual(['Jane', '•', '•'])
  })

  it('is whole where nothing has happened since, and never of another execution', () => {
    const revealed = detail(3, 'Jane', [run('a', 'completed', 'Jane')])
    expect(withRevealed(detail(3, '•', [run('a', 'completed', '•')]), revealed)).toEqual(revealed)
    const other = detail(3, '•', [], 'y')
    expect(withRevealed(other, revealed)).toBe(other)
  })
})
