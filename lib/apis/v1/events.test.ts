import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { startExecution } from '#lib/executions/start.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { eventDataSchema } from './event-to-wire.ts'
import { eventsRoute } from './events.ts'
import { normalise } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, globex, runtime } = house
const author = await acme.member('author')
const key = await acme.apiKey({ scopes: ['workflows:executions:read'], environment: 'DEVELOPMENT' })
const { GET } = eventsRoute(() => runtime)

/** Runs a draft until it rests; answers with its public id. */
async function run(slug: string, ...graph: Parameters<typeof buildGraph>): Promise<string> {
  await acme.draft(slug, buildGraph(...graph))
  const { execution, outcome } = await startExecution(runtime, author, {
    workflow: { publicId: `wf_${slug}` },
    environment: 'DEVELOPMENT',
    graph: { type: 'draft' },
    input: {},
    trigger: 'v1',
    synchronous: true,
  })
  await outcome
  return execution.publicId
}

function open(executionId: string, { by = key, after }: { by?: string; after?: string } = {}) {
  const headers = { 'x-api-key': by, 'x-request-id': 'req-of-test', ...(after && { 'last-event-id': after }) }
  const request = new Request(`http://127.0.0.1:3000/v1/workflows/executions/${executionId}/events`, { headers })
  return GET(request, { params: Promise.resolve({ executionId }) })
}

async function read(response: Response) {
  const text = await response.text()
  return [...text.matchAll(/^id: (.+)\nevent: (.+)\ndata: (.+)\n$/gm)].map(([, id = '', event = '', data = '']) => ({
    id,
    event,
    data: eventDataSchema.parse(JSON.parse(data)),
  }))
}

const blocks = { count: { type: 'count', config: { value: 7 } } }
const ended = await run('events', 'start > count > end', blocks)

describe('GET /v1/workflows/executions/{executionId}/events', () => {
  it('tells what happened in the words of the API, and ends with the execution', async () => {
    const events = await read(await open(ended))
    expect(events.map(({ event, data }) => [event, data.status, data.block?.blockId])).toEqual([
      ['execution.started', 'running', undefined],
      ['block.started', 'running', 'start'],
      ['block.completed', 'running', 'start'],
      ['block.started', 'running', 'count'],
      ['block.completed', 'running', 'count'],
      ['block.started', 'running', 'end'],
      ['block.completed', 'running', 'end'],
      ['execution.completed', 'completed', undefined],
    ])
    expect(normalise(events[4]?.data)).toEqual({
      executionId: '<execution 1>',
      at: '<time>',
      status: 'running',
      block: {
        blockId: 'count',
        blockName: 'count',
        blockType: 'count',
        status: 'success',
        success: true,
        executionOrder: 2,
        startedAt: '<time>',
        endedAt: '<time>',
        durationMs: '<ms>',
        visit: 1,
        input: { value: 7 },
        output: { value: 7, visit: 1 },
      },
    })
  })

  it('names the pause an execution waits at, and the error it ends with', async () => {
    const paused = await run('events-paused', 'start > ask > end', { ask: { type: 'ask_for' } })
    const response = await open(paused)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('event: execution.paused')) text += (await reader?.read())?.value
    await reader?.cancel()
    expect(text).toMatch(/event: block\.paused\ndata: .*"pausePoint":\{"blockId":"ask","reason":"data_missing"/)

    const failed = await read(await open(await run('events-failed', 'start > fail', { fail: { type: 'fail' } })))
    expect(failed.slice(-2).map(({ event, data }) => [event, data.status, data.error])).toEqual([
      ['block.failed', 'running', undefined],
      ['execution.failed', 'failed', 'fail: It broke'],
    ])
  })

  it('goes on after the last event the client has seen, and ends at once after the last of all', async () => {
    const events = await read(await open(ended))
    expect(await read(await open(ended, { after: events[3]?.id ?? '' }))).toEqual(events.slice(4))
    expect((await open(ended, { after: events.at(-1)?.id ?? '' })).status).toBe(204)
  })

  it('is for keys that may read executions, of this organization and environment', async () => {
    const status = async (by: string) => (await open(ended, { by })).status
    expect(await status(await acme.apiKey({ scopes: ['workflows:execute'], environment: 'DEVELOPMENT' }))).toBe(403)
    expect(await status(await acme.apiKey({ environment: 'PRODUCTION' }))).toBe(404)
    expect(await status(await globex.apiKey({ environment: 'DEVELOPMENT' }))).toBe(404)
    expect(await status('apk_nobody_nothing')).toBe(401)
    expect((await open('exec_unknown')).status).toBe(404)
  })
})
