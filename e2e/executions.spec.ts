import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { ExecutionPage, ExecutionsPage } from './pages/executions.ts'

async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
  ).toEqual([])
}

test('an officer finds a case by what was sent, and sees personal data only with a reason', async ({
  page,
  signInAs,
  runWorkflow,
}) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('reviewer', '/executions')
  const list = new ExecutionsPage(page)
  await list.filterByInput('subject_id', subject)
  await expect(list.rows).toHaveCount(1)
  await list.rows.getByRole('link').click()

  const execution = new ExecutionPage(page)
  await execution.choose('Verify document')
  await expect(execution.panel('Verify document')).toContainText('•••••')
  await expect(page.getByRole('main')).not.toContainText('Drozhkin')
  await page.getByRole('button', { name: 'Show personal data' }).click()
  const dialog = page.getByRole('dialog', { name: 'Show personal data?' })
  await expect(dialog.getByRole('button', { name: 'Show personal data' })).toBeDisabled()
  await expectAccessible(page)
  await dialog.getByLabel('Reason').fill('Complaint 2026-117')
  await dialog.getByRole('button', { name: 'Show personal data' }).click()
  await expect(page.getByText('Personal data is shown. This is on record.')).toBeVisible()
  await expect(execution.panel('Verify document')).toContainText('Drozhkin')
  await page.getByRole('button', { name: 'Conceal again' }).click()
  await expect(page.getByRole('main')).not.toContainText('Drozhkin')
})

test('an author goes from a kind of failure to its executions, and runs one again with another input', async ({
  page,
  signInAs,
  runWorkflow,
}) => {
  const { executionId } = await runWorkflow('expired')
  await signInAs('author', '/executions?show=failures')
  await page
    .getByRole('table', { name: 'Failures' })
    .getByRole('link', { name: /The document expired/ })
    .click()
  const list = new ExecutionsPage(page)
  await expect(page.getByRole('button', { name: 'Remove One kind of failure' })).toBeVisible()
  await expect(list.rows.filter({ hasText: executionId })).toHaveCount(1)
  await list.rows.filter({ hasText: executionId }).getByRole('link').click()

  const execution = new ExecutionPage(page)
  await execution.choose('Verify document')
  await execution.panel('Verify document').getByRole('button', { name: 'Run again from here' }).click()
  const dialog = page.getByRole('dialog', { name: 'Run again from “Verify document”' })
  await dialog.getByLabel('Change the input').click()
  const input = dialog.getByRole('textbox', { name: 'Input' })
  await expect(input).toHaveValue(/"mrz": "•••••"/)
  await input.fill('{ "no": ')
  await expect(dialog).toContainText('This is no JSON object')
  await expect(dialog.getByRole('button', { name: 'Run' })).toBeDisabled()
  await expectAccessible(page)
  await input.fill('{ "subject_id": "rerun_of_expired", "document_type": "passport", "mrz": "•••••" }')
  const address = page.url()
  await dialog.getByRole('button', { name: 'Run' }).click()
  await expect(page).not.toHaveURL(address)
  await expect(page.getByRole('region', { name: 'Related executions' })).toContainText('Re-run of')
  await expect(page.getByText('Why it failed')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Overview' })).toContainText('rerun_of_expired')
})

test('a view keeps filters and columns, and is shared', async ({ page, browser, signInAs }) => {
  const name = `Stopped ${Date.now()}`
  await signInAs('viewer', '/executions?status=cancelled')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Ended' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/columns=/)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Keep this view…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Keep this view' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Everyone in the organization may use it').click()
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(dialog).toBeHidden()

  const others = await browser.newContext()
  const other = await others.newPage()
  await signInOn(other, 'auditor', '/executions')
  await other.getByRole('button', { name: 'Views' }).click()
  await other.getByRole('menuitem', { name: new RegExp(name) }).click()
  await expect(other.getByRole('columnheader', { name: 'Ended' })).toBeVisible()
  await expect(other).toHaveURL(/status=cancelled/)
  await others.close()

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'My views' }).click()
  await page.getByRole('button', { name: `Forget ${name}` }).click()
  await expect(page.getByRole('button', { name: `Forget ${name}` })).toHaveCount(0)
})

test('a viewer may look, and is offered nothing more', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('viewer', `/executions?q=${subject}`)
  const list = new ExecutionsPage(page)
  await expect(list.rows).toHaveCount(1)
  await expect(list.rows.getByRole('checkbox')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'CSV' })).toHaveCount(0)
  await list.rows.getByRole('link').click()
  await expect(page.getByText('Your role does not include showing it')).toBeVisible()
  for (const name of ['Show personal data', 'Run again', 'Cancel execution']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0)
  }
})

async function signInOn(page: Page, role: string, path: string): Promise<void> {
  const person = readFirstRun().signIns.find((signIn) => signIn.role === role)
  await page.goto(path)
  await page.getByLabel('Email').fill(person?.email ?? '')
  await page.getByRole('textbox', { name: 'Password' }).fill(person?.password ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor()
}
