import { describe, expect, it } from 'vitest'
import { type BulkResult, doToEach, fits } from './bulk.ts'

const ids = ['a', 'b', 'c', 'd', 'e']

async function run(act: (id: string) => Promise<unknown>, signal = new AbortController().signal) {
  const results = new Map<string, BulkResult>()
  const told: string[] = []
  await doToEach(ids, act, (id, result) => told.push(`${id} ${results.set(id, result).get(id)?.state}`), {
    signal,
    reasonOf: String,
    stopped: 'Stopped',
  })
  return { results: Object.fromEntries(results), told }
}

describe('doing something to many rows', () => {
  it('tells how each stands, and goes on after a refusal', async () => {
    const { results, told } = await run(async (id) => {
      if (id === 'b') throw 'already ended'
    })
    expect(results).toEqual({
      ...Object.fromEntries(ids.map((id) => [id, { state: 'done' }])),
      b: { state: 'failed', reason: 'already ended' },
    })
    for (const id of ids) expect(told.filter((line) => line.startsWith(id))).toHaveLength(2)
  })

  it('never does more than three at once', async () => {
    let now = 0
    let most = 0
    await run(async () => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      now--
    })
    expect(most).toBe(3)
  })

  it('begins nothing more once it is stopped', async () => {
    const stopping = new AbortController()
    const { results } = await run(async () => stopping.abort(), stopping.signal)
    const states = ids.map((id) => results[id]?.state)
    expect(states).toEqual(['done', 'skipped', 'skipped', 'skipped', 'skipped'])
  })
})

describe('an action', () => {
  it('fits what it can change', () => {
    const statuses = ['running', 'paused', 'cancelling', 'completed', 'failed', 'cancelled'] as const
    const fitting = (action: 'cancel' | 'again') => statuses.filter((status) => fits(action, { status }))
    expect(fitting('cancel')).toEqual(['running', 'paused'])
    expect(fitting('again')).toEqual(['completed', 'failed', 'cancelled'])
  })
})
