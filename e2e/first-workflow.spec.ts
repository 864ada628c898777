import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { expect, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { DesignerPage } from './pages/designer.ts'
import { InspectorPage } from './pages/inspector.ts'
import { TestPane } from './pages/test-pane.ts'
import { VersionsPage } from './pages/versions.ts'

/** How somebody works: what is pressed, and how blocks come and are connected. Texts are typed by both. */
type Hand = {
  press(target: Locator): Promise<void>
  /** Makes a block the chosen one. */
  choose(block: string): Promise<void>
  /** Puts a block behind the one that is chosen. */
  add(type: string): Promise<void>
  connect(from: { block: string; id: string; exit: string }, to: string): Promise<void>
}

function mouse(page: Page): Hand {
  const designer = new DesignerPage(page)
  return {
    press: (target) => target.click(),
    choose: (block) => designer.block(new RegExp(`^${block},`)).click(),
    add: (type) => designer.palette.getByRole('button', { name: type, exact: true }).click(),
    connect: async ({ id, exit }, to) => {
      await page.getByRole('button', { name: 'Arrange the blocks' }).click()
      await page.getByRole('button', { name: 'Fit the whole graph' }).click()
      const target = designer.block(new RegExp(`^${to},`))
      // Hovering waits until both have come to rest.
      await target.hover()
      await designer.exit(id, exit).hover()
      await designer.connect(designer.exit(id, exit), target)
    },
  }
}

function keyboard(page: Page): Hand {
  const designer = new DesignerPage(page)
  return {
    press: async (target) => {
      await target.focus()
      await page.keyboard.press((await target.getAttribute('role')) === 'radio' ? 'Space' : 'Enter')
    },
    choose: (block) => designer.block(new RegExp(`^${block},`)).focus(),
    add: async (type) => {
      await page.keyboard.press('a')
      await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
      await page.keyboard.type(type)
      await page.keyboard.press('Enter')
    },
    connect: async ({ block, exit }, to) => {
      await designer.block(new RegExp(`^${block},`)).focus()
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog', { name: 'Connect' })
      await expect(dialog.getByLabel('Exit')).toBeFocused()
      await page.keyboard.type(exit)
      await page.keyboard.press('Tab')
      await page.keyboard.type(to)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
    },
  }
}

async function execute(request: APIRequestContext, workflowId: string, amount: number) {
  const response = await request.post('/v1/workflows/execute', {
    headers: { 'x-api-key': readFirstRun().apiKey ?? '' },
    data: { workflowId, options: { input: { amount } } },
  })
  return { code: response.status(), ...(await response.json()) }
}

/** From nothing to the first call: drawn, tested, mended, deployed. */
async function makeFirstWorkflow(
  page: Page,
  request: APIRequestContext,
  { press, choose, add, connect }: Hand,
): Promise<void> {
  const [designer, inspector, testing] = [new DesignerPage(page), new InspectorPage(page), new TestPane(page)]
  const { pane } = inspector
  const name = `First ${randomUUID().slice(0, 8)}`

  await test.step('begins from blank and asks for an amount', async () => {
    await press(page.getByRole('button', { name: 'New workflow' }))
    const dialog = page.getByRole('dialog', { name: 'New workflow' })
    await dialog.getByLabel('Name').fill(name)
    await press(dialog.getByRole('button', { name: 'Create' }))
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await press(page.getByRole('tab', { name: 'Workflow' }))
    await press(pane.getByRole('button', { name: 'Add to Input' }))
    await pane.getByRole('textbox', { name: 'Label' }).fill('Amount')
    await pane.getByRole('textbox', { name: 'Name' }).fill('amount')
    await pane.getByRole('combobox', { name: 'Type' }).selectOption('Number')
  })

  await test.step('draws a condition, a review, a message and an end', async () => {
    await choose('Start')
    await add('Condition')
    await choose('Condition')
    await press(page.getByRole('tab', { name: 'Block' }))
    await press(pane.getByRole('button', { name: 'Add to Cases' }))
    await pane.getByRole('textbox', { name: 'Exit' }).fill('high')
    await press(pane.getByRole('radio', { name: 'Text' }))
    await pane.getByRole('textbox', { name: 'When' }).fill('input.amount > 100')
    await choose('Condition')
    await add('Manual review')
    await choose('Condition')
    await add('Message')
    await choose('Message')
    await add('End')
    await expect(designer.blocks).toHaveCount(5)
    await connect({ block: 'Manual review', id: 'manual_review', exit: 'Approve' }, 'End')
    await expect(designer.edges).toHaveCount(5)
    await designer.expectSaved()
  })

  await test.step('mends a problem where the list of problems leads', async () => {
    const head = page.getByRole('button', { name: /problems/i })
    await press(head)
    await press(inspector.problem(/Message › Text/))
    await expect.poll(() => inspector.focusedField()).toBe('config.content')
    await page.keyboard.type('Nothing to look at')
    await expect(page.getByRole('region', { name: 'Errors', exact: true })).toHaveCount(0)
    await press(head)
  })

  await test.step('runs it on test input and sees what each block did', async () => {
    await press(page.getByRole('tab', { name: 'Test', exact: true }))
    await testing.pane.getByRole('textbox', { name: 'Amount' }).fill('500')
    await press(testing.pane.getByRole('button', { name: 'Run the draft' }))
    await expect(testing.status).toHaveText('Paused')
    await expect(designer.block(/^Manual review,.*Paused/)).toBeVisible()
    await press(testing.pause('Manual review').getByRole('button', { name: 'Approve' }))
    await expect(testing.status).toHaveText('Completed')
    await expect(designer.block(/^End,.*Completed/)).toBeVisible()
    await press(testing.row('Condition'))
    await expect(testing.run.getByRole('figure', { name: 'Output' })).toContainText('handle: high')
  })

  await test.step('deploys with a note, and calls it', async () => {
    const versions = new VersionsPage(page)
    await press(page.getByRole('tab', { name: 'Versions' }))
    await press(page.getByRole('button', { name: 'Deploy', exact: true }))
    await versions.deployDialog.getByLabel('Why').fill('The first one')
    await press(versions.deployDialog.getByRole('button', { name: 'Deploy v1' }))
    await expect(versions.version(1)).toContainText('Live in Production')
    const workflowId = `wf_${name.toLowerCase().replace(' ', '_')}`
    expect(await execute(request, workflowId, 500)).toMatchObject({ code: 202, status: 'paused' })
    expect(await execute(request, workflowId, 5)).toMatchObject({
      code: 200,
      status: 'completed',
      output: { message: { content: 'Nothing to look at' } },
    })
  })
}

for (const [how, hand] of [
  ['the mouse', mouse],
  ['the keyboard', keyboard],
] as const) {
  test(`makes a first workflow from blank by ${how} alone`, async ({ page, request, signInAs }) => {
    await signInAs('owner', '/workflows')
    await makeFirstWorkflow(page, request, hand(page))
  })
}
