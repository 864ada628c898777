import { newId } from '#lib/ids.ts'
import type { Database } from './database.ts'

export type StoredView = { id: string; userId: string; ownerName: string; name: string; query: string; shared: boolean }

/** The views that people of one organization keep of lists. */
export type SavedViews = {
  /** A person's own and those that others share, by name. */
  visibleTo(userId: string): Promise<StoredView[]>
  /** Keeps a view in the place of the person's earlier one with this name. */
  save(userId: string, view: Pick<StoredView, 'name' | 'query' | 'shared'>): Promise<void>
  /** `false` where the person has no such view. */
  remove(userId: string, id: string): Promise<boolean>
}

const MOST_VIEWS = 200

export function createSavedViews({ prisma }: Pick<Database, 'prisma'>, organizationId: string): SavedViews {
  return {
    visibleTo: async (userId) => {
      const rows = await prisma.savedView.findMany({
        where: { organizationId, OR: [{ userId }, { shared: true }] },
        include: { user: { select: { name: true } } },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: MOST_VIEWS,
      })
      return rows.map(({ id, userId: owner, user, name, query, shared }) => {
        return { id, userId: owner, ownerName: user.name, name, query, shared }
      })
    },
    save: async (userId, { name, query, shared }) => {
      await prisma.savedView.upsert({
        where: { organizationId_userId_name: { organizationId, userId, name } },
        create: { id: newId.uuid(), organizationId, userId, name, query, shared },
        update: { query, shared },
      })
    },
    remove: async (userId, id) => {
      const { count } = await prisma.savedView.deleteMany({ where: { id, organizationId, userId } })
      return count > 0
    },
  }
}
