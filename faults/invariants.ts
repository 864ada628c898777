import type pg from 'pg'
import { z } from 'zod'
import { foldEvents } from '#lib/engine/evolve.ts'
import { canonicalJson } from '#lib/engine/json.ts'
import { executionEventSchema, outputsOf } from '#lib/engine/state.ts'
import { wholeEntries } from '#lib/store/blobs.ts'
import type { Vendor } from './fleet.ts'

const checkpointSchema = z.object({ seq: z.int(), epoch: z.int(), entries: z.array(executionEventSchema) })
const rowSchema = z.object({ id: z.string(), status: z.string(), owner: z.string().nullable(), output: z.unknown() })

/** Everything that must hold after any fault, as a list of what does not. */
export async function violations(pool: pg.Pool, vendor: Vendor): Promise<string[]> {
  const { rows } = await pool.query('SELECT id, status, owner, output FROM execution')
  const found = await Promise.all(rows.map((row) => inExecution(pool, rowSchema.parse(row))))
  const repeated = Array.from(vendor.onceKeys).filter((key) => vendor.count(key) > 1)
  return [...found.flat(), ...repeated.map((key) => `${key}: an effect that must not be repeated was`)]
}

async function inExecution(pool: pg.Pool, execution: z.infer<typeof rowSchema>): Promise<string[]> {
  const { rows } = await pool.query(
    `SELECT seq, epoch, ${wholeEntries('e')} AS entries FROM execution_event e WHERE execution_id = $1 ORDER BY seq`,
    [execution.id],
  )
  const checkpoints = rows.map((row) => checkpointSchema.parse(row))
  const events = checkpoints.flatMap(({ entries }) => entries)
  const ended = events.flatMap((event) =>
    event.t === 'block_completed' || (event.t === 'block_failed' && event.handled === undefined)
      ? [`${event.block}:${event.visit}`]
      : [],
  )
  const state = foldEvents(events)
  const atRest = execution.owner === null
  const checks: [boolean, string][] = [
    [checkpoints.every(({ seq }, at) => seq === at + 1), 'checkpoints have a gap'],
    [checkpoints.every(({ epoch }, at) => epoch >= (checkpoints[at - 1]?.epoch ?? 0)), 'epochs fall'],
    [new Set(ended).size === ended.length, `a block run was recorded twice: ${ended.join(' ')}`],
    [execution.status === state.status, `the row says ${execution.status}, the facts say ${state.status}`],
    [
      !atRest || canonicalJson(execution.output) === canonicalJson(outputsOf(state)),
      'the stored output differs from the facts',
    ],
  ]
  return checks.flatMap(([holds, what]) => (holds ? [] : [`${execution.id}: ${what}`]))
}
