import { randomUUID } from 'node:crypto'
import { test as base, type Cookie, expect, type Page } from '@playwright/test'
import { readFirstRun } from './first-run.ts'
import { LoginPage } from './pages/login.ts'
import { MRZ } from './sample-documents.ts'

export { expect }

type Fixtures = {
  /** Signs in as somebody with this role, or this name before the `@`, and stands on the page asked for. */
  signInAs(role: string, path?: string): Promise<void>
  /** Runs the sample workflow through the API; answers with the subject it ran for, which no other test uses. */
  runWorkflow(document: keyof typeof MRZ): Promise<{ subject: string; executionId: string }>
  /** Runs the sample's decision of two people for a subject of its own, which is answered. */
  runRelease(): Promise<string>
}

/** Waits until the page is alive and shows its data instead of skeletons. */
export async function loaded(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
}

/** Sessions of this worker, by address: signing in through the form once is enough, and many times is throttled. */
const sessions = new Map<string, Cookie[]>()

/** Tests of the console: each acts as a person with a role, on executions of its own. */
export const test = base.extend<Fixtures>({
  signInAs: async ({ page }, use) => {
    await use(async (role, path = '/') => {
      const { signIns } = readFirstRun()
      const person =
        signIns.find((one) => one.role === role) ?? signIns.find(({ email }) => email.startsWith(`${role}@`))
      if (!person) throw new Error(`The sample data has no ${role}`)
      // The queue is everybody's: a test that goes on to the next case would take it from another.
      await page.addInitScript(
        () =>
          localStorage.getItem('countersign-auto-advance') ?? localStorage.setItem('countersign-auto-advance', 'off'),
      )
      const session = sessions.get(person.email)
      if (session) {
        await page.context().addCookies(session)
        await page.goto(path)
      } else {
        const login = new LoginPage(page)
        await login.open(path)
        await login.signIn(person.email, person.password)
      }
      await expect(page.getByRole('link', { name: 'Countersign' })).toBeVisible()
      sessions.set(person.email, await page.context().cookies())
      await loaded(page)
    })
  },
  runWorkflow: async ({ request }, use) => {
    await use(async (document) => {
      const subject = `e2e_${randomUUID()}`
      const input = { subject_id: subject, document_type: 'passport', mrz: MRZ[document] }
      const response = await request.post('/v1/workflows/execute', {
        headers: { 'x-api-key': readFirstRun().apiKey ?? '' },
        data: { workflowId: 'wf_kyc_standard', options: { input } },
      })
      expect(response.ok()).toBe(true)
      const { executionId } = await response.json()
      return { subject, executionId }
    })
  },
  runRelease: async ({ request }, use) => {
    await use(async () => {
      const subject = `e2e_${randomUUID()}`
      const person = { first_name: 'Viktor', last_name: 'Drozhkin', birth_date: '1986-04-12' }
      const response = await request.post('/v1/workflows/execute', {
        headers: { 'x-api-key': readFirstRun().apiKey ?? '' },
        data: {
          workflowId: 'wf_high_risk_release',
          options: { input: { subject_id: subject, ...person, mrz: MRZ.listed } },
        },
      })
      expect(await response.json()).toMatchObject({ status: 'paused' })
      return subject
    })
  },
})
