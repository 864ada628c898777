import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, loaded, test } from './console-test.ts'
import { ExecutionsPage } from './pages/executions.ts'
import { ReviewsPage } from './pages/reviews.ts'
import { WorkflowsPage } from './pages/workflows.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const THEMES = ['light', 'dark'] as const
const WIDTHS = [1440, 390] as const

async function expectNoFindings(page: Page): Promise<void> {
  await loaded(page)
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  const findings = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  )
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect({ findings, overflow }).toEqual({ findings: [], overflow: false })
}

for (const theme of THEMES) {
  for (const width of WIDTHS) {
    test.describe(`${theme}, ${width} pixels wide`, () => {
      test.use({ colorScheme: theme, viewport: { width, height: 900 } })

      test('sign-in, also with errors', async ({ page }) => {
        await page.goto('/login')
        await expectNoFindings(page)
        await page.getByRole('button', { name: 'Sign in' }).click()
        await expect(page.getByText('Enter your password')).toBeVisible()
        await expectNoFindings(page)
      })

      test('home, lists and empty lists', async ({ page, signInAs }) => {
        await signInAs('owner')
        for (const path of [
          '/',
          '/workflows',
          '/executions',
          '/executions?status=queued',
          '/reviews',
          '/reviews?tab=done',
        ]) {
          await page.goto(path)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await expectNoFindings(page)
        }
      })

      test('a workflow as diagram and as outline', async ({ page, signInAs }) => {
        await signInAs('owner', '/workflows')
        const designer = await new WorkflowsPage(page).openWorkflow('KYC standard')
        await designer.block(/^Start,/).click()
        await expectNoFindings(page)
        await designer.showOutline()
        await expectNoFindings(page)
      })

      test('a decision of two people, and the notices', async ({ page, signInAs, runRelease }) => {
        const subject = await runRelease()
        await signInAs('owner', '/reviews?tab=unassigned')
        const review = await new ReviewsPage(page).openReview(subject)
        await review.claim()
        await expectNoFindings(page)
        await review.checkAll('Documents are missing')
        await review.decide('Release')
        await review.proposal.waitFor()
        await expectNoFindings(page)
        await page.getByRole('button', { name: /^Notices/ }).click()
        await page.getByRole('dialog', { name: 'Notices' }).waitFor()
        await expectNoFindings(page)
      })

      test('an execution and its review', async ({ page, signInAs, runWorkflow }) => {
        const { subject } = await runWorkflow('listed')
        await signInAs('owner', `/executions?q=${subject}`)
        await new ExecutionsPage(page).rows.getByRole('link').click()
        await page.getByRole('region', { name: 'Timeline' }).waitFor()
        await expectNoFindings(page)
        await page.getByRole('link', { name: 'Open review' }).first().click()
        await page.getByRole('button', { name: 'Approve' }).click()
        await expect(page.getByText('Approval reference is required')).toBeVisible()
        await expectNoFindings(page)
      })

      test('menus, dialogs and addresses that lead nowhere', async ({ page, signInAs }) => {
        await signInAs('owner')
        await page.keyboard.press('Control+k')
        await page.getByRole('dialog').waitFor()
        await expectNoFindings(page)
        await page.keyboard.press('Escape')
        await page.keyboard.press('?')
        await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
        await expectNoFindings(page)
        await page.goto('/executions/00000000-0000-7000-8000-000000000000')
        await page.getByRole('button', { name: 'Try again' }).waitFor()
        await expectNoFindings(page)
        await page.goto('/nowhere')
        await expectNoFindings(page)
      })
    })
  }
}

test('a review opens from the queue on a phone', async ({ page, signInAs, runWorkflow }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { subject } = await runWorkflow('listed')
  await signInAs('reviewer', '/reviews')
  await page.getByRole('button', { name: 'Open menu' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Reviews' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  const review = await new ReviewsPage(page).openReview(subject)
  await expect(review.decision.getByRole('button', { name: 'Approve' })).toBeVisible()
})
