import { expect, test } from './console-test.ts'
import { InspectorPage } from './pages/inspector.ts'

const block = (id: string, type: string, name: string, config: object, y: number) => ({
  id,
  type,
  name,
  config,
  position: { x: 0, y },
})
const edge = (source: string, target: string, sourceHandle = 'out') => ({
  id: `${source}_${sourceHandle}_${target}`,
  source,
  sourceHandle,
  target,
})

const FAULTY = {
  blocks: [
    block('start', 'start', 'Start', {}, 0),
    block('call', 'http_request', 'Call', { url: 'ftp://vendor', headers: { 'x-limit': '{vars.limit}' } }, 150),
    block('choice', 'condition', 'Choice', { cases: [{ handle: 'yes', label: 'Yes', when: '1 +' }] }, 300),
    block('alone', 'message', 'Alone', { content: 'Hello' }, 450),
    block('issue', 'credential_issue', 'Issue', {}, 600),
  ],
  edges: [edge('start', 'call'), edge('call', 'choice'), edge('choice', 'issue', 'gone')],
}

test('leads from each problem to the field that mends it, until none is left', async ({ page, signInAs }) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  await inspector.openNew(FAULTY)
  await inspector.openProblems()

  await inspector.problem('An address that begins with http').click()
  const address = inspector.pane.getByRole('combobox', { name: 'Address' })
  await expect(address).toBeFocused()
  await expect(address).toHaveAccessibleDescription(/An address that begins with/)
  await address.fill('https://vendor.example/check')
  await expect(inspector.problem('An address that begins with http')).toHaveCount(0)

  await inspector.problem('there is no variable limit').click()
  await expect(inspector.pane.getByRole('combobox', { name: 'Value of x-limit' })).toBeFocused()
  await page.getByRole('button', { name: 'Add the variable limit' }).click()
  await expect(inspector.problem('there is no variable limit')).toHaveCount(0)

  await inspector.problem(/Choice › Cases › 1 › When/).click()
  await expect.poll(() => inspector.focusedField()).toBe('config.cases.0.when')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('input.amount > 3')
  await expect(inspector.problem(/Choice › Cases › 1 › When/)).toHaveCount(0)

  await inspector.problem('Choice has no exit gone').click()
  const exit = inspector.pane.getByRole('combobox', { name: 'Exit' })
  await expect(exit).toBeFocused()
  await exit.selectOption('yes')
  await expect(inspector.problem('Choice has no exit gone')).toHaveCount(0)

  await inspector.problem('No path leads from the start to Alone').click()
  const from = inspector.pane.getByRole('combobox', { name: 'Connect from' })
  await expect(from).toBeFocused()
  await from.selectOption({ label: 'Choice · Otherwise' })
  await expect(inspector.problem('No path leads from the start')).toHaveCount(0)

  const findings = page.getByRole('region', { name: 'Policy findings' })
  await expect(findings.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Errors', exact: true })).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Search problems' }).fill('screened')
  await expect(findings.getByRole('listitem')).toHaveCount(1)
})

test('mends what needs no question: a second start, no start, an edge too many', async ({ page, signInAs }) => {
  await signInAs('author')
  const inspector = new InspectorPage(page)
  const id = await inspector.openNew({
    blocks: [
      block('hello', 'message', 'Hello', { content: 'Hello' }, 100),
      block('end', 'end', 'End', {}, 300),
      block('after', 'message', 'After', { content: 'Bye' }, 450),
    ],
    edges: [edge('hello', 'end'), edge('end', 'after')],
  })
  await inspector.openProblems()
  await inspector.problem('The workflow has no start').click()
  await expect.poll(() => inspector.focusedField()).toBe('start')
  await page.getByRole('listitem').getByRole('button', { name: 'Add a start' }).click()
  await expect(inspector.designer.block(/^Start,/)).toBeVisible()
  await page.getByRole('button', { name: 'Remove the edge' }).click()
  await expect(inspector.problem('End ends its path')).toHaveCount(0)
  await expect.poll(async () => (await inspector.stored(id)).blocks.map((one) => one.id)).toContain('start')
})
