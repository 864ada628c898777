import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { MRZ } from './sample-documents.ts'

const headers = () => ({ 'x-api-key': readFirstRun().apiKey ?? '' })

/** What the API tells of an execution, read until it ends or `until` has come; as event names with the blocks they are about. */
async function listen(baseURL: string, executionId: string, after?: string, until?: string) {
  const leaving = new AbortController()
  const response = await fetch(`${baseURL}/v1/workflows/executions/${executionId}/events`, {
    headers: { ...headers(), ...(after !== undefined && { 'last-event-id': after }) },
    signal: leaving.signal,
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const told: { id: string; event: string }[] = []
  let text = ''
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, id = '', event = ''] = /^id: (.+)\nevent: (.+)\n/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (event !== '') told.push({ id, event })
      if (event !== '' && event === until) leaving.abort()
    }
    if (leaving.signal.aborted) break
  }
  return told
}

async function startPaused(request: APIRequestContext): Promise<string> {
  const response = await request.post('/v1/workflows/execute', {
    headers: headers(),
    data: {
      workflowId: 'wf_kyc_standard',
      options: { input: { subject_id: `e2e_${randomUUID()}`, document_type: 'passport', mrz: MRZ.listed } },
    },
  })
  expect(response.status()).toBe(202)
  return (await response.json()).executionId
}

test('tells API callers what happens as it happens, and goes on where they left', async ({ request, baseURL }) => {
  const executionId = await startPaused(request)
  const before = await listen(baseURL ?? '', executionId, undefined, 'execution.paused')
  expect(before.map(({ event }) => event)).toEqual(expect.arrayContaining(['execution.started', 'block.paused']))

  const rest = listen(baseURL ?? '', executionId, before.at(-1)?.id)
  await request.post(`/v1/workflows/executions/${executionId}/cancel`, { headers: headers(), data: {} })
  const after = await rest
  expect(after.at(-1)?.event).toBe('execution.cancelled')
  expect(after.some(({ id }) => before.some((known) => known.id === id))).toBe(false)
  expect((await listen(baseURL ?? '', executionId)).map(({ id }) => id)).toEqual(
    [...before, ...after].map(({ id }) => id),
  )
})

test('shows an execution that was started over the API on the canvas as it goes on', async ({
  page,
  request,
  signInAs,
}) => {
  const executionId = await startPaused(request)
  await signInAs('owner', `/executions?q=${executionId}`)
  const streaming = page.waitForResponse((response) => response.url().includes('/stream'))
  await page.getByRole('table').getByRole('link').first().click()
  await streaming
  await expect(page.getByRole('main').getByText('Paused', { exact: true }).first()).toBeVisible()
  await request.post(`/v1/workflows/executions/${executionId}/cancel`, { headers: headers(), data: {} })
  await expect(page.getByRole('main').getByText('Cancelled', { exact: true }).first()).toBeVisible()
})
