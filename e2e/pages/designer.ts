import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'

type Point = { x: number; y: number }
type Graph = { blocks: object[]; edges?: object[] }

/** The designer of one workflow. */
export class DesignerPage {
  readonly page: Page
  readonly canvas: Locator
  readonly palette: Locator

  constructor(page: Page) {
    this.page = page
    this.canvas = page.getByRole('application', { name: 'Diagram of the workflow' })
    this.palette = page.getByRole('region', { name: 'Blocks', exact: true })
  }

  /** Makes a workflow of its own through the console's API, as whoever is signed in; answers with its id. */
  static async create(page: Page, graph?: Graph): Promise<string> {
    const response = await page.request.post('/api/console/workflows', {
      headers: { origin: new URL(page.url()).origin },
      data: { name: `Designer ${randomUUID().slice(0, 8)}`, ...(graph && { graph }) },
    })
    expect(response.status()).toBe(201)
    const { id } = await response.json()
    return id
  }

  async open(workflowId: string): Promise<void> {
    await this.page.goto(`/designer/${workflowId}`)
    await expect(this.canvas).toBeVisible()
  }

  block(name: string | RegExp): Locator {
    return this.canvas.getByRole('button', { name })
  }

  /** The entries of the list that says the same as the diagram. */
  async showOutline(): Promise<Locator> {
    await this.page.getByRole('radio', { name: 'Outline' }).click()
    return this.page.getByRole('list', { name: 'Outline' }).locator('> li')
  }

  get blocks(): Locator {
    return this.canvas.locator('[data-block]')
  }

  get edges(): Locator {
    return this.canvas.locator('.react-flow__edge')
  }

  async expectSaved(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
  }

  /** Drags a block type from the list to a place on the canvas. */
  async dragIn(type: string, to: Point): Promise<void> {
    await this.palette.getByRole('button', { name: type, exact: true }).dragTo(this.canvas, { targetPosition: to })
  }

  /** An exit of a block by its label; the only one where it has no label. */
  exit(blockId: string, label?: string): Locator {
    const node = this.canvas.locator(`.react-flow__node[data-id="${blockId}"]`)
    const exits = label ? node.locator('span', { hasText: label }).last().locator('xpath=..') : node
    return exits.locator('.react-flow__handle.source').first()
  }

  /** Draws from an exit with the mouse, without letting go. */
  async drawTo(from: Locator, to: Point): Promise<void> {
    const start = await middleOf(from)
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move(start.x + 6, start.y + 6)
    await this.page.mouse.move(to.x, to.y, { steps: 6 })
  }

  async connect(from: Locator, to: Locator): Promise<void> {
    await this.drawTo(from, await middleOf(to))
    await this.page.mouse.up()
  }

  async draft(workflowId: string): Promise<{ blocks: string[]; edges: string[]; names: string[] }> {
    const response = await this.page.request.get(`/api/console/workflows/${workflowId}`)
    const { draft } = await response.json()
    const { blocks, edges } = draft.graph as {
      blocks: { id: string; name: string }[]
      edges: { source: string; sourceHandle: string; target: string }[]
    }
    return {
      blocks: blocks.map(({ id }) => id),
      names: blocks.map(({ name }) => name),
      edges: edges.map(({ source, sourceHandle, target }) => `${source}:${sourceHandle}>${target}`).sort(),
    }
  }
}

/** The middle of what is drawn, on the screen. */
export async function middleOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('This is not drawn')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
