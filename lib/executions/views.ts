import type { Member } from '#lib/auth/principal.ts'
import type { SavedView, SaveViewRequest } from '#lib/contracts/executions.ts'
import { AppError } from '#lib/errors.ts'
import { isUuid } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'

type House = Pick<Runtime, 'tenant'>

/** The views a person may use: their own first, then what others share. */
export async function listViews(runtime: House, { organizationId, actor }: Member): Promise<SavedView[]> {
  const views = await runtime.tenant(organizationId).views.visibleTo(actor.id)
  const all = views.map(({ userId, ...view }) => ({ ...view, own: userId === actor.id }))
  return all.toSorted((a, b) => Number(b.own) - Number(a.own))
}

/** Keeps a view under its name, in the place of an own one of that name, and answers with all. */
export async function saveView(runtime: House, principal: Member, request: SaveViewRequest): Promise<SavedView[]> {
  const { name, query, shared = false } = request
  await runtime.tenant(principal.organizationId).views.save(principal.actor.id, { name, query, shared })
  return listViews(runtime, principal)
}

/** Forgets a view of one's own and answers with those left. Throws `not_found`. */
export async function removeView(runtime: House, principal: Member, id: string): Promise<SavedView[]> {
  const views = runtime.tenant(principal.organizationId).views
  if (!isUuid(id) || !(await views.remove(principal.actor.id, id))) {
    throw new AppError('not_found', 'You have no such view')
  }
  return listViews(runtime, principal)
}
