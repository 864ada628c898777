import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { createV1, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, world, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
await acme.deploy('plain', buildGraph('start > say', { say: { type: 'count' } }))
await acme.deploy('pauses', buildGraph('start > say > look', { say: { type: 'count' }, look: { type: 'ask_for' } }))
await acme.deploy('fails', buildGraph('start > bad', { bad: { type: 'fail' } }))

const CONFLICT = refusal(409, 'execution_id_conflict', 'The execution id is already in use')

function execute(workflowId: string, executionId: string, rest: object = {}) {
  return v1.execute(key, { workflowId, options: { executionId }, ...rest })
}

describe('an execution id chosen by the caller', () => {
  it.each([
    ['wf_plain', 200],
    ['wf_pauses', 202],
  ])('is taken by one of twenty simultaneous calls of %s, and the rest hear 409', async (workflowId, status) => {
    world.attempts.length = 0
    const id = `twenty-${workflowId}`
    const answers = await Promise.all(Array.from({ length: 20 }, () => execute(workflowId, id)))
    const won = answers.filter((answer) => answer.status === status)
    const lost = answers.filter((answer) => answer.status !== status)
    expect({ won: won.length, lost: lost.length }).toEqual({ won: 1, lost: 19 })
    expect(won[0]?.body).toMatchObject({ executionId: id })
    for (const answer of lost) expect(answer).toEqual(CONFLICT)
    expect(world.attempts).toHaveLength(1)
  })

  it('is taken once among simultaneous calls through two processes', async () => {
    const other = createV1(house.secondProcess())
    const body = { workflowId: 'wf_plain', options: { executionId: 'two-processes' } }
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? v1 : other).execute(key, body)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(19).fill(409)])
  })

  it.each(['wf_plain', 'wf_pauses', 'wf_fails'])('stays taken whatever came of %s', async (workflowId) => {
    const id = `again-${workflowId}`
    await execute(workflowId, id)
    expect(await execute(workflowId, id)).toEqual(CONFLICT)
    expect(await execute('wf_plain', id, { useDraftState: true })).toEqual(CONFLICT)
  })

  it('is not used up by a request that is refused', async () => {
    const id = 'refused-before'
    const powerless = await acme.apiKey({ scopes: [] })
    const body = { workflowId: 'wf_plain', options: { executionId: id } }
    expect((await v1.execute('apk_unknown_key', body)).status).toBe(401)
    expect((await v1.execute(key, { ...body, extra: 1 })).status).toBe(400)
    expect((await v1.execute(powerless, body)).status).toBe(403)
    expect((await v1.execute(key, { ...body, workflowId: 'wf_unknown' })).status).toBe(404)
    expect((await v1.execute(key, { ...body, workflow: {} })).status).toBe(422)
    expect((await v1.execute(key, { ...body, callChain: ['wf_plain'] })).status).toBe(422)
    expect((await v1.execute(key, { ...body, runFromBlock: { executionId: 'x', startBlockId: 'say' } })).status).toBe(
      422,
    )
    expect((await v1.execute(key, body)).status).toBe(200)
  })

  it('belongs to the organization: another may use the same, and cannot see this one', async () => {
    await globex.deploy('plain', buildGraph('start'))
    const theirs = await globex.apiKey()
    await execute('wf_plain', 'shared-id')
    const { status, body } = await v1.execute(theirs, { workflowId: 'wf_plain', options: { executionId: 'shared-id' } })
    expect({ status, body }).toMatchObject({ status: 200, body: { output: { start: {} } } })
    expect((await v1.status(theirs, 'shared-id')).body).not.toHaveProperty('output.say')
  })

  it('is generated where none is given, and a retry without one runs again', async () => {
    const answers = await Promise.all([1, 2].map(() => v1.execute(key, { workflowId: 'wf_plain' })))
    const ids = new Set(answers.map(({ body }) => JSON.stringify(body).match(/exec_[0-9A-Z]{26}/)?.[0]))
    expect(ids.size).toBe(2)
    expect(ids.has(undefined)).toBe(false)
  })
})
