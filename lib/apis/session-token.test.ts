import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleBench, createConsoleBench, refusal } from './console/testing.ts'
import { tokenRoute, tokenSchema } from './v1/token.ts'
import { workflowsRoute } from './v1/workflows.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
})
afterAll(() => bench.close())

const READ = 'workflows:read workflows:executions:read credentials:read'

async function ask(person: 'viewer' | 'author', body: object, headers: Record<string, string> = {}) {
  return bench.call(tokenRoute(() => bench.runtime).POST, { as: person, body, headers })
}

async function read(token: string) {
  const { GET } = workflowsRoute(() => bench.runtime)
  return (await bench.call(GET, { headers: { authorization: `Bearer ${token}` } })).status
}

describe('tokens of people', () => {
  it('come from a session, for one environment, without what only the console may do', async () => {
    const { status, body } = await ask('viewer', { environment: 'DEVELOPMENT' })
    const token = tokenSchema.parse(body)
    expect({ status, scope: token.scope.split(' ').sort() }).toEqual({ status: 200, scope: READ.split(' ').sort() })
    expect(await read(token.access_token)).toBe(200)
    expect(await bench.runtime.tokens.verify(token.access_token)).toMatchObject({
      actor: { type: 'user', name: 'The viewer' },
      environment: 'DEVELOPMENT',
    })
    expect((await ask('author', { scopes: ['settings:read'] })).body).toEqual(
      refusal('forbidden', 'A token of yours cannot be given settings:read'),
    )
  })

  it('are not made for pages of other sites', async () => {
    expect((await ask('author', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('die when the person leaves the organization', async () => {
    const { access_token: token } = tokenSchema.parse((await ask('author', {})).body)
    const { organizationId, actor } = bench.members.author
    await bench.runtime.db.prisma.membership.delete({
      where: { organizationId_userId: { organizationId, userId: actor.id } },
    })
    expect(await read(token)).toBe(401)
  })
})
