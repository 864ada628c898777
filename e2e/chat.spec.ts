import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './console-test.ts'
import { WorkflowsPage } from './pages/workflows.ts'
import { MRZ } from './sample-documents.ts'

test('an author talks with a draft until it has issued a credential, and begins anew', async ({ page, signInAs }) => {
  await signInAs('author', '/workflows')
  await new WorkflowsPage(page).openWorkflow('Onboarding interview')
  await page.getByRole('tab', { name: 'Test' }).click()
  await page.getByRole('radio', { name: 'Conversation' }).click()
  const talk = page.getByRole('region', { name: 'Conversation' })
  await talk.getByRole('button', { name: 'Begin', exact: true }).click()
  await expect(talk.getByText('Subject is required')).toBeVisible()
  await talk.getByLabel('Subject').fill('user_of_chat')
  await talk.getByRole('button', { name: 'Begin', exact: true }).click()

  const said = talk.getByRole('log', { name: 'What has been said' })
  const answer = talk.getByLabel('Your answer')
  await expect(said).toContainText('What is your full name')
  await expect(answer).toBeFocused()
  const results = await new AxeBuilder({ page }).include('[aria-label="Conversation"]').analyze()
  expect(results.violations).toEqual([])
  for (const [words, reply] of [
    ['J', 'Please write your first and last name.'],
    ['Jane Doe', 'When were you born?'],
    ['1990-05-15', 'Please copy the two or three lines'],
    [MRZ.clear, 'Everything is in order'],
  ] as const) {
    await answer.fill(words)
    await page.keyboard.press('Enter')
    await expect(said).toContainText(reply)
  }
  await expect(talk.getByText('The conversation has ended.')).toBeVisible()
  await talk.getByRole('button', { name: 'Begin anew' }).click()
  await expect(talk.getByLabel('Subject')).toBeVisible()
})
