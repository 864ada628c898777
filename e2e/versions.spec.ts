import AxeBuilder from '@axe-core/playwright'
import type { APIRequestContext, Page } from '@playwright/test'
import { expect, loaded, test } from './console-test.ts'
import { readFirstRun } from './first-run.ts'
import { VersionsPage } from './pages/versions.ts'

const block = (id: string, type: string, name: string, y: number, config: object = {}) => ({
  id,
  type,
  name,
  config,
  position: { x: 0, y },
})
const edge = (source: string, target: string, sourceHandle = 'out') => ({
  id: `${source}-${sourceHandle}-${target}`,
  source,
  sourceHandle,
  target,
})

/** Start, a review, an end that says it was the first version. */
const FIRST = {
  blocks: [
    block('start', 'start', 'Start', 0),
    block('hello', 'message', 'Say hello', 150, { content: 'Hello' }),
    block('review', 'manual_review', 'Look at it', 300, { title: 'Is it fine?' }),
    block('done', 'end', 'Done', 450, { output: { version: 'one' } }),
  ],
  edges: [edge('start', 'hello'), edge('hello', 'review'), edge('review', 'done', 'approved')],
}

/** The greeting is gone, a notice has come, the review asks something else, and everything stands elsewhere. */
const SECOND = {
  blocks: [
    block('start', 'start', 'Start', 40),
    block('review', 'manual_review', 'Look at it', 200, { title: 'Is everything fine?' }),
    block('notice', 'message', 'Send a notice', 360, { content: 'It is done' }),
    block('done', 'end', 'Done', 520, { output: { version: 'one' } }),
  ],
  edges: [edge('start', 'review'), edge('review', 'notice', 'approved'), edge('notice', 'done')],
}

async function execute(request: APIRequestContext, workflowId: string) {
  return (await post(request, '/v1/workflows/execute', { workflowId })).json()
}

async function post(request: APIRequestContext, path: string, data: object) {
  return request.post(path, { headers: { 'x-api-key': readFirstRun().apiKey ?? '' }, data })
}

test('deploys a second version while an execution is paused on the first', async ({ page, signInAs, request }) => {
  await signInAs('owner')
  const workflow = await VersionsPage.create(page, FIRST)
  const versions = new VersionsPage(page)
  await versions.open(workflow.id)
  await expect(page.getByText('Nothing deployed yet')).toBeVisible()
  await versions.startDeploy()
  await expect(versions.deployDialog).toContainText('This is the first version')
  await versions.deployDialog.getByRole('button', { name: 'Deploy v1' }).click()
  await expect(versions.deployDialog).toContainText('Say why this is deployed')
  await versions.deployDialog.getByLabel('Why').fill('The first one')
  await versions.confirmDeploy(1)
  await expect(versions.version(1)).toContainText('The first one')

  const paused = await execute(request, workflow.publicId)
  expect(paused.status).toBe('paused')
  await VersionsPage.save(page, workflow.id, SECOND, 1)
  await versions.open(workflow.id)
  await expect(page.getByRole('region', { name: 'Draft' })).toContainText('Draft ahead of v1')

  await test.step('the dialog says beforehand what stays and what changed', async () => {
    await versions.startDeploy()
    const impact = versions.deployDialog.getByRole('region', { name: 'What it means for others' })
    await expect(impact).toContainText('1 execution stays on v1')
    await expect(impact).toContainText('1 paused')
    const changes = versions.deployDialog.getByRole('region', { name: 'Changes', exact: true })
    await expect(changes.getByRole('region', { name: 'Blocks added' })).toContainText('Send a notice')
    await expect(changes.getByRole('region', { name: 'Blocks removed' })).toContainText('Say hello')
    const changed = changes.getByRole('region', { name: 'Blocks changed' })
    await expect(changed.getByRole('listitem')).toHaveCount(1)
    await expect(changed).toContainText('Look at it')
    await expect(changed).toContainText('Is everything fine?')
    await versions.deployDialog.getByRole('button', { name: 'Show on the canvas' }).click()
    const picture = versions.compareDialog.getByRole('application')
    await expect(picture.getByRole('button', { name: 'Send a notice, Message, Added' })).toBeVisible()
    await expect(picture.getByRole('button', { name: 'Say hello, Message, Removed' })).toBeVisible()
    await expect(picture.getByRole('button', { name: 'Look at it, Manual review, Changed' })).toBeVisible()
    await expect(picture.getByRole('button', { name: 'Start, Start', exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(versions.compareDialog).toBeHidden()
  })

  await versions.deployDialog.getByRole('button', { name: 'Write it from the changes' }).click()
  await expect(versions.deployDialog.getByLabel('Why')).toHaveValue(
    'Adds Send a notice. Removes Say hello. Changes Look at it.',
  )
  await versions.confirmDeploy(2)
  await expect(versions.version(1)).not.toContainText('Live')

  await test.step('what was paused ends on the first version, what comes new begins on the second', async () => {
    const answer = { blockId: 'review', decision: 'approved' }
    const resumed = await post(request, `/v1/workflows/executions/${paused.executionId}/resume`, answer)
    expect(await resumed.json()).toMatchObject({ status: 'completed', finalState: { version: 1 } })
    const { executionId } = await execute(request, workflow.publicId)
    const ended = await post(request, `/v1/workflows/executions/${executionId}/resume`, answer)
    expect(await ended.json()).toMatchObject({ status: 'completed', finalState: { version: 2 } })
  })

  await test.step('the first version is made live again, and loaded into the draft', async () => {
    await versions.choose(1, 'Make live again')
    const dialog = page.getByRole('dialog', { name: 'Make version 1 live' })
    await dialog.getByRole('button', { name: 'Make v1 live' }).click()
    await expect(dialog).toBeHidden()
    await expect(versions.version(1)).toContainText('Live in Production')
    await versions.choose(1, 'Load into the draft')
    await page.getByRole('dialog').getByRole('button', { name: 'Load' }).click()
    await expect(page.getByRole('region', { name: 'Draft' })).toContainText('The draft runs like what is live here')
    await page.getByText('Earlier drafts').click()
    await expect(page.getByText('before a version was loaded')).toBeVisible()
  })
})

test('names every problem and finding before a deploy, and leads to the block', async ({ page, signInAs }) => {
  await signInAs('owner')
  const { id } = await VersionsPage.create(page, {
    blocks: [block('start', 'start', 'Start', 0), block('lost', 'message', 'Nobody comes here', 200)],
  })
  const versions = new VersionsPage(page)
  await versions.open(id)
  await versions.startDeploy()
  await expect(versions.deployDialog.getByRole('button', { name: 'Deploy v1' })).toBeDisabled()
  await versions.deployDialog.getByRole('button', { name: 'No path leads from the start to Nobody comes here' }).click()
  await expect(versions.deployDialog).toBeHidden()
  await expect(page.getByRole('tab', { name: 'Block' })).toHaveAttribute('aria-selected', 'true')

  const issue = block('issue', 'credential_issue', 'Issue', 200, { subject_id: 'x', claims: { a: 1 } })
  await VersionsPage.save(page, id, { blocks: [FIRST.blocks[0] ?? {}, issue], edges: [edge('start', 'issue')] }, 1)
  await versions.open(id)
  await versions.startDeploy()
  await versions.deployDialog.getByLabel('Why').fill('Meant like this')
  await versions.deployDialog.getByRole('button', { name: 'Deploy v1' }).click()
  await expect(versions.deployDialog).toContainText('Acknowledge every finding')
  await versions.acknowledgeAll()
  await versions.confirmDeploy(1)
})

test('lets authors edit without deploying, and deployers deploy without editing', async ({ page, signInAs }) => {
  await signInAs('author')
  const { id } = await VersionsPage.create(page, FIRST)
  const versions = new VersionsPage(page)
  await versions.open(id)
  await expect(page.getByText('Nothing deployed yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toHaveCount(0)
  await page.context().clearCookies()
  await signInAs('deployer')
  await versions.open(id)
  await versions.startDeploy()
  await versions.deployDialog.getByLabel('Why').fill('Reviewed by two people')
  await versions.confirmDeploy(1)
  await expect(page.getByRole('button', { name: 'Load into the draft' })).toHaveCount(0)
})

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function expectNoFindings(page: Page): Promise<void> {
  await loaded(page)
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' '))}`)).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('versions, the deploy dialog and a comparison can be used by everybody', async ({ page, signInAs }) => {
      await signInAs('owner')
      const { id } = await VersionsPage.create(page, FIRST)
      const versions = new VersionsPage(page)
      await versions.open(id)
      await versions.startDeploy()
      await versions.deployDialog.getByLabel('Why').fill('The first one')
      await versions.confirmDeploy(1)
      await VersionsPage.save(page, id, SECOND, 1)
      await versions.open(id)
      await expect(versions.version(1)).toBeVisible()
      await expectNoFindings(page)
      await versions.startDeploy()
      await expectNoFindings(page)
      await versions.deployDialog.getByRole('button', { name: 'Show on the canvas' }).click()
      await versions.compareDialog.getByRole('application').waitFor()
      await expectNoFindings(page)
    })
  })
}
