import { afterAll, describe, expect, it } from 'vitest'
import type { Resolution } from '#lib/engine/block.ts'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { startExecution } from '#lib/executions/start.ts'
import { wakeExecutions } from '#lib/executions/wake.ts'
import { newId } from '#lib/ids.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime, world } = house
const store = runtime.executions
const author = await acme.member('author')
await acme.deploy('asks', buildGraph('start > ask > say', { ask: { type: 'ask_for' }, say: { type: 'count' } }))
await acme.deploy('plain', buildGraph('start'))

async function run(slug: string) {
  const started = await startExecution(runtime, author, {
    workflow: { publicId: `wf_${slug}` },
    environment: 'PRODUCTION',
    graph: { type: 'active' },
    input: {},
    trigger: 'v1',
    synchronous: true,
  })
  await started.outcome
  const [pause] = await store.pauses(started.execution.id)
  return { ...started.execution, pauseId: pause?.id ?? '' }
}

function answer(name: string): Resolution {
  return { action: 'complete', data: { said: name }, by: { type: 'user', id: name, name }, at: Date.now() }
}

describe('the execution store', () => {
  it('finds an execution by each of its names, within its organization alone', async () => {
    const { id, publicId, instanceId, runId } = await run('plain')
    for (const name of [{ id }, { publicId }, { instanceId }, { runId }]) {
      expect((await store.find(acme.id, name))?.id).toBe(id)
      expect(await store.find(globex.id, name)).toBeNull()
    }
  })

  it('finds a pause within its organization alone', async () => {
    const { pauseId } = await run('asks')
    expect(await store.findPause(acme.id, pauseId)).toMatchObject({ id: pauseId, status: 'open', resolution: null })
    expect(await store.findPause(globex.id, pauseId)).toBeNull()
  })

  it('accepts one of twenty simultaneous answers, and keeps that one', async () => {
    const { id, pauseId } = await run('asks')
    const names = Array.from({ length: 20 }, (_, index) => `u${index}`)
    const accepted = await Promise.all(names.map((name) => store.answerPause(pauseId, answer(name))))
    expect(accepted.filter(Boolean)).toHaveLength(1)
    const winner = names[accepted.indexOf(true)]
    const kept = await store.unappliedAnswers(id)
    expect(kept.map(({ pauseId: of, resolution }) => [of, resolution.by.name])).toEqual([[pauseId, winner]])
    expect(await store.findPause(acme.id, pauseId)).toMatchObject({ status: 'resolved' })
  })

  it('hands a paused execution to one of twenty simultaneous owners', async () => {
    const { id } = await run('asks')
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claimPaused(id, newId.uuid())))
    expect(claims.filter((claim) => claim !== null)).toEqual([{ epoch: 2, cancelRequest: null }])
    await runtime.db.pool.query(`UPDATE execution SET status = 'paused', owner = NULL WHERE id = $1`, [id])
  })

  it('hands nobody an execution that has ended, nor notes a cancel for it', async () => {
    const { id } = await run('plain')
    expect(await store.claimPaused(id, newId.uuid())).toBeNull()
    expect(await store.requestCancel(id, { by: author.actor })).toBe(false)
  })

  it('keeps the first of several cancel requests, with text that the database would refuse', async () => {
    const { id } = await run('asks')
    expect(await store.requestCancel(id, { by: author.actor, reason: 'a\0b' })).toBe(true)
    expect(await store.requestCancel(id, { by: author.actor, reason: 'later' })).toBe(true)
    expect(await store.find(acme.id, { id })).toMatchObject({ cancelRequest: { reason: 'a\ufffdb' } })
  })
})

describe('a process that dies at once', () => {
  const statusOf = async (id: string) => {
    await wakeExecutions(runtime)
    return (await store.find(acme.id, { id }))?.status
  }

  it('after it accepted an answer leaves the rest to others', async () => {
    const { id, pauseId } = await run('asks')
    world.attempts.length = 0
    expect(await store.answerPause(pauseId, answer('ada'))).toBe(true)
    await expect.poll(() => statusOf(id), { timeout: 15_000 }).toBe('completed')
    expect(world.attempts.filter((attempt) => attempt.startsWith(id))).toEqual([`${id}:say:1`])
  }, 20_000)

  it('after it accepted a cancel leaves the rest to others', async () => {
    const { id } = await run('asks')
    await store.requestCancel(id, { by: author.actor })
    await expect.poll(() => statusOf(id), { timeout: 15_000 }).toBe('cancelled')
  }, 20_000)
})
