import { expect, test } from './console-test.ts'
import { InspectorPage } from './pages/inspector.ts'

const GRAPH = {
  blocks: [
    {
      id: 'start',
      type: 'start',
      name: 'Start',
      config: { fields: [{ name: 'amount', label: 'Amount', type: 'number' }] },
      position: { x: 0, y: 0 },
    },
    { id: 'doc', type: 'document_verification', name: 'Verify document', position: { x: 0, y: 150 } },
    { id: 'choice', type: 'condition', name: 'Choice', position: { x: 0, y: 300 } },
    {
      id: 'look',
      type: 'manual_review',
      name: 'Look',
      config: { title: 'Look at {doc.name.first}' },
      position: { x: 0, y: 450 },
    },
  ],
  edges: [
    { id: 'a', source: 'start', target: 'doc' },
    { id: 'b', source: 'doc', target: 'choice' },
    { id: 'c', source: 'choice', sourceHandle: 'else', target: 'look' },
  ],
}
const configOf = async (inspector: InspectorPage, id: string, block: string) =>
  (await inspector.stored(id)).blocks.find((one) => one.id === block)?.config

test('refers to what can have run before: by typing a brace, by the button, and renamed with the block', async ({
  page,
  signInAs,
}) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  const id = await inspector.openNew(GRAPH)
  await inspector.choose(/^Look,/)
  const title = inspector.pane.getByRole('combobox', { name: 'Title' })
  await title.fill('Amount ')
  await title.press('End')
  await title.pressSequentially('{amo')
  const offers = page.getByRole('listbox', { name: 'What can be referred to' })
  await expect(offers.getByRole('option')).toHaveText([/^input\.amount/])
  await title.press('Enter')
  await expect(title).toHaveValue('Amount {input.amount}')
  await expect(title).toBeFocused()

  await inspector.pane.getByRole('button', { name: 'Insert a reference into Reason' }).click()
  await page.getByRole('combobox', { name: 'Search input, variables and blocks' }).fill('doc.status')
  await page.keyboard.press('Enter')
  await expect(inspector.pane.getByRole('combobox', { name: 'Reason' })).toHaveValue('manual_review{doc.status}')

  await inspector.choose(/^Verify document,/)
  const idField = inspector.pane.getByRole('textbox', { name: 'Id' })
  await idField.fill('choice')
  await expect(idField).toHaveAccessibleDescription(/Another block has this id/)
  await idField.fill('passport')
  await idField.press('Enter')
  await expect.poll(async () => (await configOf(inspector, id, 'look'))?.reason).toBe('manual_review{passport.status}')
})

test('builds a condition from rows, reads it as text, and back', async ({ page, signInAs }) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  const id = await inspector.openNew(GRAPH)
  await inspector.choose(/^Choice,/)
  await inspector.pane.getByRole('button', { name: 'Add to Cases' }).click()
  await inspector.pane.getByRole('textbox', { name: 'Exit' }).fill('large')
  await inspector.pane.getByRole('button', { name: 'Add a comparison' }).click()

  const first = inspector.pane.getByRole('group', { name: 'Comparison 1' })
  await first.getByRole('combobox', { name: 'What is looked at' }).pressSequentially('amount')
  await page.keyboard.press('Enter')
  await first.getByRole('combobox', { name: 'How it is compared' }).selectOption('is greater than')
  await first.getByRole('combobox', { name: 'Kind of what' }).selectOption('Number')
  await first.getByRole('textbox', { name: 'What it is compared with' }).fill('1000')
  await inspector.pane.getByRole('button', { name: 'Add a comparison' }).click()
  const second = inspector.pane.getByRole('group', { name: 'Comparison 2' })
  await second.getByRole('combobox', { name: 'What is looked at' }).fill('doc.status')
  await page.keyboard.press('Escape')
  await second.getByRole('combobox', { name: 'How it is compared' }).selectOption('is one of')
  await second.getByRole('textbox', { name: 'Values' }).fill('passed, inconclusive')
  const written = 'input.amount > 1000 && doc.status in ["passed", "inconclusive"]'
  await expect.poll(() => configOf(inspector, id, 'choice')).toEqual({ cases: [{ handle: 'large', when: written }] })

  await inspector.pane.getByRole('radio', { name: 'Text' }).click()
  const expression = inspector.pane.getByRole('textbox', { name: 'When' })
  await expect(expression).toHaveValue(written)
  await expression.fill('size(doc.checks) > 2')
  await expect(inspector.pane.getByText('This condition says more than rows can show')).toBeVisible()
  await expression.fill('doc.status ==')
  await expect(inspector.pane.getByText('This condition says more than rows can show')).toBeHidden()
  await expect(expression).toHaveAccessibleDescription(/./)
  await expression.fill('doc.status == "passed"')
  await inspector.pane.getByRole('radio', { name: 'Rows' }).click()
  await expect(first.getByRole('textbox', { name: 'What it is compared with' })).toHaveValue('passed')
})

test('adds, moves and removes fields; shows what the chosen kind needs', async ({ page, signInAs }) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  const id = await inspector.openNew(GRAPH)
  await inspector.openPane('Workflow')
  await inspector.pane.getByRole('button', { name: 'Add to Input' }).click()
  await inspector.pane.getByRole('textbox', { name: 'Label' }).fill('Country')
  await inspector.pane.getByRole('textbox', { name: 'Name' }).fill('country')
  await inspector.pane.getByRole('combobox', { name: 'Type' }).selectOption('One of several')
  await inspector.pane.getByRole('button', { name: 'Add to Options' }).click()
  await inspector.pane.getByRole('button', { name: 'Move Country up' }).click()
  await expect
    .poll(async () => (await configOf(inspector, id, 'start'))?.fields)
    .toEqual([
      { name: 'country', label: 'Country', type: 'select', options: [{ value: 'option_1', label: 'Option 1' }] },
      { name: 'amount', label: 'Amount', type: 'number' },
    ])

  await inspector.pane.getByRole('button', { name: 'Add to Variables' }).click()
  const name = inspector.pane.getByRole('textbox', { name: 'Name' }).last()
  await name.fill('not a name')
  await expect(inspector.pane.getByText('Letters, digits and underscores, not starting with a digit')).toBeVisible()
  await name.fill('limit')
  await inspector.pane.getByRole('button', { name: 'Remove Country' }).click()
  await expect
    .poll(async () => {
      const { variables, blocks } = await inspector.stored(id)
      return { variables, input: blocks[0]?.config }
    })
    .toEqual({
      variables: [{ name: 'limit', type: 'string' }],
      input: { fields: [{ name: 'amount', label: 'Amount', type: 'number' }] },
    })
})
