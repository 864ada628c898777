import { randomUUID } from 'node:crypto'
import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { LoginPage } from './pages/login.ts'
import { ReviewPage, ReviewsPage } from './pages/reviews.ts'
import { MRZ } from './sample-documents.ts'

const KEYS_REFUSED = 'This review is for people, named or with a second pair of eyes; a key cannot decide it'

test('the first officer proposes and cannot confirm, by no way in; a second one confirms', async ({
  page,
  browser,
  request,
  signInAs,
}) => {
  const headers = { 'x-api-key': readFirstRun().apiKey ?? '' }
  const post = async (path: string, data: object) => {
    const response = await request.post(path, { headers, data })
    return { status: response.status(), body: JSON.stringify(await response.json()) }
  }
  const processes: { processId: string; processName: string }[] = await (
    await request.get('/process/list', { headers })
  ).json()
  const processId = processes.find(({ processName }) => processName === 'High-risk account release')?.processId
  const subject = `e2e_${randomUUID()}`
  const data = { subject_id: subject, first_name: 'Viktor', last_name: 'Drozhkin', mrz: MRZ.listed }
  const started = await request.post('/process/exec', { headers, data: { processId, correlationKey: subject, data } })
  const { processInstanceId } = await started.json()

  await expect
    .poll(async () => (await (await request.get(`/process/instance/${processInstanceId}`, { headers })).json()).status)
    .toBe('WAITING')
  await signInAs('reviewer', '/reviews')
  const review = await new ReviewsPage(page).openReview(subject)
  await review.checkAll('Not the listed person')
  await review.decide('Release')
  await expect(review.proposal).toContainText('Rosa Reviewer')
  await expect(review.proposal).toContainText('One more person must agree.')
  await expect(review.proposal).toContainText('You proposed this decision; a second person must confirm it')
  await expect(review.proposal.getByRole('button')).toHaveCount(0)
  await expect(review.decision).toBeHidden()

  const pauseId = new URL(page.url()).pathname.split('/').at(-1)
  const proposalId: string = await page.evaluate(
    async (id) => (await (await fetch(`/api/console/reviews/${id}`)).json()).proposal.id,
    pauseId,
  )
  const byHand = await page.evaluate(
    async ([id, proposal]) => {
      const options = { method: 'POST', headers: { 'content-type': 'application/json' } }
      const answer = await fetch(`/api/console/reviews/${id}/confirmation`, {
        ...options,
        body: JSON.stringify({ proposalId: proposal }),
      })
      return { status: answer.status, message: (await answer.json()).error.message }
    },
    [pauseId, proposalId] as const,
  )
  expect(byHand).toEqual({ status: 403, message: 'You proposed this decision; a second person must confirm it' })

  const executionId = await page
    .getByRole('main')
    .getByRole('link', { name: /^exec_/ })
    .textContent()
  const answer = {
    checklist: ['Every possible match judged', 'Declared data compared with the document'],
    decision_reason: 'not_the_listed_person',
  }
  const refused = [
    await post(`/v1/workflows/executions/${executionId}/resume`, {
      blockId: 'release_review',
      decision: 'approved',
      input: answer,
    }),
    await post('/v1/workflows/execute', {
      workflowId: 'wf_high_risk_release',
      runFromBlock: { startBlockId: 'released', executionId },
      options: { input: { decision: 'approved', ...answer } },
    }),
    await post('/process/task', {
      processInstanceId,
      nodeId: 'release_review',
      action: 'COMPLETE',
      data: { decision: 'approved', ...answer },
    }),
  ]
  expect(refused.map(({ status, body }) => [status, body.includes(KEYS_REFUSED)])).toEqual([
    [403, true],
    [403, true],
    [403, true],
  ])

  const other = await browser.newPage()
  await other.addInitScript(() => localStorage.setItem('countersign-auto-advance', 'off'))
  const second = readFirstRun().signIns.find(({ email }) => email.startsWith('reviewer2@'))
  const login = new LoginPage(other)
  await login.open(new URL(page.url()).pathname)
  await login.signIn(second?.email ?? '', second?.password ?? '')
  const theirs = new ReviewPage(other)
  await theirs.proposal.getByRole('button', { name: 'Return with a reason' }).click()
  await other.getByRole('dialog').getByLabel('Reason').fill('The second match was not looked at')
  await other.getByRole('dialog').getByRole('button', { name: 'Return with a reason' }).click()
  await expect(theirs.timeline).toContainText('The second match was not looked at')

  await page.reload()
  await expect(review.hand).toContainText('You have this in hand')
  await review.checkAll('The listed person')
  await review.decide('Keep closed')
  await expect(review.proposal).toContainText('Keep closed')
  await other.reload()
  await theirs.proposal.getByRole('button', { name: 'Confirm: Keep closed' }).click()
  const record = other.getByRole('region', { name: 'Decision on record' })
  await expect(record).toContainText('Rosa Reviewer')
  await expect(record).toContainText('Ravi Reviewer')
  await other.close()
  await expect
    .poll(async () => (await (await request.get(`/process/instance/${processInstanceId}`, { headers })).json()).status)
    .toBe('COMPLETED')
})
