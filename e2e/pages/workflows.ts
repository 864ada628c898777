import type { Locator, Page } from '@playwright/test'

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

/** One workflow's graph. */
export class DesignerPage {
  readonly diagram: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.diagram = page.getByRole('application', { name: 'Diagram of the workflow' })
  }

  block(name: string | RegExp): Locator {
    return this.diagram.getByRole('button', { name })
  }

  panel(block: string): Locator {
    return this.#page.getByRole('region', { name: block })
  }

  async showOutline(): Promise<Locator> {
    await this.#page.getByRole('radio', { name: 'Outline' }).click()
    return this.#page.getByRole('main').getByRole('list')
  }
}
