import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import { type Home, homeQuerySchema, homeSchema } from '#lib/contracts/home.ts'
import { envelopeErrors, replyJson } from '#lib/http/problem.ts'
import { defineMethods, defineRoute } from '#lib/http/route.ts'
import type { Runtime } from '#lib/ports.ts'
import { consoleFamily } from './family.ts'

const MOST = 10_000
const SHOWN = 5

/** `/api/console/home` */
export function homeRoutes(runtime: () => Runtime) {
  return defineMethods(envelopeErrors, {
    GET: defineRoute(consoleFamily(runtime), {
      permission: 'workflows:executions:read',
      query: homeQuerySchema,
      handler: async (member, { query }) =>
        replyJson(200, homeSchema.parse(await describeHome(runtime(), member, query.environment))),
    }),
  })
}

async function describeHome(runtime: Runtime, member: Member, environment: EnvironmentName): Promise<Home> {
  const { home } = runtime.tenant(member.organizationId)
  const [statuses, failing, deploys] = await Promise.all([
    home.statuses(environment, MOST),
    home.failing(environment, SHOWN),
    home.deploys(environment, SHOWN),
  ])
  return {
    most: MOST,
    statuses,
    failing: failing.map(({ id, name, many, lastAt }) => ({
      workflow: { id, name },
      many,
      lastAt: lastAt.toISOString(),
    })),
    deploys: deploys.map(({ id, name, number, at, by }) => ({
      workflow: { id, name },
      number,
      at: at.toISOString(),
      by,
    })),
  }
}
