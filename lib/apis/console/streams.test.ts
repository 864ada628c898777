import { afterAll, describe, expect, it } from 'vitest'
import { type ExecutionChange, executionChangeSchema } from '#lib/contracts/stream.ts'
import { decideReview } from '#lib/reviews/decide.ts'
import { streamRoutes } from './streams.ts'
import { createConsoleBench, PEOPLE, type Person, REVIEWED, refusal } from './testing.ts'

const bench = await createConsoleBench()
afterAll(() => bench.close())
const { runtime, members } = bench
const { GET } = streamRoutes(() => runtime)
const { id: workflowId } = await bench.deploy('Watched', {
  ...REVIEWED,
  variables: [{ name: 'token', type: 'string', default: 'hunter2-secret', secret: true }],
})

const open = (as: Person | undefined, executionId: string, after?: string) =>
  bench.ask(GET, { ...(as && { as }), params: { executionId }, query: after === undefined ? '' : `?after=${after}` })

/** All events of a stream, read until it ends. */
async function read(response: Response): Promise<{ id: string; change: ExecutionChange }[]> {
  const text = await response.text()
  return [...text.matchAll(/^id: (.+)\ndata: (.+)\n$/gm)].map(([, id = '', data = '']) => ({
    id,
    change: executionChangeSchema.parse(JSON.parse(data)),
  }))
}

/** Runs the workflow, decides its review, and waits for the end. */
async function runToEnd(): Promise<string> {
  const executionId = await bench.run(workflowId)
  const [pause] = await runtime.executions.pauses(executionId)
  const decision = { decision: 'approved', data: { note: 'The same person' } }
  await decideReview(runtime, members.reviewer, pause?.id ?? '', decision)
  return executionId
}

const ended = await runToEnd()

describe('GET /api/console/executions/{executionId}/stream', () => {
  it('tells what happened, block by block, and ends with the execution', async () => {
    const events = await read(await open('viewer', ended))
    expect(
      events.map(({ change: { type, status, run, takenEdges } }) => [
        type,
        status,
        run && `${run.blockId} ${run.status}`,
        ...takenEdges,
      ]),
    ).toEqual([
      ['created', 'running', null],
      ['block_started', 'running', 'start running'],
      ['block_completed', 'running', 'start completed', 'e1'],
      ['block_started', 'running', 'check running'],
      ['block_paused', 'running', 'check paused'],
      ['paused', 'paused', null],
      ['resumed', 'running', null],
      ['pause_resolved', 'running', 'check running'],
      ['block_started', 'running', 'check running'],
      ['block_completed', 'running', 'check completed', 'e2'],
      ['block_started', 'running', 'done running'],
      ['block_completed', 'running', 'done completed'],
      ['ended', 'completed', null],
    ])
  })

  it('goes on after the event the client has seen, whether it says so in a header or in the address', async () => {
    const events = await read(await open('viewer', ended))
    const seen = events[6]?.id ?? ''
    const byHeader = await bench.ask(GET, {
      as: 'viewer',
      params: { executionId: ended },
      headers: { 'last-event-id': seen },
    })
    expect(await read(byHeader)).toEqual(events.slice(7))
    expect(await read(await open('viewer', ended, seen))).toEqual(events.slice(7))
  })

  it('answers 204 where the execution has ended and the client has seen it', async () => {
    const events = await read(await open('viewer', ended))
    for (const after of ['now', events.at(-1)?.id ?? '']) {
      const response = await open('viewer', ended, after)
      expect([response.status, await response.text()]).toEqual([204, ''])
    }
  })

  it('tells those who came in between only what comes', async () => {
    const executionId = await bench.run(workflowId)
    const following = read(await open('viewer', executionId, 'now'))
    const [pause] = await runtime.executions.pauses(executionId)
    await decideReview(runtime, members.reviewer, pause?.id ?? '', { decision: 'rejected', data: { note: 'No' } })
    const told = await following
    expect([told[0]?.change.type, told.at(-1)?.change]).toEqual([
      'resumed',
      expect.objectContaining({
        type: 'ended',
        status: 'failed',
        skipped: [expect.objectContaining({ blockId: 'done', status: 'skipped' })],
      }),
    ])
  })

  it('never shows the value of a secret variable', async () => {
    expect(await (await open('owner', ended)).text()).not.toContain('hunter2')
  })

  it('conceals personal data as the history does', async () => {
    const executionId = await bench.run(workflowId, { subject_id: 'user-1', name: 'Zenobia Quux' })
    const reader = (await open('owner', executionId)).body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('"type":"paused"')) text += (await reader?.read())?.value
    await reader?.cancel()
    expect(text).toContain('"subject_id":"user-1"')
    expect(text).not.toContain('Zenobia')
  })

  it.each([...PEOPLE])('may be opened by a member: %s', async (person) => {
    const response = await open(person, ended)
    expect(response.status).toBe(person === 'stranger' ? 404 : 200)
    await response.body?.cancel()
  })

  it('is refused to nobody, and for executions that are not there', async () => {
    const nobody = await open(undefined, ended)
    expect([nobody.status, await nobody.json()]).toEqual([401, refusal('unauthorized', 'Sign in to go on')])
    const unknown = await open('owner', 'nonsense')
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      refusal('execution_not_found', 'There is no such execution'),
    ])
  })

  it('lets nothing behind', () => {
    expect(runtime.streams.size).toBe(0)
  })
})
