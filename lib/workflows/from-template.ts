import type { Member } from '#lib/auth/principal.ts'
import type { CreateWorkflowAnswer, TemplateList } from '#lib/contracts/workflows.ts'
import { AppError } from '#lib/errors.ts'
import type { Runtime } from '#lib/ports.ts'
import { templates } from '#lib/templates/index.ts'
import type { Template } from '#lib/templates/template.ts'
import { createWorkflow } from './create.ts'

/** What a workflow may begin with. */
export function listTemplates(): TemplateList {
  return {
    data: templates.map(({ runs = [], ...template }) => ({ ...template, brings: runs.map(({ name }) => name) })),
  }
}

/**
 * Makes a workflow from a template, and those that it runs where the organization has none under their ids;
 * throws `not_found` for an unknown template. Answers with all that was made, the workflow itself first.
 */
export async function createFromTemplate(
  runtime: Pick<Runtime, 'tenant' | 'blocks' | 'masterKey' | 'catalog'>,
  principal: Member,
  slug: string,
): Promise<[CreateWorkflowAnswer, ...CreateWorkflowAnswer[]]> {
  const template = templates.find((one) => one.slug === slug)
  if (!template) throw new AppError('not_found', 'There is no such template')
  const made: CreateWorkflowAnswer[] = []
  for (const needed of template.runs ?? []) {
    if (await isThere(runtime, principal, needed)) continue
    const { name, description, graph } = needed
    made.push(await createWorkflow(runtime, principal, { slug: needed.slug, name, description, graph }))
  }
  const { name, description, graph } = template
  return [await createWorkflow(runtime, principal, { name, description, graph }), ...made]
}

async function isThere(
  { catalog }: Pick<Runtime, 'catalog'>,
  { organizationId }: Member,
  { slug }: Template,
): Promise<boolean> {
  const name = { publicId: `wf_${slug}` }
  const found = await catalog.find(organizationId, name, 'PRODUCTION')
  return found !== null || (await catalog.isArchived(organizationId, name))
}
