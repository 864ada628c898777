import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { executionListSchema } from './contract.ts'
import { call, createV1, refusal, seen } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, world, runtime } = house
const v1 = createV1(runtime)
const key = await acme.apiKey()
const theirs = await globex.apiKey()
const development = await acme.apiKey({ environment: 'DEVELOPMENT' })

const NOTE = { name: 'note', label: 'Note', required: true }
await acme.deploy('plain', buildGraph('start > say', { say: { type: 'count' } }))
await acme.deploy('fails', buildGraph('start > bad', { bad: { type: 'fail' } }))
await acme.deploy(
  'reviewed',
  buildGraph('start > look; look:approved > say', {
    look: { type: 'manual_review', config: { fields: [NOTE] } },
    say: { type: 'count', config: { value: '{look.note}' } },
  }),
)
await acme.deploy(
  'slow',
  buildGraph('start > wait > after', { wait: { type: 'slow', config: { gate: 'slow' } }, after: { type: 'count' } }),
)

beforeEach(() => {
  world.attempts.length = 0
  world.close('slow')
})

async function execute(workflowId: string, executionId: string, caller = key) {
  return v1.execute(caller, { workflowId, options: { executionId } })
}

const UNKNOWN = refusal(404, 'execution_not_found', 'There is no execution with this id')

describe('the status of an execution', () => {
  it('is the result with the fields of the list, 200 in every state', async () => {
    const { body: result } = await execute('wf_plain', 'done')
    expect(seen(await v1.status(key, 'done'))).toEqual({
      status: 200,
      body: {
        ...(seen({ status: 200, headers: new Headers(), body: result }).body as object),
        workflowId: 'wf_plain',
        version: 1,
        startedAt: '<time>',
        endedAt: '<time>',
        durationMs: '<ms>',
        triggeredBy: 'v1',
        sourceExecutionId: null,
        parentExecutionId: null,
      },
    })
    await execute('wf_fails', 'failed')
    await execute('wf_reviewed', 'waiting')
    expect(await v1.status(key, 'failed')).toMatchObject({
      status: 200,
      body: { status: 'failed', error: 'bad: It broke' },
    })
    const { status, body } = await v1.status(key, 'waiting')
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { status: 'paused', success: false, endedAt: null, durationMs: null, pausePoints: [{ blockId: 'look' }] },
    })
    expect(body).not.toHaveProperty('finalState')
  })

  it('tells of an execution that is running', async () => {
    const answer = execute('wf_slow', 'running')
    await world.entered('slow')
    const running = { status: 200, body: { status: 'running', success: false, endedAt: null } }
    await expect.poll(() => v1.status(key, 'running')).toMatchObject(running)
    world.open('slow')
    expect((await answer).status).toBe(200)
    expect(await v1.status(key, 'running')).toMatchObject({ body: { status: 'completed', success: true } })
  })

  it('is not for everybody: 403 without the scope, 404 for strangers and the other environment', async () => {
    await execute('wf_plain', 'mine')
    const runner = await acme.apiKey({ scopes: ['workflows:execute'] })
    expect(await v1.status(runner, 'mine')).toEqual(
      refusal(403, 'forbidden', 'This needs the permission workflows:executions:read'),
    )
    for (const [caller, id] of [
      [theirs, 'mine'],
      [development, 'mine'],
      [key, 'unknown'],
    ] as const) {
      expect(await v1.status(caller, id)).toEqual(UNKNOWN)
    }
    expect((await v1.status(key, 'a\0b')).status).toBe(400)
  })
})

describe('the lists of executions', () => {
  const page = async (query: string, caller = key) => {
    const { body } = await v1.executions(caller, query)
    const { data, nextCursor } = executionListSchema.parse(body)
    return { ids: data.map(({ executionId }) => executionId), nextCursor, data }
  }

  it('show the newest first, page by page, without gaps or repeats', async () => {
    await acme.deploy('listed', buildGraph('start'))
    const ids = Array.from({ length: 5 }, (_, index) => `listed-${index}`)
    for (const id of ids) await execute('wf_listed', id)
    const seenIds: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const next = await page(`?workflowId=wf_listed&limit=2${cursor && `&cursor=${cursor}`}`)
      expect(next.ids.length).toBeLessThanOrEqual(2)
      seenIds.push(...next.ids)
      cursor = next.nextCursor
    }
    expect(seenIds).toEqual(ids.toReversed())
    const { body } = await call(v1.routes.workflowExecutions.GET, {
      method: 'GET',
      key,
      params: { workflowId: 'wf_listed' },
    })
    expect(executionListSchema.parse(body).data.map(({ executionId }) => executionId)).toEqual(ids.toReversed())
  })

  it('say of each what the status says', async () => {
    await execute('wf_fails', 'in-the-list')
    const { data } = await page('?workflowId=wf_fails&limit=1')
    expect(data.map((item) => seen({ status: 200, headers: new Headers(), body: item }).body)).toEqual([
      {
        executionId: 'in-the-list',
        workflowId: 'wf_fails',
        version: 1,
        status: 'failed',
        success: false,
        startedAt: '<time>',
        endedAt: '<time>',
        durationMs: '<ms>',
        triggeredBy: 'v1',
        sourceExecutionId: null,
        parentExecutionId: null,
        error: 'It broke',
      },
    ])
  })

  it('filter by status and time', async () => {
    await acme.deploy('filtered', buildGraph('start'))
    await execute('wf_filtered', 'filtered-1')
    const { data } = await page('?workflowId=wf_filtered')
    const at = data[0]?.startedAt ?? ''
    const past = new Date(Date.parse(at) + 1).toISOString()
    expect((await page('?workflowId=wf_filtered&status=completed')).ids).toEqual(['filtered-1'])
    expect((await page('?workflowId=wf_filtered&status=paused')).ids).toEqual([])
    expect((await page(`?workflowId=wf_filtered&from=${at}&to=${past}`)).ids).toEqual(['filtered-1'])
    expect((await page(`?workflowId=wf_filtered&from=${past}`)).ids).toEqual([])
    expect((await page(`?workflowId=wf_filtered&to=${at}`)).ids).toEqual([])
    expect(new Set((await page('?status=paused')).data.map(({ status }) => status))).toEqual(new Set(['paused']))
  })

  it('show one environment of one organization', async () => {
    await execute('wf_plain', 'in-production')
    await execute('wf_plain', 'in-development', development)
    expect((await page('?limit=100')).ids).not.toContain('in-development')
    expect((await page('?limit=100', development)).ids).toEqual(['in-development'])
    expect((await page('', theirs)).ids).toEqual([])
    const unknown = refusal(404, 'workflow_not_found', 'There is no workflow with this id')
    expect(await v1.executions(theirs, '?workflowId=wf_plain')).toEqual(unknown)
    const params = { workflowId: 'wf_plain' }
    expect(await call(v1.routes.workflowExecutions.GET, { method: 'GET', key: theirs, params })).toEqual(unknown)
  })

  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=x',
    '?limit=1&limit=2',
    '?status=done',
    '?from=yesterday',
    '?cursor=abc',
    '?offset=3',
    '?workflowId=',
  ])('refuse %s with 400', async (query) => {
    expect((await v1.executions(key, query)).status).toBe(400)
  })

  it('are refused without the scope', async () => {
    const runner = await acme.apiKey({ scopes: ['workflows:execute'] })
    expect(await v1.executions(runner)).toEqual(
      refusal(403, 'forbidden', 'This needs the permission workflows:executions:read'),
    )
  })
})
