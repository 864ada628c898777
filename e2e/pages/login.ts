import { expect, type Locator, type Page } from '@playwright/test'

/** The sign-in page. */
export class LoginPage {
  readonly problem: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.problem = page.getByRole('main').getByRole('alert')
  }

  /** Asks for a page without being signed in, and waits for the form to be alive. */
  async open(path = '/'): Promise<void> {
    await this.#page.goto(path)
    await this.#page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expect(this.#page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#page.getByLabel('Email').fill(email)
    await this.#page.getByLabel('Password', { exact: true }).fill(password)
    await this.#page.getByRole('button', { name: 'Sign in' }).click()
  }
}
