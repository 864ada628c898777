import type { Locator, Page } from '@playwright/test'
import { DesignerPage } from './designer.ts'

type Draft = { blocks: { id: string; config: Record<string, unknown> }[] } & Record<string, unknown>

/** The panes beside the designer's canvas, and the problems below it. */
export class InspectorPage {
  readonly pane: Locator
  readonly designer: DesignerPage
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.pane = page.getByRole('complementary', { name: 'Details' }).getByRole('tabpanel')
    this.designer = new DesignerPage(page)
  }

  /** Opens a new workflow with this graph; answers with its id. */
  async openNew(graph: { blocks: object[]; edges?: object[] }): Promise<string> {
    const id = await DesignerPage.create(this.#page, graph)
    await this.designer.open(id)
    return id
  }

  async openPane(name: string): Promise<void> {
    await this.#page.getByRole('tab', { name, exact: true }).click()
  }

  async choose(block: string | RegExp): Promise<void> {
    await this.designer.block(block).click()
  }

  async openProblems(): Promise<void> {
    const head = this.#page.getByRole('button', { name: /^Problems/ })
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click()
  }

  /** The button that leads to where a problem is mended. */
  problem(words: string | RegExp): Locator {
    return this.#page.getByRole('listitem').filter({ hasText: words }).getByRole('button').first()
  }

  /** Where the focus is, as the path of the field that holds it. */
  focusedField(): Promise<string | undefined> {
    return this.#page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-path]')?.dataset.path ?? undefined,
    )
  }

  /** The draft as it is stored by now. */
  async stored(id: string): Promise<Draft> {
    const response = await this.#page.request.get(`/api/console/workflows/${id}`)
    const { draft } = await response.json()
    return draft.graph
  }
}
