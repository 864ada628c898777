import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFleet, execute, type Fleet, type FleetMember, kill, until } from './fleet.ts'
import { violations } from './invariants.ts'
import { SHAPES } from './shapes.ts'

const THOROUGH = process.env.FAULTS === 'thorough'
const KILLING_MS = THOROUGH ? 180_000 : 12_000
const KILL_EVERY_MS = 2_000
const CALLERS = THOROUGH ? 16 : 6

let fleet: Fleet

beforeAll(async () => {
  fleet = await createFleet()
  for (const slug of ['sequence', 'once', 'parallel']) {
    const graph = SHAPES[slug]
    if (graph) await fleet.deploy(slug, graph)
  }
}, 60_000)
afterAll(() => fleet.stop(), 30_000)

describe('one of three processes is killed every two seconds under load', () => {
  it('loses nothing, records nothing twice and repeats no effect that must not be', {
    timeout: KILLING_MS + 120_000,
  }, async () => {
    const members: FleetMember[] = await Promise.all([fleet.start(), fleet.start(), fleet.start()])
    const accepted = new Map<string, string>()
    const kills: { processId: string; at: number }[] = []
    const end = Date.now() + KILLING_MS
    const answers = new Map<string, string>()

    const caller = async (name: number) => {
      for (let n = 0; Date.now() < end; n++) {
        const key = `caller-${name}-${n}`
        const slug = ['sequence', 'once', 'parallel'][n % 3] ?? 'sequence'
        accepted.set(key, slug)
        await askUntilAnswered(key, slug)
      }
    }
    const askUntilAnswered = async (key: string, slug: string) => {
      for (let tries = 0; ; tries++) {
        const member = members[(tries + key.length) % members.length]
        try {
          if (!member) throw new Error('nobody is there')
          const answer = await execute(member, fleet.key, { workflowId: `wf_${slug}` }, key)
          if (answer.body) {
            answers.set(key, JSON.stringify(answer.body.output))
            return
          }
          throw new Error(`refused with ${answer.http}`)
        } catch (error) {
          if (tries > 400) throw error
          await sleep(50)
        }
      }
    }
    const killer = async () => {
      for (let n = 0; Date.now() < end; n++) {
        await sleep(KILL_EVERY_MS)
        const at = n % members.length
        const victim = members[at]
        if (!victim) continue
        kills.push({ processId: victim.processId, at: Date.now() })
        await kill(victim)
        members[at] = await fleet.start()
      }
    }
    await Promise.all([...Array.from({ length: CALLERS }, (_, name) => caller(name)), killer()])
    await until(async () => {
      const { rows } = await fleet.pool.query('SELECT 1 FROM execution WHERE owner IS NOT NULL')
      return rows.length === 0
    })

    const { rows } = await fleet.pool.query('SELECT idempotency_key, status, output FROM execution')
    const stored = new Map(rows.map((row) => [row.idempotency_key, row]))
    const lost = [...accepted.keys()].filter((key) => !['completed', 'failed'].includes(stored.get(key)?.status))
    const differing = [...answers.keys()].filter((key) => !sameJson(answers.get(key), stored.get(key)?.output))
    const takeOvers = await takeOverTimes(kills)
    await report({ accepted: accepted.size, kills: kills.length, lost: lost.length, takeOvers })
    expect(lost).toEqual([])
    expect(differing).toEqual([])
    expect(await violations(fleet.pool, fleet.vendor)).toEqual([])
    expect(accepted.size).toBeGreaterThan(CALLERS)
  })
})

function sameJson(text: string | undefined, stored: unknown): boolean {
  return text !== undefined && JSON.stringify(sorted(JSON.parse(text))) === JSON.stringify(sorted(stored))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

/** Milliseconds from each kill until others had taken over everything the process owned. */
async function takeOverTimes(kills: readonly { processId: string; at: number }[]): Promise<number[]> {
  const { rows } = await fleet.pool.query(
    `SELECT extract(epoch FROM min(at)) * 1000 AS at FROM execution_event WHERE kind = 'claimed' GROUP BY execution_id, seq`,
  )
  const claims = rows.map((row) => Number(row.at))
  return kills.flatMap(({ at }) => {
    const after = claims.filter((claim) => claim >= at && claim < at + KILL_EVERY_MS)
    return after.length > 0 ? [Math.round(Math.max(...after) - at)] : []
  })
}

/** Leaves the figures where `FAULTS_REPORT` says. */
async function report(figures: object): Promise<void> {
  const file = process.env.FAULTS_REPORT
  if (file) await writeFile(file, `${JSON.stringify(figures)}\n`)
}
