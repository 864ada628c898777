import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'

type Graph = { blocks: object[]; edges?: object[] }

/** The versions of a workflow in the designer, and the deploy dialog. */
export class VersionsPage {
  readonly page: Page
  readonly deployDialog: Locator
  readonly compareDialog: Locator
  readonly list: Locator

  constructor(page: Page) {
    this.page = page
    this.deployDialog = page.getByRole('dialog', { name: 'Deploy the draft' })
    this.compareDialog = page.getByRole('dialog', { name: 'Compare' })
    this.list = page.getByRole('list', { name: 'Versions, newest first' })
  }

  /** Makes a workflow of its own through the console's API; answers with its ids. */
  static async create(page: Page, graph: Graph): Promise<{ id: string; publicId: string; name: string }> {
    const name = `Versions ${randomUUID().slice(0, 8)}`
    const { id, publicId } = await call(page, 'POST', '/api/console/workflows', { name, graph })
    return { id, publicId, name }
  }

  /** Saves a draft as somebody else would. */
  static save(page: Page, id: string, graph: Graph, revision: number): Promise<unknown> {
    return call(page, 'PUT', `/api/console/workflows/${id}/draft`, { graph, revision })
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/designer/${id}`)
    await this.page.getByRole('tab', { name: 'Versions' }).click()
  }

  /** Opens the deploy dialog and waits for what it has to say. */
  async startDeploy(): Promise<void> {
    await this.page.getByRole('button', { name: 'Deploy', exact: true }).click()
    await this.deployDialog.getByLabel('Why').waitFor()
  }

  /** Ticks every policy finding. */
  async acknowledgeAll(): Promise<void> {
    const findings = this.deployDialog.getByRole('group', { name: /to acknowledge/ }).getByRole('checkbox')
    for (const finding of await findings.all()) await finding.check()
  }

  async confirmDeploy(number: number): Promise<void> {
    await this.deployDialog.getByRole('button', { name: `Deploy v${number}` }).click()
    await expect(this.deployDialog).toBeHidden()
    await expect(this.version(number)).toContainText('Live in Production')
  }

  version(number: number): Locator {
    return this.list.getByRole('listitem').filter({ has: this.page.getByText(`v${number}`, { exact: true }) })
  }

  async choose(number: number, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `More about version ${number}` }).click()
    await this.page.getByRole('menuitem', { name: action }).click()
  }
}

async function call(page: Page, method: string, path: string, data: object) {
  const headers = { origin: new URL(page.url()).origin }
  const response = await page.request.fetch(path, { method, headers, data })
  expect(response.ok()).toBe(true)
  return response.json()
}
