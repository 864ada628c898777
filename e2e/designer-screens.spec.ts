import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './console-test.ts'
import { DesignerPage, middleOf } from './pages/designer.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function expectNoFindings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  const findings = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  )
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect({ findings, overflow }).toEqual({ findings: [], overflow: false })
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${colorScheme}, ${width} pixels wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } })

      test('the designer: empty, with a chosen block, as an outline, searching', async ({ page, signInAs }) => {
        await signInAs('author')
        const designer = new DesignerPage(page)
        await designer.open(await DesignerPage.create(page, { blocks: [] }))
        await expect(page.getByText('An empty canvas')).toBeVisible()
        await expectNoFindings(page)

        await designer.open(await DesignerPage.create(page))
        await designer.block(/^Start,/).focus()
        await expectNoFindings(page)
        await page.keyboard.press('Control+f')
        await page.getByRole('searchbox', { name: 'Find in all blocks' }).fill('start')
        await expect(page.getByRole('search').getByRole('listitem').first()).toBeVisible()
        await expectNoFindings(page)
        await page.keyboard.press('Escape')
        await expect(await designer.showOutline()).toHaveCount(1)
        await expectNoFindings(page)
      })
    })
  }
}

test('drags, pans and zooms 300 blocks and 400 edges', async ({ page, signInAs }, info) => {
  await signInAs('author')
  const designer = new DesignerPage(page)
  await designer.open(await DesignerPage.create(page, manyBlocks()))
  await expect(designer.blocks).toHaveCount(300)
  await expect(designer.edges).toHaveCount(400)
  const block = designer.block(/^Block 0,/)
  await block.focus()
  const at = await middleOf(block)

  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
  }
  const measure = async (what: string, act: (step: number) => Promise<void>) => {
    await page.evaluate(countFrames)
    const before = await busy()
    for (let step = 0; step < 60; step++) await act(step)
    const frames = await page.evaluate(() => Number(document.documentElement.dataset.frames))
    const perFrame = ((await busy()) - before) / Math.max(1, frames)
    info.annotations.push({ type: what, description: `${frames} frames, ${perFrame.toFixed(1)} ms of work for each` })
  }

  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await measure('drag', (step) => page.mouse.move(at.x + step * 2, at.y + (step % 10) * 6))
  await page.mouse.up()
  await measure('pan', () => page.mouse.wheel(4, 6))
  await page.keyboard.down('Control')
  await measure('zoom', (step) => page.mouse.wheel(0, step < 30 ? -10 : 10))
  await page.keyboard.up('Control')
  await designer.expectSaved()
})

/** Counts, in the page, every frame that is drawn from now on. */
function countFrames(): void {
  const page = document.documentElement
  const counting = page.dataset.frames !== undefined
  page.dataset.frames = '0'
  if (counting) return
  const count = () => {
    page.dataset.frames = String(Number(page.dataset.frames) + 1)
    requestAnimationFrame(count)
  }
  requestAnimationFrame(count)
}

function manyBlocks() {
  const blocks = Array.from({ length: 300 }, (_, at) => ({
    id: `b${at}`,
    type: 'message',
    name: `Block ${at}`,
    config: { text: 'Hello' },
    position: { x: (at % 15) * 280, y: Math.floor(at / 15) * 120 },
  }))
  const down = blocks.slice(15).map((_, at) => ({ id: `d${at}`, source: `b${at}`, target: `b${at + 15}` }))
  const across = Array.from({ length: 400 - down.length }, (_, at) => ({
    id: `a${at}`,
    source: `b${at}`,
    sourceHandle: 'error',
    target: `b${at + 16}`,
  }))
  return { blocks, edges: [...down, ...across] }
}
