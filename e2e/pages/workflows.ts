import type { Locator, Page } from '@playwright/test'
import { DesignerPage } from './designer.ts'

/** The list of workflows. */
export class WorkflowsPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async open(): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Workflows' }).click()
    await this.#page.getByRole('heading', { name: 'Workflows', level: 1 }).waitFor()
  }

  row(name: string): Locator {
    return this.#page.getByRole('row').filter({ has: this.#page.getByRole('link', { name }) })
  }

  async openWorkflow(name: string): Promise<DesignerPage> {
    await this.#page.getByRole('table').getByRole('link', { name, exact: true }).click()
    return new DesignerPage(this.#page)
  }
}
