import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { LoginPage } from './pages/login.ts'
import { ReviewPage, ReviewsPage } from './pages/reviews.ts'

test('an officer claims a case, reads the evidence, decides with checklist and reason, and the next case opens', async ({
  page,
  signInAs,
  runRelease,
}) => {
  const [first, second] = [await runRelease(), await runRelease()]
  await signInAs('reviewer2', '/reviews')
  const reviews = new ReviewsPage(page)
  const next = await reviews.openReview(second)
  await next.claim()
  await reviews.open()
  const review = await reviews.openReview(first)
  await review.hand.getByRole('button', { name: 'Claim' }).waitFor()
  await page.keyboard.press('c')
  await expect(review.hand).toContainText('You have this in hand')
  const address = page.url()

  const comparison = page.getByRole('table', { name: 'Said and found' })
  await expect(comparison.getByRole('row', { name: /Birth date/ })).toContainText('Differs')
  await expect(comparison.getByRole('row', { name: /Last name/ })).toContainText('Agrees')
  await review.evidence.getByRole('button', { name: 'Not them' }).click()
  await review.evidence.getByLabel('Not them: Why').fill('Born eighteen years later')
  await review.evidence.getByRole('button', { name: 'Record' }).click()
  await expect(review.evidence).toContainText('Dismissed: not the subject')

  await review.decide('Release')
  await expect(review.decision).toContainText('Checklist is required')
  await expect(review.decision).toContainText('Reason is required')
  await review.checkAll('Not the listed person')
  await review.decision.getByLabel('Note').fill('Kept through a reload')
  await page.reload()
  await expect(review.decision.getByLabel('Note')).toHaveValue('Kept through a reload')
  await expect(review.decision.getByRole('checkbox', { name: 'Every possible match judged' })).toBeChecked()

  await review.decision.getByLabel('Open the next case after deciding').check()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('1')
  await expect(page.getByText('Proposed: Release. It waits for further people.')).toBeVisible()
  await expect(page).not.toHaveURL(address)
  await expect(review.hand).toContainText('You have this in hand')
  const decided = new URL(address).pathname.split('/').at(-1)
  expect(await page.evaluate((id) => sessionStorage.getItem(`countersign-review:${id}`), decided)).toBeNull()
})

test('the most pressing case is taken with one key, and given back', async ({ page, signInAs, runRelease }) => {
  const subject = await runRelease()
  await signInAs('owner', '/reviews')
  const reviews = new ReviewsPage(page)
  const review = await reviews.openReview(subject)
  await review.act('Urgent')
  await expect(review.timeline).toContainText(/set the priority\s*Urgent/)
  const address = page.url()
  await reviews.open()
  await reviews
    .row(subject)
    .or(page.getByRole('button', { name: 'Show more' }))
    .first()
    .waitFor()
  await page.keyboard.press('n')
  await expect(page).toHaveURL(address)
  await expect(review.hand).toContainText('You have this in hand')
  await review.hand.getByRole('button', { name: 'Give back' }).click()
  await expect(review.hand).toContainText('Nobody has this in hand')
  await review.act('Low')
  await expect(review.timeline).toContainText('gave it back to the queue')
})

test('somebody it is assigned to is told, and opening the notice decides nothing', async ({
  page,
  browser,
  signInAs,
  runRelease,
}) => {
  const subject = await runRelease()
  await signInAs('owner', '/reviews')
  const review = await new ReviewsPage(page).openReview(subject)
  await review.act('Adam Admin')
  await expect(review.hand).toContainText('Adam Admin has this in hand')
  await expect(page.getByText('Adam Admin has it in hand').first()).toBeVisible()
  const address = page.url()

  const other = await browser.newPage()
  const admin = readFirstRun().signIns.find(({ role }) => role === 'admin')
  const login = new LoginPage(other)
  await login.open('/')
  await login.signIn(admin?.email ?? '', admin?.password ?? '')
  await other.getByRole('button', { name: /^Notices, \d+\+? unread$/ }).click()
  await other
    .getByRole('dialog', { name: 'Notices' })
    .locator(`a[href="${new URL(address).pathname}"]`)
    .click()
  await expect(other).toHaveURL(new URL(address).pathname)
  const theirs = new ReviewPage(other)
  await expect(theirs.hand).toContainText('You have this in hand')
  await expect(theirs.timeline).toContainText(/Olivia Owner\s*assigned it\s*to Adam Admin/)
  await theirs.hand.getByRole('button', { name: 'Give back' }).click()
  await expect(theirs.hand).toContainText('Nobody has this in hand')
  await other.close()
})

test('a decision on a case that has passed on keeps what was typed and says who has it', async ({
  page,
  browser,
  signInAs,
  runRelease,
}) => {
  const subject = await runRelease()
  await signInAs('reviewer', '/reviews')
  const review = await new ReviewsPage(page).openReview(subject)
  await review.claim()
  await review.decision.getByLabel('Note').fill('My long reasoning')
  await review.checkAll('Documents are missing')

  const other = await browser.newPage()
  const owner = readFirstRun().signIns.find(({ role }) => role === 'owner')
  const login = new LoginPage(other)
  await login.open(new URL(page.url()).pathname)
  await login.signIn(owner?.email ?? '', owner?.password ?? '')
  const theirs = new ReviewPage(other)
  await theirs.act('Olivia Owner')
  await expect(theirs.hand).toContainText('You have this in hand')
  await other.close()

  await review.decide('Keep closed')
  await expect(review.notice).toContainText('Olivia Owner has this review in hand')
  await expect(review.decision.getByLabel('Note')).toHaveValue('My long reasoning')
})
