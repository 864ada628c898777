import { entryBy } from '#lib/audit/entry.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { CreateWorkflowAnswer, CreateWorkflowRequest } from '#lib/contracts/workflows.ts'
import { type Graph, graphSchema, hashGraph } from '#lib/engine/graph.ts'
import { AppError } from '#lib/errors.ts'
import { newId, randomBase32 } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { createVault } from '#lib/vault.ts'
import { sealGraph } from './seal-graph.ts'

const SLUG = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/

/** Words that stand beside workflow ids in addresses of the APIs. */
const RESERVED = new Set(['execute', 'executions', 'status'])
const TRIES = 20

/** Makes a workflow with its three public ids and a first draft; throws `validation_failed` for a slug that cannot be had. */
export async function createWorkflow(
  runtime: Pick<Runtime, 'tenant' | 'blocks' | 'masterKey'>,
  principal: Member,
  request: CreateWorkflowRequest,
): Promise<CreateWorkflowAnswer> {
  const vault = createVault(runtime.masterKey, principal.organizationId)
  const graph = sealGraph(request.graph ?? firstGraph(runtime), vault)
  const draft = { graph, hash: await hashGraph(graph) }
  const workflows = runtime.tenant(principal.organizationId).workflows
  for (const slug of candidates(request)) {
    const ids = { id: newId.uuid(), publicId: `wf_${slug}`, hexId: newId.hex() }
    const { name, description = '' } = request
    const audit = entryBy(principal, {
      action: 'workflow.created',
      target: { type: 'workflow', id: ids.id },
      after: { publicId: ids.publicId, hash: draft.hash },
    })
    const inserted = await workflows.insert({ ...ids, name, description, createdBy: principal.actor.id, draft, audit })
    if (inserted) return ids
  }
  throw refusedSlug('This id is taken')
}

/** Slugs to try: the wanted one alone, or the name's with growing numbers and at last something random. */
function candidates({ name, slug }: CreateWorkflowRequest): string[] {
  if (slug !== undefined) {
    if (!SLUG.test(slug)) throw refusedSlug('Lower-case letters, digits, hyphens and underscores, at most 64')
    if (RESERVED.has(slug)) throw refusedSlug('This id is reserved')
    return [slug]
  }
  const base = slugOf(name)
  const numbered = Array.from({ length: TRIES }, (_, index) => (index === 0 ? base : `${base}_${index + 1}`))
  return [...numbered.filter((candidate) => !RESERVED.has(candidate)), `${base}_${randomBase32(8)}`]
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (
    plain
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 48)
      .replace(/_+$/, '') || 'workflow'
  )
}

function refusedSlug(message: string): AppError {
  return new AppError('validation_failed', message, { details: [{ path: 'slug', message }] })
}

function firstGraph({ blocks }: Pick<Runtime, 'blocks'>): Graph {
  const entry = [...blocks.values()].find((block) => block.role === 'entry')
  return graphSchema.parse({ blocks: entry ? [{ id: entry.type, type: entry.type, name: entry.label }] : [] })
}
