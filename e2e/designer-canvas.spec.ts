import { expect, test } from './console-test.ts'
import { DesignerPage, middleOf } from './pages/designer.ts'

const block = (id: string, type: string, name: string, x: number, y: number) => ({
  id,
  type,
  name,
  position: { x, y },
})

test('builds five blocks by mouse alone', async ({ page, signInAs }) => {
  await signInAs('author')
  const designer = new DesignerPage(page)
  const workflow = await DesignerPage.create(page, {
    blocks: [block('start', 'start', 'Start', 0, 0), block('end', 'end', 'End', 0, 400)],
  })
  await designer.open(workflow)

  const end = await middleOf(designer.block(/^End,/))
  const start = await middleOf(designer.block(/^Start,/))
  const box = await designer.canvas.boundingBox()
  await designer.dragIn('Ask', { x: start.x - (box?.x ?? 0), y: (start.y * 2 + end.y) / 3 - (box?.y ?? 0) })
  await expect(designer.block(/^Ask,/)).toBeVisible()
  await designer.connect(designer.exit('start'), designer.block(/^Ask,/))
  await expect(designer.edges).toHaveCount(1)

  await designer.drawTo(designer.exit('start'), await middleOf(designer.block(/^Start,/)))
  await expect(page.getByRole('status').filter({ hasText: 'Start would run itself again' })).toBeVisible()
  await page.mouse.up()
  await expect(designer.edges).toHaveCount(1)

  const asked = await middleOf(designer.exit('ask'))
  await designer.drawTo(designer.exit('ask'), { x: asked.x, y: asked.y + 50 })
  await page.mouse.up()
  const chooser = page.getByRole('dialog', { name: 'Add after Ask' })
  await expect(chooser.getByRole('option', { name: /^Start/ })).toHaveCount(0)
  await chooser.getByRole('option', { name: /^Condition/ }).click()
  await expect(designer.edges).toHaveCount(2)

  await designer.connect(designer.exit('condition', 'Otherwise'), designer.block(/^End,/))
  await expect(designer.edges).toHaveCount(3)
  await designer.palette.getByRole('button', { name: 'Manual review' }).click()
  await expect(designer.block(/^Manual review,/)).toBeVisible()
  await designer.expectSaved()
  expect(await designer.draft(workflow)).toMatchObject({
    blocks: ['start', 'end', 'ask', 'condition', 'manual_review'],
    edges: ['ask:out>condition', 'condition:else>manual_review', 'manual_review:out>end', 'start:out>ask'],
  })

  await page.getByRole('button', { name: 'Arrange the blocks' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(designer.blocks).toHaveCount(4)
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(designer.blocks).toHaveCount(5)
})

test('builds five blocks by keyboard alone', async ({ page, signInAs }) => {
  await signInAs('author')
  const designer = new DesignerPage(page)
  const workflow = await DesignerPage.create(page)
  await designer.open(workflow)
  await designer.block(/^Start,/).focus()

  for (const [typed, name] of [
    ['ask', 'Ask'],
    ['condition', 'Condition'],
    ['manual', 'Manual review'],
    ['end', 'End'],
  ] as const) {
    await page.keyboard.press('a')
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
    await expect(designer.block(new RegExp(`^${name},`))).toBeFocused()
  }
  await page.keyboard.press('ArrowUp')
  await expect(designer.block(/^Manual review,/)).toBeFocused()
  await page.keyboard.press('Control+d')
  await expect(designer.blocks).toHaveCount(6)
  await page.keyboard.press('Delete')
  await expect(designer.blocks).toHaveCount(5)
  await page.keyboard.press('Control+z')
  await expect(designer.blocks).toHaveCount(6)
  await page.keyboard.press('Control+Shift+z')
  await expect(designer.blocks).toHaveCount(5)

  await designer.block(/^Manual review,/).focus()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Connect' })
  await expect(dialog.getByLabel('Exit')).toBeFocused()
  await page.keyboard.type('Rej')
  await page.keyboard.press('Tab')
  await page.keyboard.type('End')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await designer.expectSaved()
  expect(await designer.draft(workflow)).toMatchObject({
    blocks: ['start', 'ask', 'condition', 'manual_review', 'end'],
    edges: [
      'ask:out>condition',
      'condition:else>manual_review',
      'manual_review:out>end',
      'manual_review:rejected>end',
      'start:out>ask',
    ],
  })
})

test('copies blocks into another workflow', async ({ page, signInAs, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInAs('author')
  const designer = new DesignerPage(page)
  const blocks = [
    block('start', 'start', 'Start', 0, 0),
    block('ask', 'ask', 'Ask', 0, 120),
    block('say', 'message', 'Say', 0, 240),
  ]
  const edges = [{ id: 'e', source: 'ask', target: 'say' }]
  await designer.open(await DesignerPage.create(page, { blocks, edges }))
  await designer.block(/^Ask,/).click()
  await designer.block(/^Say,/).click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+c')

  const other = await DesignerPage.create(page, { blocks: [block('ask', 'ask', 'Ask', 0, 0)] })
  await designer.open(other)
  await designer.block(/^Ask,/).focus()
  await page.keyboard.press('Control+v')
  await expect(designer.blocks).toHaveCount(3)
  await designer.expectSaved()
  expect(await designer.draft(other)).toEqual({
    blocks: ['ask', 'ask_2', 'say'],
    names: ['Ask', 'Ask 2', 'Say'],
    edges: ['ask_2:out>say'],
  })
})

test('keeps the changes of two people who edit one draft, and asks where they touch', async ({
  page,
  signInAs,
  browser,
}) => {
  await signInAs('author')
  const mine = new DesignerPage(page)
  const workflow = await DesignerPage.create(page, {
    blocks: [block('start', 'start', 'Start', 0, 0), block('ask', 'ask', 'Ask', 0, 120)],
  })
  await mine.open(workflow)

  const context = await browser.newContext({ storageState: await page.context().storageState() })
  const theirs = new DesignerPage(await context.newPage())
  await theirs.open(workflow)
  await theirs.palette.getByRole('button', { name: 'Wait' }).click()
  await theirs.expectSaved()

  await mine.palette.getByRole('button', { name: 'Message' }).click()
  await expect(mine.block(/^Wait,/)).toBeVisible()
  await mine.expectSaved()
  expect((await mine.draft(workflow)).blocks).toEqual(expect.arrayContaining(['start', 'ask', 'wait', 'message']))

  // Without a connection, neither learns in time what the other does.
  await page.context().setOffline(true)
  await mine.page.keyboard.press('Escape')
  await mine.block(/^Ask,/).focus()
  await mine.page.keyboard.press('d')
  await expect(mine.page.getByText('Offline', { exact: false }).first()).toBeVisible()
  await theirs.page.reload()
  await theirs.block(/^Ask,/).focus()
  await theirs.page.keyboard.press('Delete')
  await theirs.expectSaved()
  await page.context().setOffline(false)
  const dialog = mine.page.getByRole('dialog', { name: 'Two of you changed the same places' })
  await expect(dialog).toContainText('Ask')
  await dialog.getByRole('radio', { name: /^Yours/ }).click()
  await dialog.getByRole('button', { name: 'Put together' }).click()
  await expect(dialog).toBeHidden()
  await mine.expectSaved()
  expect((await mine.draft(workflow)).blocks).toContain('ask')
  await context.close()
})
