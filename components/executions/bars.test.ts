import { describe, expect, it } from 'vitest'
import type { BlockRunView } from '#lib/contracts/executions.ts'
import { toBars } from './bars.ts'

const ZERO = Date.UTC(2026, 0, 1)
const at = (ms: number) => new Date(ZERO + ms).toISOString()

function run(blockId: string, changes: Partial<BlockRunView>): BlockRunView {
  return {
    blockId,
    blockName: blockId,
    blockType: 'any',
    visit: 1,
    status: 'completed',
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
    ...changes,
  }
}

const shape = (runs: BlockRunView[], now = ZERO) =>
  toBars(runs, now).map(({ run: { blockId }, left, width }) => [blockId, Math.round(left), Math.round(width)])

describe('toBars', () => {
  it('shows when and for how long each block ran', () => {
    const runs = [
      run('a', { startedAt: at(0), endedAt: at(25) }),
      run('b', { startedAt: at(25), endedAt: at(100) }),
      run('skipped', { status: 'skipped' }),
    ]
    expect(shape(runs)).toEqual([
      ['a', 0, 25],
      ['b', 25, 75],
    ])
  })

  it('cuts the hours in which a person decided', () => {
    const runs = [
      run('a', { startedAt: at(0), endedAt: at(100) }),
      run('review', { startedAt: at(100), endedAt: at(7_200_100), durationMs: 0, pauseId: 'pause_1' }),
      run('b', { startedAt: at(7_200_100), endedAt: at(7_200_200) }),
    ]
    expect(shape(runs)).toEqual([
      ['a', 0, 48],
      ['review', 48, 1],
      ['b', 52, 48],
    ])
  })

  it('lets what still runs reach until now', () => {
    const runs = [run('a', { startedAt: at(0), endedAt: at(50) }), run('b', { status: 'running', startedAt: at(50) })]
    expect(shape(runs, ZERO + 100)).toEqual([
      ['a', 0, 50],
      ['b', 50, 50],
    ])
  })
})
