import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createFleet, execute, type Fleet, type FleetMember, kill, until } from './fleet.ts'
import { violations } from './invariants.ts'
import { shape } from './shapes.ts'

/** Just longer than what is waited for in line, so that it becomes a timer. */
const SECONDS = 5.5
const asked = { type: 'user_input', config: { fields: [{ name: 'x', label: 'X' }], expires_in_seconds: 1 } }

let fleet: Fleet

beforeAll(async () => {
  fleet = await createFleet()
  const wait = { type: 'wait', config: { seconds: SECONDS } }
  await fleet.deploy('wait', shape({ wait, after: 'keyed' }, ['start -> wait', 'wait -> after']))
  await fleet.deploy(
    'expire',
    shape({ asked, after: 'keyed', late: 'keyed' }, ['start -> asked', 'asked -> after', 'asked.expired -> late']),
  )
  await fleet.deploy('unwired', shape({ asked, after: 'keyed' }, ['start -> asked', 'asked -> after']))
}, 60_000)
afterEach(() => fleet.dismiss())
afterAll(() => fleet.stop(), 30_000)

type Row = {
  status: string
  wake_at: Date | null
  ended_at: Date | null
  output: Record<string, object>
  error: unknown
}

async function find(publicId: string): Promise<Row> {
  const { rows } = await fleet.pool.query(
    'SELECT status, wake_at, ended_at, output, error FROM execution WHERE public_id = $1',
    [publicId],
  )
  return rows[0]
}

async function ended(...ids: string[]): Promise<boolean> {
  const rows = await Promise.all(ids.map(find))
  return rows.every(({ ended_at }) => ended_at !== null)
}

async function isDue(publicId: string): Promise<boolean> {
  const { rows } = await fleet.pool.query('SELECT wake_at <= now() AS due FROM execution WHERE public_id = $1', [
    publicId,
  ])
  return rows[0]?.due === true
}

async function resolutionsOf(publicId: string): Promise<object[]> {
  const { rows } = await fleet.pool.query(
    `SELECT p.status, p.resolution -> 'by' ->> 'id' AS by FROM pause p JOIN execution e ON e.id = p.execution_id
     WHERE e.public_id = $1`,
    [publicId],
  )
  return rows
}

async function begin(member: FleetMember, workflowId: string, executionId: string): Promise<void> {
  const { http, body } = await execute(member, fleet.key, { workflowId, options: { executionId } })
  expect({ http, status: body?.status }).toEqual({ http: 202, status: 'paused' })
}

describe('the clock, on real timers', () => {
  it('wakes what waits and expires what nobody answered, at their time', { timeout: 180_000 }, async () => {
    const first = await fleet.start()
    for (const slug of ['wait', 'expire', 'unwired']) await begin(first, `wf_${slug}`, `here-${slug}`)
    const { wake_at } = await find('here-wait')
    await until(() => ended('here-expire', 'here-unwired'))
    expect((await find('here-wait')).status).toBe('paused')
    await until(() => ended('here-wait'))
    const woken = await find('here-wait')
    expect(woken).toMatchObject({ status: 'completed', output: { wait: {}, after: { visit: 1 } } })
    expect(woken.ended_at?.getTime()).toBeGreaterThanOrEqual(wake_at?.getTime() ?? Number.POSITIVE_INFINITY)
    expect(Object.keys((await find('here-expire')).output).toSorted()).toEqual(['asked', 'late', 'start'])
    expect(await find('here-unwired')).toMatchObject({ status: 'failed', error: { code: 'expired', block: 'asked' } })
    expect(await resolutionsOf('here-wait')).toEqual([{ status: 'resolved', by: 'clock' }])
    expect(await resolutionsOf('here-expire')).toEqual([{ status: 'expired', by: 'clock' }])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  it('goes on with all that came due while every process was dead', { timeout: 180_000 }, async () => {
    const first = await fleet.start()
    for (const slug of ['wait', 'expire']) await begin(first, `wf_${slug}`, `dead-${slug}`)
    await kill(first)
    await until(async () => (await isDue('dead-wait')) && (await isDue('dead-expire')))
    expect([(await find('dead-wait')).status, (await find('dead-expire')).status]).toEqual(['paused', 'paused'])
    await fleet.start()
    await until(() => ended('dead-wait', 'dead-expire'))
    expect(await find('dead-wait')).toMatchObject({ status: 'completed', output: { after: { visit: 1 } } })
    expect(Object.keys((await find('dead-expire')).output).toSorted()).toEqual(['asked', 'late', 'start'])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  it.each(['before', 'after'])('wakes once although it dies %s it says so', { timeout: 180_000 }, async (side) => {
    const first = await fleet.start()
    for (const slug of ['wait', 'expire']) await begin(first, `wf_${slug}`, `${side}-${slug}`)
    await kill(first)
    await fleet.start({ dieAt: `${side}:1` })
    await fleet.start({ dieAt: `${side}:2` })
    await fleet.start()
    await until(() => ended(`${side}-wait`, `${side}-expire`))
    expect(await find(`${side}-wait`)).toMatchObject({ status: 'completed', output: { after: { visit: 1 } } })
    expect(await resolutionsOf(`${side}-wait`)).toEqual([{ status: 'resolved', by: 'clock' }])
    expect(await resolutionsOf(`${side}-expire`)).toEqual([{ status: 'expired', by: 'clock' }])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })
})
