import { describe, expect, it } from 'vitest'
import { checkConfig } from '#lib/engine/config.ts'
import type { JsonObject } from '#lib/engine/json.ts'
import { answered, runBlock } from '../testing.ts'
import { wait } from './index.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

async function run(config: JsonObject) {
  const slept: number[] = []
  const sleep = async (ms: number) => void slept.push(ms)
  return { outcome: await runBlock(wait, config, { services: { now: () => NOW, sleep } }), slept }
}

function waited(waited_seconds: number) {
  return { type: 'completed', output: { waited_seconds } }
}

describe('wait', () => {
  it.each<[JsonObject, number]>([
    [{ seconds: 5 }, 5],
    [{ seconds: 0.25 }, 0.25],
    [{ seconds: 0 }, 0],
    [{ seconds: -3 }, 0],
    [{ until: '2026-11-22T12:00:02Z' }, 2],
    [{ until: '2026-11-22T13:00:02+01:00' }, 2],
    [{ until: '2026-11-21T12:00:00Z', seconds: 100 }, 0],
  ])('sleeps %j in line', async (config, seconds) => {
    expect(await run(config)).toEqual({ outcome: waited(seconds), slept: [seconds * 1000] })
  })

  it.each<[JsonObject, number]>([
    [{}, 60],
    [{ seconds: 5.5 }, 5.5],
    [{ until: '2026-11-23T12:00:00Z' }, 86_400],
    [{ until: '9999-12-31T00:00:00Z' }, 366 * 86_400],
  ])('leaves the process for %j', async (config, wakeInSeconds) => {
    expect(await run(config)).toEqual({
      outcome: { type: 'paused', pause: { kind: 'timer', reason: 'wait', title: 'Waiting', wakeInSeconds } },
      slept: [],
    })
  })

  it('tells afterwards how long it was', async () => {
    const resumed = answered()
    const given = { resumed, pausedAt: resumed.at - 90_500 }
    expect(await runBlock(wait, { until: '2020-01-01T00:00:00Z' }, given)).toEqual(waited(90.5))
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const sleep = async () => stop.abort(new Error('stopped'))
    const call = runBlock(wait, { seconds: 1 }, { signal: stop.signal, services: { now: () => NOW, sleep } })
    await expect(call).rejects.toThrow('stopped')
  })

  it.each<JsonObject>([
    { seconds: 366 * 86_400 + 1 },
    { seconds: 'soon' },
    { until: 'tomorrow' },
    { until: '2026-11-23T12:00:00' },
  ])('refuses %j', (config) => {
    expect(checkConfig(wait.config, config)).toHaveLength(1)
  })

  it('takes references', () => {
    expect(checkConfig(wait.config, { seconds: '{vars.pause}', until: '{input.until?}' })).toEqual([])
  })
})
