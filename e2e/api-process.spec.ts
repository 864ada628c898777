import { randomUUID } from 'node:crypto'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { readFirstRun } from './first-run.ts'
import { MRZ } from './sample-documents.ts'

const headers = () => ({ 'x-api-key': readFirstRun().apiKey ?? '' })

async function post(request: APIRequestContext, path: string, data: object) {
  const response = await request.post(`/process/${path}`, { headers: headers(), data })
  return { status: response.status(), body: await response.json() }
}

async function read(request: APIRequestContext, processInstanceId: string) {
  const response = await request.get(`/process/instance/${processInstanceId}`, { headers: headers() })
  return response.json()
}

/** Starts the sample process with this name; returns its instance's id. */
async function start(request: APIRequestContext, processName: string, data: object): Promise<string> {
  const processes: { processId: string; processName: string }[] = await (
    await request.get('/process/list', { headers: headers() })
  ).json()
  const processId = processes.find((process) => process.processName === processName)?.processId
  const started = await post(request, 'exec', { processId, correlationKey: 'order-9981', data })
  expect(started).toMatchObject({ status: 200, body: { processId, status: 'started' } })
  return started.body.processInstanceId
}

test('a process waits for a review, and goes on to its credential once that is decided', async ({ request }) => {
  const id = await start(request, 'KYC standard', { subject_id: `e2e_${randomUUID()}`, mrz: MRZ.listed })
  await expect.poll(async () => (await read(request, id)).status).toBe('WAITING')
  const { stateCd, correlationKey, waitingNodes } = await read(request, id)
  expect({ stateCd, correlationKey, waitingNodes }).toMatchObject({
    stateCd: 0,
    correlationKey: 'order-9981',
    waitingNodes: [{ nodeId: 'sponsor_bank_review', type: 'REVIEW' }],
  })
  const task = {
    processInstanceId: id,
    nodeId: 'sponsor-bank-review',
    action: 'COMPLETE',
    data: { decision: 'approved', approval_reference: 'SB-1', reviewer_id: 'rev_1' },
  }
  const answers = await Promise.all([post(request, 'task', task), post(request, 'task', task)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 200)?.body).toEqual({ processInstanceId: id, status: 'resumed' })
  await expect.poll(async () => (await read(request, id)).stateCd).toBe(1)
  expect(await read(request, id)).toMatchObject({
    status: 'COMPLETED',
    data: { sponsor_bank_review: { decision: 'approved' }, credential_issue: { status: 'active' } },
  })
})

test('a process that is cancelled takes no answer any more', async ({ request }) => {
  const id = await start(request, 'KYC standard', { subject_id: `e2e_${randomUUID()}`, mrz: MRZ.listed })
  await expect.poll(async () => (await read(request, id)).status).toBe('WAITING')
  expect(await post(request, 'cancel', { processInstanceId: id })).toEqual({
    status: 200,
    body: { processInstanceId: id, status: 'cancelled' },
  })
  const task = { processInstanceId: id, nodeId: 'sponsor_bank_review', action: 'COMPLETE' }
  expect(await post(request, 'task', task)).toMatchObject({ status: 409, body: { path: '/process/task' } })
  expect(await read(request, id)).toMatchObject({ stateCd: 3, status: 'CANCELLED' })
})

test('refusals have their own shape', async ({ request }) => {
  const { status, body } = await post(request, 'exec', { processId: 'your-flow-uuid' })
  expect({ status, body }).toEqual({
    status: 422,
    body: {
      status: 422,
      message: 'processId: Must be a UUID',
      path: '/process/exec',
      timestamp: expect.stringMatching(/Z$/),
      errors: [{ field: 'processId', message: 'Must be a UUID' }],
    },
  })
  const wrongMethod = await request.get('/process/exec', { headers: headers() })
  expect({ status: wrongMethod.status(), allow: wrongMethod.headers().allow }).toEqual({ status: 405, allow: 'POST' })
})
