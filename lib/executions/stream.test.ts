import { afterAll, describe, expect, it } from 'vitest'
import type { Graph } from '#lib/engine/graph.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import type { Runtime } from '#lib/ports.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { startExecution } from './start.ts'
import { type Change, type FactId, factIdText, followExecution, readFactId, startingPoint } from './stream.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime, world } = house
const author = await acme.member('author')
const BEGINNING: FactId = { seq: 0, index: -1 }

async function start(slug: string, graph: Graph, by: Runtime = runtime) {
  await acme.draft(slug, graph)
  return startExecution(by, author, {
    workflow: { publicId: `wf_${slug}` },
    environment: 'DEVELOPMENT',
    graph: { type: 'draft' },
    input: {},
    trigger: 'console',
    synchronous: false,
  })
}

/** What a follower is told, as `t` or `t:block`, with each fact's id and the time it took from its recording to here. */
async function follow(executionId: string, known = BEGINNING, until?: (told: string) => boolean) {
  const stop = new AbortController()
  const told: { text: string; id: string; lateMs: number }[] = []
  for await (const { id, event } of followExecution(runtime, executionId, known, stop.signal)) {
    const text = 'block' in event ? `${event.t}:${event.block}` : event.t
    told.push({ text, id: factIdText(id), lateMs: Date.now() - event.at })
    if (until?.(text)) stop.abort()
  }
  return told
}

async function recorded(executionId: string): Promise<string[]> {
  const { events } = await runtime.executions.events(executionId)
  return events.map((event) => ('block' in event ? `${event.t}:${event.block}` : event.t))
}

/** Thirty blocks in a row, each with an effect, so that each start and end is recorded by itself. */
function thirty(prefix: string): Graph {
  const ids = Array.from({ length: 30 }, (_, at) => `${prefix}${at + 1}`)
  return buildGraph(`start > ${ids.join(' > ')} > end`, Object.fromEntries(ids.map((id) => [id, { type: 'keyed' }])))
}

describe('an execution that is followed', () => {
  it('tells every fact once and in order, and ends with the execution', async () => {
    const { execution, outcome } = await start('follow-thirty', thirty('a'))
    const told = await follow(execution.id)
    await outcome
    expect(told.map(({ text }) => text)).toEqual(await recorded(execution.id))
    expect(told.at(-1)?.text).toBe('ended')
    expect(runtime.streams.size).toBe(0)
  })

  it('tells the same while another process drives it, each fact soon after it was recorded', async () => {
    const { execution, outcome } = await start('follow-far', thirty('b'), house.secondProcess())
    const told = await follow(execution.id)
    await outcome
    expect(told.map(({ text }) => text)).toEqual(await recorded(execution.id))
    const late = told.map(({ lateMs }) => lateMs).toSorted((a, b) => a - b)
    // A loose bound: the machine that runs this may be busy with other things.
    expect(late[Math.floor(late.length / 2)]).toBeLessThan(2_000)
  })

  it('misses nothing for who comes back, and repeats nothing, wherever the connection broke', async () => {
    const { execution, outcome } = await start('follow-broken', thirty('c'))
    await outcome
    const whole = await follow(execution.id)
    for (const at of [0, 1, 7, 30, whole.length - 2]) {
      const rest = await follow(execution.id, readFactId(whole[at]?.id))
      expect([...whole.slice(0, at + 1), ...rest].map(({ text }) => text)).toEqual(whole.map(({ text }) => text))
    }
  })

  it('serves many followers at once, those who are slow from the record', async () => {
    const { execution, outcome } = await start('follow-many', thirty('d'))
    const stop = new AbortController()
    const slow = followExecution(runtime, execution.id, BEGINNING, stop.signal)
    const first = await slow.next()
    const quick = await Promise.all([follow(execution.id), follow(execution.id)])
    await outcome
    const left: Change[] = []
    for await (const change of slow) left.push(change)
    const facts = await recorded(execution.id)
    expect(quick.map((told) => told.map(({ text }) => text))).toEqual([facts, facts])
    expect([first.value?.event.t, ...left.map(({ event }) => event.t)]).toEqual(
      facts.map((fact) => fact.split(':')[0] ?? ''),
    )
  })

  it('is waited with while a block works', async () => {
    const graph = buildGraph('start > gate > end', { gate: { type: 'slow', config: { gate: 'follow' } } })
    const { execution, outcome } = await start('follow-slow', graph)
    const following = follow(execution.id)
    await world.entered('follow')
    world.open('follow')
    expect((await outcome).state.status).toBe('completed')
    expect((await following).at(-1)?.text).toBe('ended')
  })

  it('lets go of everything when the follower leaves', async () => {
    const graph = buildGraph('start > ask > end', { ask: { type: 'ask_for' } })
    const { execution, outcome } = await start('follow-leave', graph)
    await outcome
    await follow(execution.id, BEGINNING, (text) => text === 'paused')
    expect(runtime.streams.size).toBe(0)
  })
})

describe('where a follower goes on', () => {
  it('is after the fact named, the beginning, or now; nowhere once all is told', async () => {
    const { execution, outcome } = await start('follow-point', buildGraph('start > end'))
    await outcome
    const { seq, facts } = await runtime.streams.last(execution.id)
    const ended = { id: execution.id, status: 'completed' as const }
    const running = { id: execution.id, status: 'running' as const }
    expect(await startingPoint(runtime, running, null)).toEqual(BEGINNING)
    expect(await startingPoint(runtime, running, 'nonsense')).toEqual(BEGINNING)
    expect(await startingPoint(runtime, running, '3.1')).toEqual({ seq: 3, index: 1 })
    expect(await startingPoint(runtime, running, 'now')).toEqual({ seq, index: facts - 1 })
    expect(await startingPoint(runtime, ended, 'now')).toBeNull()
    expect(await startingPoint(runtime, ended, `${seq}.${facts - 1}`)).toBeNull()
    expect(await startingPoint(runtime, ended, `${seq}.${facts - 2}`)).toEqual({ seq, index: facts - 2 })
    expect(await startingPoint(runtime, ended, '1.0')).toEqual({ seq: 1, index: 0 })
  })
})
