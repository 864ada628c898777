import { randomUUID } from 'node:crypto'
import { test as base, expect } from '@playwright/test'
import { CallError, type Client, createClient } from '#lib/client/client.ts'
import { readFirstRun } from './first-run.ts'
import { MRZ } from './sample-documents.ts'

const headers = () => ({ 'x-api-key': readFirstRun().apiKey ?? '' })

/** Tests that call the API with the client made from its description. */
const test = base.extend<{ client: Client }>({
  client: async ({ baseURL }, use) => {
    await use(createClient({ url: baseURL ?? '', key: readFirstRun().apiKey ?? '' }))
  },
})

async function read(client: Client, processInstanceId: string) {
  return (await client.call('getProcessInstance', { path: { processInstanceId } })).body
}

/** Starts the sample process with this name for a listed person; returns its instance's id. */
async function start(client: Client, processName: string): Promise<string> {
  const { body: processes } = await client.call('listProcesses', {})
  const processId = processes.find((process) => process.processName === processName)?.processId ?? ''
  const data = { subject_id: `e2e_${randomUUID()}`, mrz: MRZ.listed }
  const { body } = await client.call('execProcess', { body: { processId, correlationKey: 'order-9981', data } })
  expect(body).toMatchObject({ processId, status: 'started' })
  return body.processInstanceId
}

/** What a call came to, also where it was refused. */
async function outcomeOf(call: Promise<{ status: number; body: unknown }>) {
  return call.catch((refusal: unknown) => {
    if (!(refusal instanceof CallError)) throw refusal
    return { status: refusal.status, body: refusal.body }
  })
}

test('a process waits for a review, and goes on to its credential once that is decided', async ({ client }) => {
  const id = await start(client, 'KYC standard')
  await expect.poll(async () => (await read(client, id)).status).toBe('WAITING')
  const { stateCd, correlationKey, waitingNodes } = await read(client, id)
  expect({ stateCd, correlationKey, waitingNodes }).toMatchObject({
    stateCd: 0,
    correlationKey: 'order-9981',
    waitingNodes: [{ nodeId: 'sponsor_bank_review', type: 'REVIEW' }],
  })
  const task = {
    processInstanceId: id,
    nodeId: 'sponsor-bank-review',
    action: 'COMPLETE' as const,
    data: { decision: 'approved', approval_reference: 'SB-1', reviewer_id: 'rev_1' },
  }
  const answers = await Promise.all([task, task].map((body) => outcomeOf(client.call('completeTask', { body }))))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 200)?.body).toEqual({ processInstanceId: id, status: 'resumed' })
  await expect.poll(async () => (await read(client, id)).stateCd).toBe(1)
  expect(await read(client, id)).toMatchObject({
    status: 'COMPLETED',
    data: { sponsor_bank_review: { decision: 'approved' }, credential_issue: { status: 'active' } },
  })
})

test('a process that is cancelled takes no answer any more', async ({ client }) => {
  const id = await start(client, 'KYC standard')
  await expect.poll(async () => (await read(client, id)).status).toBe('WAITING')
  expect(await client.call('cancelProcess', { body: { processInstanceId: id } })).toEqual({
    status: 200,
    body: { processInstanceId: id, status: 'cancelled' },
  })
  const task = { processInstanceId: id, nodeId: 'sponsor_bank_review', action: 'COMPLETE' as const }
  expect(await outcomeOf(client.call('completeTask', { body: task }))).toMatchObject({
    status: 409,
    body: { path: '/process/task' },
  })
  expect(await read(client, id)).toMatchObject({ stateCd: 3, status: 'CANCELLED' })
})

test('refusals have their own shape', async ({ client, request }) => {
  const refused = client.call('execProcess', { body: { processId: 'your-flow-uuid' } })
  const { status, body } = await outcomeOf(refused)
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
