import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { ExecutionPage } from './pages/executions.ts'
import { LoginPage } from './pages/login.ts'
import { ReviewsPage } from './pages/reviews.ts'

const ANSWER = { 'Approval reference': 'APP-2026-17', Reviewer: 'R-4411' }

test('decides a review with the evidence beside the form', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('reviewer', '/reviews')
  const review = await new ReviewsPage(page).openReview(subject)

  await expect(review.evidence).toContainText('Viktor Anselm Drozhkin')
  await expect(review.evidence).toContainText('Birth date agrees')
  await expect(review.evidence).toContainText('Fictional sample list')

  await review.decide('Approve')
  await expect(review.decision).toContainText('Approval reference is required')
  await expect(review.decision).toContainText('Reviewer is required')

  await review.fill(ANSWER)
  await review.decide('Approve')
  await expect(page.getByText('Recorded: Approve')).toBeVisible()
  const record = page.getByRole('region', { name: 'Decision on record' })
  await expect(record).toContainText('APP-2026-17')
  await review.openExecution()
  const execution = new ExecutionPage(page)
  await expect(execution.title).toHaveText('KYC standard')
  await expect(execution.credential).toContainText('Active')
})

test('keeps what was typed when somebody else was first', async ({ page, browser, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('reviewer', '/reviews')
  const review = await new ReviewsPage(page).openReview(subject)
  await review.fill({ 'Approval reference': 'My long reasoning' })

  const other = await browser.newPage()
  const owner = readFirstRun().signIns.find(({ role }) => role === 'owner')
  const login = new LoginPage(other)
  await login.open(new URL(page.url()).pathname)
  await login.signIn(owner?.email ?? '', owner?.password ?? '')
  const theirs = other.getByRole('region', { name: 'Your decision' })
  await theirs.getByLabel('Approval reference').fill('Faster')
  await theirs.getByLabel('Reviewer').fill('R-1')
  await theirs.getByRole('button', { name: 'Reject' }).click()
  await expect(other.getByText('Recorded: Reject')).toBeVisible()
  await other.close()

  await review.fill({ Reviewer: 'R-4411' })
  await review.decide('Approve')
  await expect(review.notice).toContainText('This review is no longer open')
  await expect(review.notice).toContainText('Olivia Owner was first')
  await expect(review.decision.getByLabel('Approval reference')).toHaveValue('My long reasoning')
})

test('finds decided reviews under Done', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('reviewer', '/reviews')
  const reviews = new ReviewsPage(page)
  const review = await reviews.openReview(subject)
  await review.fill(ANSWER)
  await review.decide('Reject')
  await expect(page.getByText('Recorded: Reject')).toBeVisible()
  await reviews.open()
  await reviews.showDone()
  await expect(reviews.row(subject)).toContainText('Rejected')
  await expect(reviews.row(subject)).toContainText('Rosa Reviewer')
})

test('an auditor reads reviews but is offered no decision', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('auditor', '/reviews')
  const review = await new ReviewsPage(page).openReview(subject)
  await expect(review.evidence).toContainText('Viktor Anselm Drozhkin')
  await expect(page.getByText('You can read this review, not decide it')).toBeVisible()
  await expect(review.decision).toBeHidden()
})

test('a wrong password is refused in words, and the sign-in leads on to the page asked for', async ({ page }) => {
  const reviewer = readFirstRun().signIns.find(({ role }) => role === 'reviewer')
  const login = new LoginPage(page)
  await login.open('/reviews?tab=done')
  await login.signIn(reviewer?.email ?? '', 'not the password')
  await expect(login.problem).toHaveText('Email or password is not right. Check both and try again.')
  await login.signIn(reviewer?.email ?? '', reviewer?.password ?? '')
  await expect(page).toHaveURL(/\/reviews\?tab=done$/)
  await expect(page.getByRole('tab', { name: 'Done' })).toHaveAttribute('aria-selected', 'true')
})
