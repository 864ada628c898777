import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, loaded, test } from './console-test.ts'
import { InspectorPage } from './pages/inspector.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const GRAPH = {
  blocks: [
    { id: 'start', type: 'start', name: 'Start', config: { fields: [{ name: 'amount', label: 'Amount' }] } },
    {
      id: 'call',
      type: 'http_request',
      name: 'Call',
      config: { url: 'no address', headers: { limit: '{vars.limit}' }, body: { a: 1 } },
      position: { x: 0, y: 150 },
    },
    {
      id: 'choice',
      type: 'condition',
      name: 'Choice',
      config: { cases: [{ handle: 'yes', when: 'input.amount > 3 && call.status in [200, 201]' }] },
      position: { x: 0, y: 300 },
    },
  ],
  edges: [
    { id: 'a', source: 'start', target: 'call' },
    { id: 'b', source: 'call', target: 'choice' },
  ],
}

async function expectNoFindings(page: Page): Promise<void> {
  await loaded(page)
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
  ).toEqual([])
}

for (const [theme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test.describe(`${theme}, ${width} pixels wide`, () => {
    test.use({ colorScheme: theme, viewport: { width, height: 900 } })

    test('the inspector, the problems, the workflow and its text', async ({ page, signInAs }) => {
      await signInAs('author')
      const inspector = new InspectorPage(page)
      await inspector.openNew(GRAPH)
      await inspector.openProblems()
      await expectNoFindings(page)

      await inspector.problem('An address that begins with http').click()
      await expect(inspector.pane.getByRole('combobox', { name: 'Address' })).toBeFocused()
      await inspector.pane.getByRole('button', { name: 'Connections' }).click()
      await inspector.pane.getByRole('button', { name: /^Errors, retries/ }).click()
      await inspector.pane.getByRole('button', { name: 'Add to Retry' }).click()
      await expectNoFindings(page)
      await inspector.pane.getByRole('combobox', { name: 'Address' }).fill('{')
      await expect(page.getByRole('listbox', { name: 'What can be referred to' })).toBeVisible()
      await expectNoFindings(page)
      await page.keyboard.press('Escape')

      await inspector.choose(/^Choice,/)
      await inspector.pane.getByRole('button', { name: /^yes/ }).click()
      await expect(inspector.pane.getByRole('group', { name: 'Comparison 2' })).toBeVisible()
      await expectNoFindings(page)

      await inspector.openPane('Workflow')
      await inspector.pane.getByRole('button', { name: /^Amount/ }).click()
      await expectNoFindings(page)

      await inspector.openPane('Code')
      await expect(inspector.pane.getByRole('textbox', { name: 'The workflow as text' })).toContainText('schemaVersion')
      await expectNoFindings(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    })
  })
}
