import { afterAll, describe, expect, it } from 'vitest'
import { buildGraph } from '#lib/engine/testing/build-graph.ts'
import { createTestRuntime } from '#lib/testing/runtime.ts'
import { startedSchema } from './contract.ts'
import execCurl from './fixtures/exec-curl.json' with { type: 'json' }
import execRequest from './fixtures/exec-request.json' with { type: 'json' }
import execResponse from './fixtures/exec-response.json' with { type: 'json' }
import taskRequest from './fixtures/task-request.json' with { type: 'json' }
import taskResponse from './fixtures/task-response.json' with { type: 'json' }
import { createProcess, refusal } from './testing.ts'

const house = await createTestRuntime()
afterAll(() => house.close())
const { acme, runtime } = house
const api = createProcess(runtime)
const key = await acme.apiKey()

describe('the examples of the documentation', () => {
  it('start a process with each key of data under its name, and answer as printed', async () => {
    const say = { type: 'count', config: { value: '{customerName} ({issueType}): {message}' } }
    const { id } = await acme.deploy('support', buildGraph('start > say', { say }))
    const { status, body } = await api.exec(key, { ...execRequest, processId: id })
    const { processInstanceId, startTime } = startedSchema.parse(body)
    expect({ status, body }).toEqual({
      status: 200,
      body: { ...execResponse, processInstanceId, processId: id, startTime },
    })
    expect(Object.keys(startedSchema.parse(body))).toEqual(Object.keys(execResponse))
    expect(processInstanceId).toMatch(/^inst_[a-z2-7]{24}$/)
    expect(startTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const { data, correlationKey } = await api.reaches(key, processInstanceId, 'COMPLETED')
    expect(correlationKey).toBe('order-9981')
    expect(data).toEqual({
      ...execRequest.data,
      start: execRequest.data,
      say: { value: 'Jane Smith (billing): I was charged twice', visit: 1 },
    })
  })

  it('need a process of the caller’s own', async () => {
    expect(await api.exec(key, execCurl)).toEqual(
      refusal('/process/exec', 422, 'processId: Must be a UUID', [{ field: 'processId', message: 'Must be a UUID' }]),
    )
  })

  it('leave JSON alone that holds references: in text as in an object', async () => {
    const config = '{"a": "{orderId}", "b": {"c": 1}}'
    const { id } = await acme.deploy(
      'json',
      buildGraph('start > text > object', {
        text: { type: 'count', config: { value: config } },
        object: { type: 'count', config: { value: { a: '{orderId}', b: { c: 1 }, amount: '{amount}' } } },
      }),
    )
    const { data } = await api.reaches(key, await api.begin(key, { ...execCurl, processId: id }), 'COMPLETED')
    expect(data).toMatchObject({
      text: { value: '{"a": "ORD-001", "b": {"c": 1}}' },
      object: { value: { a: 'ORD-001', b: { c: 1 }, amount: 149.99 } },
    })
  })

  it.each([
    ['a user task', 'user_task', 'approval_step > say'],
    ['a review', 'manual_review', 'approval_step:approved > say'],
  ])('answer %s with a decision and notes', async (_name, type, path) => {
    const decision = { name: 'decision', label: 'Decision', required: true }
    const notes = { name: 'notes', label: 'Notes' }
    const fields = type === 'user_task' ? [decision, notes] : [notes]
    const { id } = await acme.deploy(
      type.replace('_', '-'),
      buildGraph(`start > approval_step; ${path}`, {
        approval_step: { type, config: { fields } },
        say: { type: 'count', config: { value: '{approval_step.decision}: {approval_step.notes}' } },
      }),
    )
    const processInstanceId = await api.begin(key, { processId: id })
    await api.reaches(key, processInstanceId, 'WAITING')
    const answer = await api.task(key, { ...taskRequest, processInstanceId })
    expect(answer).toEqual({ status: 200, body: { ...taskResponse, processInstanceId } })
    const { data } = await api.reaches(key, processInstanceId, 'COMPLETED')
    expect(data.say).toMatchObject({ value: 'approved: Looks good, proceed' })
  })
})
