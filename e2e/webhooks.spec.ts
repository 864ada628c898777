import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, loaded, test } from './console-test.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function expectNoFindings(page: Page): Promise<void> {
  await loaded(page)
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  const findings = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  )
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect({ findings, overflow }).toEqual({ findings: [], overflow: false })
}

/** Adds an endpoint at an address that is never reached; answers its address. */
async function addEndpoint(page: Page): Promise<string> {
  const url = `https://192.0.2.1/${randomUUID()}`
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByRole('textbox', { name: 'Address' }).fill(url)
  await page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByRole('dialog', { name: 'The signing secret' }).waitFor()
  return url
}

test('an administrator adds an endpoint, tests it, gives it a new secret and removes it', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin', '/settings/webhooks')
  const url = await addEndpoint(page)
  const dialog = page.getByRole('dialog', { name: 'The signing secret' })
  await expect(dialog).toContainText(/whsec_[a-z2-7]{32}/)
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'I have copied it' }).click()

  await page.getByRole('link', { name: url }).click()
  await expect(page.getByRole('heading', { level: 1, name: url })).toBeVisible()
  await page.getByRole('button', { name: 'Send test event' }).click()
  const deliveries = page.getByRole('region', { name: 'Deliveries' })
  // Other tests run workflows, which the endpoint is told of as well.
  const sent = deliveries.getByRole('group').filter({ hasText: 'Test event' })
  await sent.getByText('Test event').click()
  await expect(sent.getByText('The address is not allowed')).toBeVisible()
  await sent.getByRole('button', { name: 'Send again: Test event' }).click()
  await expect(sent.getByText('The address is not allowed')).toHaveCount(2)

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'New secret' }).click()
  await page.getByRole('dialog', { name: 'Make a new secret?' }).getByRole('button', { name: 'New secret' }).click()
  await expect(dialog).toContainText('whsec_')
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByText('The old secret signs too until')).toBeVisible()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page).toHaveURL(/\/settings\/webhooks$/)
  await expect(page.getByRole('link', { name: url })).toHaveCount(0)
})

test('a wrong address is refused at its field', async ({ page, signInAs }) => {
  await signInAs('admin', '/settings/webhooks')
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByRole('textbox', { name: 'Address' }).fill('shop')
  await page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' }).click()
  await expect(page.getByText('Must be an http or https address')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveAttribute('aria-invalid', 'true')
})

test('an auditor reads the settings and changes nothing', async ({ page, signInAs }) => {
  await signInAs('auditor', '/settings/webhooks')
  await expect(page.getByRole('button', { name: 'Add endpoint' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible()
})

test('finds a call in the request log, and the execution it was about', async ({ page, signInAs, runWorkflow }) => {
  const { executionId } = await runWorkflow('clear')
  await signInAs('admin', `/settings/request-log?q=${executionId}`)
  const rows = page.getByRole('table', { name: 'Calls' }).getByRole('row')
  await expect(rows).toHaveCount(2)
  await rows.getByRole('button', { name: 'POST /v1/workflows/execute' }).click()
  const sheet = page.getByRole('dialog', { name: 'Details of a call' })
  await expect(sheet).toContainText('wf_kyc_standard')
  await expect(sheet).toContainText('<string>')
  await sheet.getByRole('link', { name: 'Open the execution' }).click()
  await expect(page).toHaveURL(/\/executions\//)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${colorScheme}, ${width} pixels wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } })

      test('settings for all', async ({ page, signInAs, runWorkflow }) => {
        const { executionId } = await runWorkflow('clear')
        await signInAs('admin', '/settings/webhooks')
        await expectNoFindings(page)
        await page.getByRole('button', { name: 'Add endpoint' }).click()
        await expectNoFindings(page)
        await page.keyboard.press('Escape')
        await page.goto(`/settings/request-log?q=${executionId}`)
        await page.getByRole('button', { name: 'POST /v1/workflows/execute' }).click()
        await page.getByRole('dialog', { name: 'Details of a call' }).getByText('Request id').waitFor()
        await expectNoFindings(page)
      })
    })
  }
}
