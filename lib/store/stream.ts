import type pg from 'pg'
import { z } from 'zod'
import { type ExecutionEvent, executionEventSchema } from '#lib/engine/state.ts'
import { wholeEntries } from './blobs.ts'
import { readAgain } from './read.ts'

/** Facts that were recorded together, with their place in the execution's log. */
export type StoredCheckpoint = { seq: number; events: ExecutionEvent[] }

/** Where somebody's knowledge of an execution ends. */
export type Known = { executionId: string; seq: number }

/** What followers of executions read. */
export type CheckpointReader = {
  /** For each execution the checkpoints after the known one, in order, at most `limit`; executions without any are left out. */
  after(known: readonly Known[], limit: number): Promise<Map<string, StoredCheckpoint[]>>
  /** Where an execution's log ends: its last checkpoint, and how many facts that holds; zeros before the first. */
  last(executionId: string): Promise<{ seq: number; facts: number }>
}

const lastSchema = z.object({ seq: z.int(), facts: z.int() })
const rowSchema = z.object({ id: z.string(), seq: z.int(), entries: z.array(executionEventSchema) })

/** Reads new checkpoints of any number of executions in one statement. */
export function createCheckpointReader(pool: pg.Pool): CheckpointReader {
  return {
    async after(known, limit) {
      const { rows } = await readAgain(pool, {
        name: 'checkpoints_after',
        text: `SELECT known.id, e.seq, e.entries FROM unnest($1::uuid[], $2::int[]) AS known (id, seq)
          CROSS JOIN LATERAL (
            SELECT seq, ${wholeEntries('event')} AS entries FROM execution_event event
            WHERE execution_id = known.id AND seq > known.seq ORDER BY seq LIMIT $3) e
          ORDER BY e.seq`,
        values: [known.map(({ executionId }) => executionId), known.map(({ seq }) => seq), limit],
      })
      const checkpoints = rows.map((row) => rowSchema.parse(row))
      const byExecution = [...Map.groupBy(checkpoints, ({ id }) => id)]
      return new Map(
        byExecution.map(([id, own]) => [id, own.map(({ seq, entries }) => ({ seq, events: entries }))] as const),
      )
    },
    async last(executionId) {
      const { rows } = await readAgain(
        pool,
        `SELECT seq, jsonb_array_length(entries) AS facts FROM execution_event
         WHERE execution_id = $1 ORDER BY seq DESC LIMIT 1`,
        [executionId],
      )
      return rows[0] ? lastSchema.parse(rows[0]) : { seq: 0, facts: 0 }
    },
  }
}
