import type { Locator, Page } from '@playwright/test'

/** The list of executions. */
export class ExecutionsPage {
  readonly rows: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.rows = page.getByRole('table', { name: 'Executions' }).locator('tbody').getByRole('row')
  }

  async open(): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Executions' }).click()
    await this.#page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor()
  }

  async search(words: string): Promise<void> {
    await this.#page.getByRole('searchbox', { name: 'Id, subject or key' }).fill(words)
    await this.#page.keyboard.press('Enter')
  }

  /** Executions whose input has this value under this name. */
  async filterByInput(name: string, value: string): Promise<void> {
    await this.#page.getByRole('button', { name: /^More filters/ }).click()
    const more = this.#page.getByRole('group', { name: 'Values of the input' })
    await more.getByRole('textbox', { name: 'Name' }).fill(name)
    await more.getByRole('textbox', { name: 'Value' }).fill(value)
    await more.getByRole('button', { name: 'Add' }).click()
    await this.#page.keyboard.press('Escape')
  }

  async filterByStatus(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: /^Status/ }).click()
    await this.#page.getByRole('menuitemcheckbox', { name }).click()
    await this.#page.keyboard.press('Escape')
  }
}

/** One execution. */
export class ExecutionPage {
  readonly title: Locator
  readonly timeline: Locator
  readonly credential: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.title = page.getByRole('heading', { level: 1 })
    this.timeline = page.getByRole('region', { name: 'Timeline' })
    this.credential = page.getByRole('region', { name: 'Credential' })
  }

  async choose(block: string): Promise<void> {
    await this.timeline.getByRole('button', { name: block }).click()
  }

  /** The panel of the chosen block. */
  panel(block: string): Locator {
    return this.#page.getByRole('region', { name: block })
  }

  async cancel(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Cancel execution' }).click()
    await this.#page.getByRole('dialog').getByRole('button', { name: 'Cancel execution' }).click()
  }
}
