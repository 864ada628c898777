import { readFile } from 'node:fs/promises'
import { expect, test } from './console-test.ts'
import { InspectorPage } from './pages/inspector.ts'

const GRAPH = {
  blocks: [
    { id: 'start', type: 'start', name: 'Start', position: { x: 0, y: 0 } },
    { id: 'hello', type: 'message', name: 'Hello', config: { content: 'Hello' }, position: { x: 0, y: 150 } },
  ],
  edges: [{ id: 'a', source: 'start', target: 'hello' }],
}
const YAML = `schemaVersion: 1
blocks:
  - id: start
    type: start
    name: Start
    position: { x: 0, y: 0 }
  - id: hello
    type: message
    name: Welcome
    config:
      content: Welcome
    position: { x: 0, y: 150 }
  - id: bye
    type: message
    name: Bye
    config:
      content: Bye
    position: { x: 0, y: 300 }
edges:
  - id: a
    source: start
    target: hello
  - id: b
    source: hello
    target: bye
`

test('keeps what is written until it can be applied, applies it as one step, and says what it changes', async ({
  page,
  signInAs,
}) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  const id = await inspector.openNew(GRAPH)
  await inspector.openPane('Code')
  const editor = inspector.pane.getByRole('textbox', { name: 'The workflow as text' })
  await expect(editor).toContainText('content: Hello')

  await editor.fill(YAML.replace('type: message', 'typo: message'))
  await expect(inspector.pane.getByText(/things? keeps? this text from being applied/)).toBeVisible()
  await expect(inspector.pane.getByRole('button', { name: 'Apply to the diagram' })).toBeDisabled()
  await inspector.openPane('Workflow')
  await inspector.openPane('Code')
  await expect(editor).toContainText('typo: message')
  await expect(inspector.designer.blocks).toHaveCount(2)

  await editor.fill(YAML)
  const changes = inspector.pane.getByRole('region', { name: 'What applying changes' })
  await expect(changes.getByRole('listitem')).toHaveText([
    'Added: Bye',
    'Changed: Welcome',
    'Edges: 1 added, 0 removed',
  ])
  await inspector.pane.getByRole('button', { name: 'Apply to the diagram' }).click()
  await expect(inspector.designer.blocks).toHaveCount(3)
  await expect.poll(async () => (await inspector.stored(id)).blocks.length).toBe(3)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(inspector.designer.blocks).toHaveCount(2)
})

test('exports a file that imports as the same workflow', async ({ page, signInAs }) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  await inspector.openNew(GRAPH)
  await inspector.openPane('Code')
  const download = page.waitForEvent('download')
  await inspector.pane.getByRole('button', { name: 'Export' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^wf_.+\.yaml$/)
  const exported = await readFile(await file.path(), 'utf8')
  expect(exported).toContain('content: Hello')

  const choosing = page.waitForEvent('filechooser')
  await inspector.pane.getByRole('button', { name: 'Import…' }).click()
  await (await choosing).setFiles({
    name: 'greeting.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(exported.replace('content: Hello', 'content: Good day')),
  })
  await expect(inspector.pane.getByText('greeting.yaml is open below')).toBeVisible()
  await expect(inspector.pane.getByRole('region', { name: 'What applying changes' })).toHaveText('Changed: Hello')
  await inspector.pane.getByRole('button', { name: 'Discard' }).click()
  await expect(inspector.pane.getByText('The same as the diagram')).toBeVisible()
})
