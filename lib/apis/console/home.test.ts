import { afterAll, beforeAll, expect, it } from 'vitest'
import { homeRoutes } from './home.ts'
import { type ConsoleBench, createConsoleBench } from './testing.ts'

let bench: ConsoleBench
beforeAll(async () => {
  bench = await createConsoleBench()
}, 60_000)
afterAll(() => bench.close())

const get = (as: Parameters<ConsoleBench['call']>[1]['as'], query = '') =>
  bench.call(homeRoutes(() => bench.runtime).GET, { ...(as && { as }), query })

it('tells of the last day: runs by status, failing workflows, deploys; and nothing of other organizations', async () => {
  const { id } = await bench.deploy('Reviewed')
  const runs = [await bench.run(id), await bench.run(id), await bench.run(id)]
  const { execution } = bench.runtime.db.prisma
  const [failed = '', old = ''] = runs
  await execution.update({ where: { id: failed }, data: { status: 'failed' } })
  await execution.update({ where: { id: old }, data: { createdAt: new Date(Date.now() - 25 * 3_600_000) } })
  const instant = expect.stringMatching(/Z$/)
  const workflow = { id, name: 'Reviewed' }
  expect(await get('viewer')).toEqual({
    status: 200,
    body: {
      most: 10_000,
      statuses: [
        { status: 'paused', many: 1 },
        { status: 'failed', many: 1 },
      ],
      failing: [{ workflow, many: 1, lastAt: instant }],
      deploys: [{ workflow, number: 1, at: instant, by: 'The deployer' }],
    },
  })
  const nothing = { status: 200, body: { most: 10_000, statuses: [], failing: [], deploys: [] } }
  expect(await get('stranger')).toEqual(nothing)
  expect(await get('viewer', '?environment=DEVELOPMENT')).toEqual(nothing)
  expect((await get(undefined)).status).toBe(401)
})
