import type pg from 'pg'
import { z } from 'zod'
import { foldEvents } from '#lib/engine/evolve.ts'
import { executionEventSchema, outputsOf } from '#lib/engine/state.ts'
import { wholeEntries } from '#lib/store/blobs.ts'

const rowSchema = z.object({
  public_id: z.string(),
  status: z.string(),
  output: z.unknown(),
  error: z.unknown(),
  ended_at: z.date().nullable(),
  pauses: z.array(z.string()).nullable(),
  entries: z.array(z.array(executionEventSchema)),
})

type View = { status: string; output: unknown; error: unknown; endedAt: number | null; pauses: string[] }

/** Stored executions at rest that are not what their facts amount to, each with both views. */
export async function findUnfolded(pool: pg.Pool): Promise<{ id: string; stored: View; folded: View }[]> {
  const { rows } = await pool.query(`
    SELECT e.public_id, e.status, e.output, e.error, e.ended_at,
      (SELECT array_agg(id ORDER BY id) FROM pause WHERE execution_id = e.id AND status = 'open') AS pauses,
      (SELECT jsonb_agg(${wholeEntries('v')} ORDER BY seq) FROM execution_event v WHERE execution_id = e.id) AS entries
    FROM execution e`)
  return rows
    .map((row) => rowSchema.parse(row))
    .map((row) => ({ id: row.public_id, stored: storedView(row), folded: foldedView(row) }))
    .filter(({ stored, folded }) => comparable(stored) !== comparable(folded))
}

function storedView({ status, output, error, ended_at: endedAt, pauses }: z.infer<typeof rowSchema>): View {
  return { status, output, error, endedAt: endedAt?.getTime() ?? null, pauses: pauses ?? [] }
}

function foldedView({ entries }: z.infer<typeof rowSchema>): View {
  const state = foldEvents(entries.flat())
  const { status, error = null, endedAt = null, pauses } = state
  const rested = status === 'paused' || endedAt !== null
  return { status, output: rested ? outputsOf(state) : null, error, endedAt, pauses: Object.keys(pauses).toSorted() }
}

/** JSON with sorted keys: a database may order them as it likes. */
function comparable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
