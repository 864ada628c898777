import { expect, test } from './console-test.ts'
import { ExecutionPage, ExecutionsPage } from './pages/executions.ts'
import { WorkflowsPage } from './pages/workflows.ts'

test('looks at a workflow: the diagram by keyboard, the outline saying the same', async ({ page, signInAs }) => {
  await signInAs('author')
  const workflows = new WorkflowsPage(page)
  await workflows.open()
  await expect(workflows.row('KYC standard')).toContainText('Live v1')
  const designer = await workflows.openWorkflow('KYC standard')

  await designer.block(/^Start,/).focus()
  await page.keyboard.press('ArrowDown')
  await expect(designer.block(/^Verify document/)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(designer.block(/^Screen for sanctions/)).toBeFocused()
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Screen for sanctions')

  const outline = await designer.showOutline()
  const review = outline.filter({ has: page.getByRole('button', { name: 'Sponsor bank review', exact: true }) })
  await expect(review).toContainText('Approved → Issue credential')
})

test('finds an execution by its subject and reads what each block did', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('clear')
  await signInAs('author')
  const executions = new ExecutionsPage(page)
  await executions.open()
  await executions.search(subject)
  await expect(executions.rows).toHaveCount(1)
  await expect(page).toHaveURL(new RegExp(`q=${subject}`))
  await executions.rows.getByRole('link').click()

  const execution = new ExecutionPage(page)
  await expect(execution.title).toHaveText('KYC standard')
  await expect(execution.credential).toContainText(subject)
  await execution.choose('Verify document')
  const panel = execution.panel('Verify document')
  await expect(panel.getByRole('figure', { name: 'Output' })).toContainText('passed')
  await expect(page.getByRole('main')).not.toContainText('1990-05-15')
  await expect(page).toHaveURL(/block=document_verification/)
  await expect(execution.timeline.getByRole('listitem').filter({ hasText: 'Sponsor bank review' })).toContainText(
    'Not reached',
  )
})

test('cancels a paused execution after a question', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('listed')
  await signInAs('author')
  const executions = new ExecutionsPage(page)
  await executions.open()
  await executions.search(subject)
  await expect(executions.rows).toHaveCount(1)
  await expect(executions.rows).toContainText('Paused')
  await executions.rows.getByRole('link').click()
  await new ExecutionPage(page).cancel()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('main').getByText('Cancelled', { exact: true }).first()).toBeVisible()
})

test('keeps filters in the address', async ({ page, signInAs, runWorkflow }) => {
  const { subject } = await runWorkflow('clear')
  await signInAs('author')
  const executions = new ExecutionsPage(page)
  await executions.open()
  await executions.search(subject)
  await executions.filterByStatus('Failed')
  await expect(page.getByText('No execution fits these filters')).toBeVisible()
  await page.reload()
  await expect(page.getByText('No execution fits these filters')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(executions.rows.first()).toBeVisible()
})

test('goes everywhere by keyboard: command menu, shortcuts, switching them off', async ({ page, signInAs }) => {
  await signInAs('author')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('exec')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/executions$/)
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await expect(page).toHaveURL(/\/workflows$/)

  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByRole('switch', { name: 'Single-key shortcuts' }).click()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await expect(page).toHaveURL(/\/workflows$/)
})

test('sees no reviews, which are not an author’s', async ({ page, signInAs }) => {
  await signInAs('author')
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link')).toHaveText(['Home', 'Workflows', 'Executions', 'Settings'])
})
