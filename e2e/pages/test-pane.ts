import type { Locator, Page } from '@playwright/test'

/** The designer's pane for running drafts and scenarios. */
export class TestPane {
  readonly pane: Locator
  readonly run: Locator
  readonly status: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.pane = page.getByRole('complementary', { name: 'Details' })
    this.run = this.pane.getByRole('region', { name: 'Test run' })
    this.status = this.run.getByRole('status').first()
  }

  async open(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Test', exact: true }).click()
  }

  /** Writes the input as JSON and runs the draft. */
  async start(input: object): Promise<void> {
    const change = this.pane.getByRole('button', { name: 'Change the input' })
    if (await change.isVisible()) await change.click()
    await this.pane.getByRole('radio', { name: 'JSON' }).click()
    await this.pane.getByRole('textbox', { name: 'JSON' }).fill(JSON.stringify(input))
    await this.pane.getByRole('button', { name: /^Run (the draft|again)$/ }).click()
  }

  /** A block in the list of what ran. */
  row(name: string): Locator {
    return this.run.getByRole('list', { name: 'Blocks' }).getByRole('button', { name: new RegExp(`^${name}`) })
  }

  /** The form of a pause of this block. */
  pause(block: string): Locator {
    return this.run.getByRole('region', { name: `${block} waits for an answer` })
  }

  async openScenarios(): Promise<Locator> {
    await this.pane.getByRole('radio', { name: 'Scenarios' }).click()
    return this.pane.getByRole('region', { name: 'Scenarios' })
  }

  async openRun(): Promise<void> {
    await this.pane.getByRole('radio', { name: 'Run' }).click()
  }
}
