import { type APIRequestContext, expect, request as http, test } from '@playwright/test'
import { createOwnServer, type OwnServer } from './own-server.ts'
import { MRZ } from './sample-documents.ts'

/** Four seconds of waiting in line, then a credential. */
const SLOW = {
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    { id: 'wait', type: 'wait', name: 'Wait', config: { seconds: 4 } },
    { id: 'credential_issue', type: 'credential_issue', name: 'Issue', config: { claims: { tier: 'gold' } } },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'wait' },
    { id: 'e2', source: 'wait', target: 'credential_issue' },
  ],
}

let server: OwnServer
let api: APIRequestContext

test.beforeAll(async () => {
  test.setTimeout(300_000)
  server = await createOwnServer()
  await server.start()
  const { apiKey } = server.firstRun()
  api = await http.newContext({ baseURL: server.url, extraHTTPHeaders: { 'x-api-key': apiKey ?? '' } })
})

test.afterAll(async () => {
  await api?.dispose()
  await server?.remove()
})

async function execute(workflowId: string, executionId: string, input: object, rest: object = {}) {
  const data = { workflowId, options: { executionId, input }, ...rest }
  const response = await api.post('/v1/workflows/execute', { data })
  return { status: response.status(), body: await response.json() }
}

async function statusOf(executionId: string) {
  return (await api.get(`/v1/workflows/status/${executionId}`)).json()
}

test('nothing that was acknowledged is lost when the server is killed during a run and while another waits', async () => {
  test.setTimeout(300_000)
  const done = await execute('wf_credential_only', 'done', { subject_id: 'user_done', claims: { tier: 'gold' } })
  expect(done.status).toBe(200)
  const waiting = await execute('wf_kyc_standard', 'waiting', { subject_id: 'user_waiting', mrz: MRZ.listed })
  expect(waiting.status).toBe(202)
  const cut = execute('wf_credential_only', 'running', { subject_id: 'user_running', claims: {} }, { workflow: SLOW })
  const lost = expect(cut).rejects.toThrow()
  await expect.poll(async () => (await statusOf('running')).status).toBe('running')

  await server.kill()
  await lost
  await server.start()

  expect(await statusOf('done')).toMatchObject(done.body)
  expect(await statusOf('waiting')).toMatchObject(waiting.body)
  await expect.poll(async () => (await statusOf('running')).status, { timeout: 60_000 }).toBe('completed')
  const { output, logs } = await statusOf('running')
  expect(output.credential_issue).toMatchObject({ status: 'active' })
  expect(logs.map((entry: { blockId: string; visit: number }) => [entry.blockId, entry.visit])).toEqual([
    ['start', 1],
    ['wait', 1],
    ['credential_issue', 1],
  ])
  const jwt = output.credential_issue.signed_payload
  const verified = await api.post('/v1/credentials/verify', { data: { jwt } })
  expect(await verified.json()).toMatchObject({ valid: true, credential_id: output.credential_issue.credential_id })

  const input = { approval_reference: 'SB-1', reviewer_id: 'rev_1' }
  const data = { blockId: 'sponsor_bank_review', decision: 'approved', input }
  const decided = await api.post('/v1/workflows/executions/waiting/resume', { data })
  expect(decided.status()).toBe(200)
  expect(await decided.json()).toMatchObject({
    executionId: 'waiting',
    status: 'completed',
    output: { sponsor_bank_review: input, credential_issue: { status: 'active' } },
  })
  const again = await execute('wf_credential_only', 'running', { subject_id: 'user_running', claims: {} })
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'execution_id_conflict' } } })
})
