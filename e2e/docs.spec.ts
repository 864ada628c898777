import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { readFirstRun } from './first-run.ts'

const run = promisify(execFile)
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

test('leads a new user to a first answer by copying alone', async ({ page }) => {
  await page.goto('/docs')
  const steps = page.getByRole('region', { name: 'Your first call' }).getByRole('listitem')
  const commands = await steps.getByRole('figure').locator('code').allTextContents()
  expect(commands).toHaveLength(3)
  const script = commands
    .join('\n')
    .replace('apk_…', readFirstRun().apiKey ?? '')
    .replaceAll(/^curl/gm, 'curl -sS -w "\\n"')
  const [workflows = '', answer = ''] = (await run('sh', ['-c', script])).stdout.trim().split('\n')
  expect(JSON.parse(workflows).map(({ id }: { id: string }) => id)).toContain('wf_kyc_standard')
  expect(JSON.parse(answer)).toMatchObject({ executionId: expect.stringMatching(/^exec_/), output: expect.anything() })
})

test('finds an operation, and tries it with a key', async ({ page }) => {
  await page.goto('/docs')
  const contents = page.getByRole('navigation', { name: 'Contents' })
  await contents.getByRole('searchbox', { name: 'Find an operation' }).fill('list processes')
  await expect(contents.getByRole('link', { name: 'Execute a workflow' })).toHaveCount(0)
  await contents.getByRole('link', { name: 'List processes' }).click()
  await expect(page).toHaveURL(/#listProcesses$/)

  const operation = page.getByRole('article', { name: 'List processes' })
  await operation.getByText('Try it').click()
  await operation.getByLabel('Key').fill('apk_nobody_nothing')
  await operation.getByRole('button', { name: 'Send' }).click()
  await expect(operation.getByText(/^Answered 401/)).toBeVisible()
  await operation.getByLabel('Key').fill(readFirstRun().apiKey ?? '')
  await operation.getByRole('button', { name: 'Send' }).click()
  await expect(operation.getByText(/^Answered 200/)).toBeVisible()
  await expect(operation.getByRole('figure', { name: 'Answer' })).toContainText('processId')
})

test('says that a body is no JSON before it is sent', async ({ page }) => {
  await page.goto('/docs')
  const operation = page.getByRole('article', { name: 'Execute a workflow' })
  await operation.getByText('Try it').click()
  await operation.getByLabel('Body (JSON)').fill('{')
  await operation.getByRole('button', { name: 'Send' }).click()
  await expect(operation.getByText('This is not JSON.')).toBeVisible()
})

test('shows every call in three languages', async ({ page }) => {
  await page.goto('/docs')
  const operation = page.getByRole('article', { name: 'Execute a workflow' })
  const sample = operation.getByRole('figure', { name: 'Execute a workflow: example' })
  await expect(sample).toContainText('curl -X POST')
  await operation.getByRole('radio', { name: 'Python' }).click()
  await expect(sample).toContainText('urllib.request')
  await operation.getByRole('radio', { name: 'TypeScript' }).click()
  await expect(sample).toContainText('await fetch(')
})

test('serves the document it is made from, whole and for each API', async ({ request }) => {
  const document = await (await request.get('/openapi.json')).json()
  expect(document).toMatchObject({ openapi: '3.1.0', paths: { '/v1/workflows/execute': { post: expect.anything() } } })
  for (const api of ['v1', 'process', 'turns']) expect((await request.get(`/openapi/${api}.json`)).status()).toBe(200)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`is readable by all: ${colorScheme}, ${width} pixels wide`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 900 },
        baseURL: baseURL ?? '',
      })
      const page = await context.newPage()
      await page.goto('/docs')
      await page.getByRole('article', { name: 'Execute a workflow' }).getByText('Try it').click()
      const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
      const findings = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
      )
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      expect({ findings, overflow }).toEqual({ findings: [], overflow: false })
      await context.close()
    })
  }
}
