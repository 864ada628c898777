import type { EnvironmentName } from '#lib/auth/principal.ts'
import type { PrismaClient } from '#lib/generated/prisma/client.ts'

const ORDER: readonly EnvironmentName[] = ['PRODUCTION', 'DEVELOPMENT']

/** The environments of an organization, production first. */
export async function listEnvironments(prisma: PrismaClient, organizationId: string): Promise<EnvironmentName[]> {
  const rows = await prisma.environment.findMany({ where: { organizationId }, select: { name: true } })
  return ORDER.filter((name) => rows.some((row) => row.name === name))
}
