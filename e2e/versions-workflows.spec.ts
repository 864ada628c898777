import { randomUUID } from 'node:crypto'
import { expect, test } from './console-test.ts'

const YAML = `blocks:
  - id: start
    type: start
    name: Start
  - id: done
    type: end
    name: Done
edges:
  - id: e1
    source: start
    target: done
`

test('makes a workflow from blank, copies it, puts it away and brings it back', async ({ page, signInAs }) => {
  const name = `Blank ${randomUUID().slice(0, 8)}`
  await signInAs('author', '/workflows')
  await page.getByRole('button', { name: 'New workflow' }).click()
  const dialog = page.getByRole('dialog', { name: 'New workflow' })
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toContainText('Give it a name')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  const search = `/workflows?q=${encodeURIComponent(name)}`
  await page.goto(search)
  await page.getByRole('button', { name: `More about ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Duplicate' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Copy of ${name}` })).toBeVisible()

  await page.goto(search)
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(2)
  await page.getByRole('button', { name: `More about ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(1)
  await page.getByRole('radio', { name: 'Archived' }).click()
  await expect(page).toHaveURL(/show=archived/)
  await page.getByRole('button', { name: `Restore: ${name}` }).click()
  await expect(page.getByText('Nothing is archived').or(page.getByText('No workflow fits'))).toBeVisible()
})

test('begins with a template whose graph is drawn', async ({ page, signInAs }) => {
  await signInAs('author', '/workflows')
  await page.getByRole('link', { name: 'From a template' }).click()
  const gallery = page.getByRole('list', { name: 'Templates' })
  await expect(gallery.getByRole('listitem')).toHaveCount(6)
  await expect(gallery.getByRole('img', { name: /^Graph of Start, Next round, Screen for sanctions/ })).toBeVisible()
  await gallery.getByRole('button', { name: 'Use the template Sanctions only' }).click()
  await expect(page).toHaveURL(/\/designer\//)
  await expect(page.getByRole('heading', { level: 1, name: 'Sanctions only' })).toBeVisible()
})

test('takes a workflow from a file, and says where a file is wrong', async ({ page, signInAs }) => {
  const name = `imported-${randomUUID().slice(0, 8)}`
  await signInAs('author', '/workflows')
  await page.getByRole('button', { name: 'Import a file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a workflow' })
  const file = (text: string) => ({ name: `${name}.yaml`, mimeType: 'application/yaml', buffer: Buffer.from(text) })
  await dialog.getByLabel('File').setInputFiles(file(YAML.replace('type: end', 'type: 7')))
  await expect(dialog).toContainText('Line 6: blocks.1.type')
  await expect(dialog.getByRole('button', { name: 'Import' })).toBeDisabled()
  await dialog.getByLabel('File').setInputFiles(file(YAML))
  await expect(dialog).toContainText('A graph of 2 blocks')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(page.getByRole('heading', { level: 1, name: name.replace('-', ' ') })).toBeVisible()
})

test('shows readers the list without ways to change it', async ({ page, signInAs }) => {
  await signInAs('viewer', '/workflows')
  await expect(page.getByRole('link', { name: 'KYC standard', exact: true }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'New workflow' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^More about/ })).toHaveCount(0)
})
