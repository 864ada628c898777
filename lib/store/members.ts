import { Prisma, type PrismaClient } from '#lib/generated/prisma/client.ts'
import { newId } from '#lib/ids.ts'

/** A person's place in one organization. */
export type Membership = {
  user: { id: string; name: string; email: string }
  organization: { id: string; name: string; slug: string }
  role: string
}

export type MemberStore = {
  /** The membership a person has had longest; `null` without one. */
  findByUser(userId: string): Promise<Membership | null>
  find(organizationId: string, userId: string): Promise<Membership | null>
  /** Names by user id, for showing who did something. */
  namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** A new person with a password, and the id given to them; `null` when the address is taken. */
  insertUser(user: { name: string; email: string; passwordHash: string }): Promise<{ id: string } | null>
}

const include = {
  user: { select: { id: true, name: true, email: true } },
  organization: { select: { id: true, name: true, slug: true } },
} as const

/** People and their memberships in PostgreSQL. */
export function createMemberStore(prisma: PrismaClient): MemberStore {
  return {
    findByUser: (userId) =>
      prisma.membership.findFirst({
        where: { userId },
        orderBy: [{ createdAt: 'asc' }, { organizationId: 'asc' }],
        include,
      }),
    find: (organizationId, userId) =>
      prisma.membership.findUnique({ where: { organizationId_userId: { organizationId, userId } }, include }),
    namesOf: async (userIds) => {
      const users = await prisma.user.findMany({
        where: { id: { in: [...new Set(userIds)] } },
        select: { id: true, name: true },
      })
      return new Map(users.map((user) => [user.id, user.name]))
    },
    insertUser: async ({ name, email, passwordHash }) => {
      const id = newId.uuid()
      const account = { id: newId.uuid(), accountId: id, providerId: 'credential', password: passwordHash }
      try {
        await prisma.user.create({ data: { id, name, email, accounts: { create: account } } })
        return { id }
      } catch (error) {
        if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null
        throw error
      }
    },
  }
}
