import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'

const GRAPH = {
  schemaVersion: 1,
  blocks: [
    { id: 'start', type: 'start', name: 'Start' },
    { id: 'hello', type: 'message', name: 'Hello', config: { content: 'Hello' } },
    {
      id: 'age',
      type: 'ask',
      name: 'Age',
      config: {
        question: 'How old are you?',
        answer: { name: 'age', label: 'Age', type: 'number', required: true },
        retry_message: 'A number, please.',
      },
    },
    { id: 'bye', type: 'message', name: 'Bye', config: { content: 'You are {age.answer}' } },
  ],
  edges: ['start', 'hello', 'age'].map((source, at) => ({
    id: `edge_${at}`,
    source,
    target: ['hello', 'age', 'bye'][at],
  })),
}

/** Makes and deploys a conversation as the person who is signed in; returns the id by which it is called. */
async function deployConversation(page: Page, baseURL: string | undefined): Promise<string> {
  const headers = { origin: baseURL ?? '' }
  const slug = `talk_${randomUUID().replaceAll('-', '').slice(0, 12)}`
  const made = await page.request.post('/api/console/workflows', { headers, data: { name: slug, slug, graph: GRAPH } })
  expect(made.status()).toBe(201)
  const { id, hexId } = await made.json()
  const data = { environments: ['PRODUCTION'], note: 'For the test' }
  const deployed = await page.request.post(`/api/console/workflows/${id}/deploy`, { headers, data })
  expect(deployed.ok()).toBe(true)
  return hexId
}

async function turn(request: APIRequestContext, address: string, body: object) {
  const headers = { authorization: `Bearer ${readFirstRun().apiKey}` }
  const response = await request.post(address, { headers, data: body })
  const answer = await response.json()
  const events: { type: string; content?: string }[] = answer.events ?? []
  const said = events.filter(({ type }) => type === 'assistant_response').map(({ content }) => content)
  return { code: response.status(), answer, said }
}

function says(content: string) {
  return {
    thread_to_node_inputs: { '0': { node_run_inputs: [{ type: 'llm', messages: [{ type: 'human', content }] }] } },
  }
}

test('a conversation is held over both addresses, and asks again where an answer does not fit', async ({
  page,
  request,
  signInAs,
  baseURL,
}) => {
  await signInAs('admin')
  const workflowId = await deployConversation(page, baseURL)
  const long = `/workflows/v1/workflows/${workflowId}/execute`
  const short = `/v1/workflows/${workflowId}/execute`

  const first = await turn(request, long, { run_input: {} })
  expect(first).toMatchObject({
    code: 200,
    said: ['Hello', 'How old are you?'],
    answer: { status: 'waiting_for_user_input', turn_number: 1, is_waiting_for_input: true },
  })
  const { run_id } = first.answer
  expect(await turn(request, short, { run_id, run_input: says('old') })).toMatchObject({
    code: 200,
    said: ['A number, please.'],
    answer: { run_id, turn_number: 2, next_input_hint: { type: 'busy_wait_for_user_message' } },
  })
  expect(await turn(request, long, { run_id, run_input: { ...says('36'), version_number: 0 } })).toMatchObject({
    code: 200,
    said: ['You are 36'],
    answer: { run_id, turn_number: 3, status: 'completed', is_completed: true, error: null },
  })
  expect(await turn(request, long, { run_id, run_input: says('more') })).toMatchObject({
    code: 409,
    answer: { detail: 'Workflow run is already completed' },
  })
})

test('refusals have a shape of their own on both addresses', async ({ request }) => {
  const headers = { authorization: `Bearer ${readFirstRun().apiKey}`, 'content-type': 'application/json' }
  const hex = '0'.repeat(24)
  const answers = await Promise.all([
    request.post(`/workflows/v1/workflows/${hex}/execute`, { data: { run_input: {} } }),
    request.post(`/workflows/v1/workflows/${hex}/execute`, { headers, data: { run_input: {} } }),
    request.post(`/workflows/v1/workflows/${hex}/execute`, { headers, data: {} }),
    request.post(`/workflows/v1/workflows/${hex}/execute`, { headers, data: Buffer.from('{') }),
    request.post('/v1/workflows/wf_kyc_standard/execute', { headers, data: { run_input: {} } }),
    request.get(`/workflows/v1/workflows/${hex}/execute`, { headers }),
  ])
  const seen = await Promise.all(answers.map(async (answer) => [answer.status(), (await answer.json()).detail]))
  expect(seen).toEqual([
    [401, 'A valid API key or token is needed'],
    [404, 'There is no workflow with this id'],
    [422, [{ loc: ['body', 'run_input'], msg: 'Field required', type: 'missing' }]],
    [422, [{ loc: ['body'], msg: 'The request body is not valid JSON', type: 'json_invalid' }]],
    [404, 'Not Found'],
    [405, 'This address takes POST'],
  ])
})
