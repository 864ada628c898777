import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './console-test.ts'
import { DesignerPage } from './pages/designer.ts'
import { TestPane } from './pages/test-pane.ts'

/** A high amount is reviewed, a low one passes; both end with what was decided. */
const GRAPH = {
  blocks: [
    {
      id: 'start',
      type: 'start',
      name: 'Start',
      config: { fields: [{ name: 'amount', label: 'Amount', type: 'number', required: true }] },
      position: { x: 0, y: 0 },
    },
    {
      id: 'check',
      type: 'condition',
      name: 'High amount?',
      config: { cases: [{ handle: 'high', label: 'High', when: 'input.amount > 100' }] },
      position: { x: 0, y: 140 },
    },
    {
      id: 'review',
      type: 'manual_review',
      name: 'Look at it',
      config: { title: 'Is this amount right?', fields: [{ name: 'note', label: 'Note', required: true }] },
      position: { x: -180, y: 300 },
    },
    {
      id: 'end',
      type: 'end',
      name: 'End',
      config: { output: { amount: '{input.amount}' } },
      position: { x: 0, y: 460 },
    },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'check' },
    { id: 'e2', source: 'check', sourceHandle: 'high', target: 'review' },
    { id: 'e3', source: 'check', sourceHandle: 'else', target: 'end' },
    { id: 'e4', source: 'review', sourceHandle: 'approved', target: 'end' },
  ],
}

async function openTest(page: Page): Promise<{ designer: DesignerPage; pane: TestPane; workflow: string }> {
  const designer = new DesignerPage(page)
  const workflow = await DesignerPage.create(page, GRAPH)
  await designer.open(workflow)
  const pane = new TestPane(page)
  await pane.open()
  return { designer, pane, workflow }
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
  ).toEqual([])
}

test('runs the draft on test input, answers its review, and sees each block’s status and output', async ({
  page,
  signInAs,
}) => {
  await signInAs('author')
  const { designer, pane } = await openTest(page)

  await pane.pane.getByRole('button', { name: 'Run the draft' }).click()
  await expect(pane.pane.getByText('Amount is required')).toBeVisible()
  await pane.pane.getByRole('textbox', { name: 'Amount' }).fill('500')
  await pane.pane.getByRole('button', { name: 'Run the draft' }).click()

  await expect(pane.status).toHaveText('Paused')
  await expect(designer.block(/^Look at it,.*Paused/)).toBeVisible()
  const pause = pane.pause('Look at it')
  await pause.getByRole('button', { name: 'Approve' }).click()
  await expect(pause.getByText('Note is required')).toBeVisible()
  await pause.getByRole('textbox', { name: 'Note' }).fill('Seen')
  await pause.getByRole('button', { name: 'Approve' }).click()
  await expect(pane.status).toHaveText('Completed')
  await expect(designer.block(/^End,.*Completed/)).toBeVisible()

  await pane.row('Look at it').click()
  await expect(pane.run.getByRole('figure', { name: 'Output' })).toContainText('note: Seen')
  await pane.row('End').click()
  await expect(pane.run.getByRole('figure', { name: 'Output' })).toContainText('amount: 500')
  await expectAccessible(page)
})

test('runs until a block and from it, and marks what an edit puts out of date', async ({ page, signInAs }) => {
  await signInAs('author')
  const { designer, pane } = await openTest(page)
  await designer.block(/^High amount/).click()
  await pane.open()
  await pane.pane.getByRole('textbox', { name: 'Amount' }).fill('50')
  await pane.pane.getByRole('button', { name: 'Run until High amount?' }).click()
  await expect(pane.status).toHaveText('Completed')
  await expect(pane.row('High amount')).toBeVisible()
  await expect(pane.row('End')).toHaveCount(0)

  await pane.pane.getByRole('button', { name: 'Run from High amount?' }).click()
  await expect(pane.row('End')).toBeVisible()
  await expect(pane.status).toHaveText('Completed')
  await pane.row('Start').click()
  await expect(pane.run.getByText('Taken over from the run before')).toBeVisible()

  await pane.row('High amount').click()
  await designer.block(/^High amount/).focus()
  await page.keyboard.press('d')
  await expect(pane.row('End').getByText('Out of date')).toBeVisible()
  await expect(pane.row('Start').getByText('Out of date')).toHaveCount(0)
})

test('keeps the run on show through another pane and a reload', async ({ page, signInAs }) => {
  await signInAs('author')
  const { designer, pane } = await openTest(page)
  await pane.start({ amount: 50 })
  await expect(pane.status).toHaveText('Completed')
  await page.getByRole('tab', { name: 'Versions' }).click()
  await expect(designer.block(/^End,.*Completed/)).toBeVisible()
  await page.reload()
  await expect(designer.block(/^End,.*Completed/)).toBeVisible()
  await pane.open()
  await pane.run.getByRole('button', { name: 'Clear from the canvas' }).click()
  await expect(pane.pane.getByText('No test run yet')).toBeVisible()
  await expect(designer.block(/^End,.*Completed/)).toHaveCount(0)
})

test('stops a test run that waits', async ({ page, signInAs }) => {
  await signInAs('author')
  const { pane } = await openTest(page)
  await pane.start({ amount: 500 })
  await expect(pane.status).toHaveText('Paused')
  await pane.run.getByRole('button', { name: 'Stop' }).click()
  await expect(pane.status).toHaveText('Cancelled')
})

test('keeps runs as scenarios, runs all of them, and shows what differs and what is covered', async ({
  page,
  signInAs,
}) => {
  await signInAs('author')
  const { designer, pane } = await openTest(page)
  await pane.start({ amount: 50 })
  await pane.run.getByRole('button', { name: 'Save as scenario' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as scenario' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Low passes')
  await expect(dialog.getByRole('checkbox', { name: 'Expect end.amount' })).toBeChecked()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save scenario' }).click()
  await expect(dialog).toBeHidden()

  const scenarios = await pane.openScenarios()
  await scenarios.getByRole('button', { name: 'New scenario' }).click()
  const blank = page.getByRole('dialog', { name: 'New scenario' })
  await blank.getByRole('textbox', { name: 'Name' }).fill('High is rejected')
  await blank.getByRole('textbox', { name: 'Input' }).fill('{"amount": 500}')
  const answers = [{ blockId: 'review', decision: 'approved', data: { note: 'Fine' } }]
  await blank.getByRole('textbox', { name: 'Answers to pauses' }).fill(JSON.stringify(answers))
  await blank.getByRole('button', { name: 'Add a value' }).click()
  await blank.getByRole('textbox', { name: 'Path' }).fill('review.decision')
  await blank.getByRole('textbox', { name: 'Value' }).fill('rejected')
  await blank.getByRole('button', { name: 'Save scenario' }).click()
  await expect(blank).toBeHidden()

  await scenarios.getByRole('button', { name: 'Run all' }).click()
  await expect(scenarios.getByText('1 of 2 pass')).toBeVisible()
  await scenarios.getByRole('button', { name: /^High is rejected/ }).click()
  const differs = scenarios.getByRole('table', { name: 'What differs' })
  await expect(differs.getByRole('row', { name: 'review.decision rejected approved' })).toBeVisible()
  await scenarios.getByRole('switch', { name: /100% covered/ }).click()
  await expect(designer.block(/^Look at it,.*Completed/)).toBeVisible()
  await expectAccessible(page)

  await scenarios.getByRole('button', { name: 'Edit High is rejected' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit scenario' })
  await edit.getByRole('textbox', { name: 'Value' }).fill('approved')
  await edit.getByRole('button', { name: 'Save scenario' }).click()
  await expect(edit).toBeHidden()
  await scenarios.getByRole('button', { name: 'Run High is rejected' }).click()
  await expect(scenarios.getByText('2 of 2 pass')).toBeVisible()

  await scenarios.getByRole('button', { name: 'Delete High is rejected' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(scenarios.getByText('1 of 1 pass')).toBeVisible()
})
