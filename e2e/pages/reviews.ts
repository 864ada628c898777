import type { Locator, Page } from '@playwright/test'

/** The officer's queue. */
export class ReviewsPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The row of one subject's review. */
  row(subject: string): Locator {
    return this.#page.getByRole('row').filter({ hasText: subject })
  }

  async open(): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reviews' }).click()
    await this.#page.getByRole('heading', { name: 'Reviews', level: 1 }).waitFor()
  }

  /** Opens one subject's review, however long the queue is. */
  async openReview(subject: string): Promise<ReviewPage> {
    const more = this.#page.getByRole('button', { name: 'Show more' })
    await this.row(subject).or(more).first().waitFor()
    while ((await this.row(subject).count()) === 0) await more.click()
    await this.row(subject).getByRole('link').click()
    return new ReviewPage(this.#page)
  }

  async showDone(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Done' }).click()
  }
}

/** One review: evidence and form. */
export class ReviewPage {
  readonly evidence: Locator
  readonly decision: Locator
  readonly notice: Locator
  /** Who has it in hand. */
  readonly hand: Locator
  readonly proposal: Locator
  readonly timeline: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.evidence = page.getByRole('region', { name: 'Evidence' })
    this.decision = page.getByRole('region', { name: 'Your decision' })
    this.notice = this.decision.getByRole('alert')
    this.hand = page.getByRole('region', { name: 'In hand' })
    this.proposal = page.getByRole('region', { name: 'Proposal' })
    this.timeline = page.getByRole('region', { name: 'What happened' })
  }

  async fill(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.decision.getByLabel(label).fill(value)
  }

  async claim(): Promise<void> {
    await this.hand.getByRole('button', { name: 'Claim' }).click()
    await this.hand.getByText('You have this in hand').waitFor()
  }

  /** Chooses one of the actions behind the three dots. */
  async act(name: string): Promise<void> {
    await this.hand.getByRole('button', { name: 'More actions' }).click()
    await this.#page.getByRole(/^(Urgent|High|Normal|Low)$/.test(name) ? 'menuitemradio' : 'menuitem', { name }).click()
  }

  /** Ticks the whole checklist and gives a reason. */
  async checkAll(reason: string): Promise<void> {
    const boxes = this.decision.getByRole('group', { name: 'Checklist' }).getByRole('checkbox')
    await boxes.first().waitFor()
    for (const box of await boxes.all()) await box.check()
    await this.decision.getByRole('radio', { name: reason, exact: true }).check()
  }

  async decide(name: string): Promise<void> {
    await this.decision.getByRole('button', { name }).click()
  }

  /** Follows the link to the execution this review belongs to. */
  async openExecution(): Promise<void> {
    await this.#page
      .getByRole('main')
      .getByRole('link', { name: /^exec_/ })
      .click()
  }
}
