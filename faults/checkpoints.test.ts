import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFleet, execute, type Fleet, type FleetMember, kill, post, until } from './fleet.ts'
import { violations } from './invariants.ts'
import { SHAPES } from './shapes.ts'

/** All checkpoints of all shapes, or the shapes that show the most in a short run. */
const THOROUGH = process.env.FAULTS === 'thorough'
const LONGEST = THOROUGH ? 12 : 3
const CHOSEN = THOROUGH ? Object.keys(SHAPES) : ['sequence', 'once', 'pause', 'long']

let fleet: Fleet
let survivor: FleetMember

beforeAll(async () => {
  fleet = await createFleet()
  for (const [slug, graph] of Object.entries(SHAPES)) await fleet.deploy(slug, graph)
  survivor = await fleet.start()
}, 60_000)
afterAll(() => fleet.stop(), 30_000)

/** Sends one execution to a process that dies at a checkpoint; answers whether it died. */
async function runAndDie(dieAt: string, slug: string): Promise<boolean> {
  const victim = await fleet.start({ dieAt })
  const answered = await execute(victim, fleet.key, { workflowId: `wf_${slug}` }).then(
    () => true,
    () => false,
  )
  await kill(victim)
  return !answered
}

async function allAtRest(): Promise<boolean> {
  const { rows } = await fleet.pool.query(
    `SELECT 1 FROM execution e WHERE owner IS NOT NULL
     OR EXISTS (SELECT FROM pause p WHERE p.execution_id = e.id AND p.kind = 'child' AND p.status = 'open')`,
  )
  return rows.length === 0
}

async function unfinished(): Promise<string[]> {
  const { rows } = await fleet.pool.query(
    `SELECT public_id, status FROM execution WHERE status NOT IN ('completed', 'paused')`,
  )
  return rows.map((row) => JSON.stringify(row))
}

describe('a process is killed at every checkpoint', () => {
  for (const slug of CHOSEN) {
    it.each(['before', 'after'])(`of ${slug}, %s it is written`, { timeout: 300_000 }, async (side) => {
      for (let nth = 1; nth <= LONGEST; nth++) {
        if (!(await runAndDie(`${side}:${nth}`, slug))) break
        await until(allAtRest)
      }
      expect(await unfinished()).toEqual([])
      expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
    })
  }

  it.each([
    ['pause', 'before'],
    ['pause', 'after'],
    ['long', 'before'],
    ['long', 'after'],
  ])('of a resume of %s, %s it is written', { timeout: 120_000 }, async (slug, side) => {
    for (let nth = 1; nth <= 2; nth++) {
      const paused = await execute(survivor, fleet.key, { workflowId: `wf_${slug}` })
      const victim = await fleet.start({ dieAt: `${side}:${nth}` })
      const executionId = paused.body?.executionId ?? ''
      const resume = `${victim.url}/v1/workflows/executions/${executionId}/resume`
      await post(resume, fleet.key, { blockId: 'review', decision: 'approved' }).catch(() => {})
      await kill(victim)
      await until(async () => {
        const { rows } = await fleet.pool.query('SELECT status FROM execution WHERE public_id = $1', [executionId])
        return rows[0]?.status === 'completed'
      })
    }
    const { rows } = await fleet.pool.query(
      `SELECT DISTINCT length(output #>> '{second,twice}') AS length FROM execution WHERE output ? 'second'`,
    )
    expect(rows).toEqual(slug === 'long' ? [{ length: 200_000 }] : [])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })

  it.each(['before', 'after'])('of a cancel, %s it is written', { timeout: 120_000 }, async (side) => {
    const paused = await execute(survivor, fleet.key, { workflowId: 'wf_pause' })
    const victim = await fleet.start({ dieAt: `${side}:1` })
    const executionId = paused.body?.executionId ?? ''
    await post(`${victim.url}/v1/workflows/executions/${executionId}/cancel`, fleet.key, {}).catch(() => {})
    await kill(victim)
    await until(async () => {
      const { rows } = await fleet.pool.query('SELECT status FROM execution WHERE public_id = $1', [executionId])
      return rows[0]?.status === 'cancelled'
    })
    const { rows } = await fleet.pool.query(
      `SELECT p.status FROM pause p JOIN execution e ON e.id = p.execution_id WHERE e.public_id = $1`,
      [executionId],
    )
    expect(rows).toEqual([{ status: 'cancelled' }])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
  })
})
