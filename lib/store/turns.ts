import type pg from 'pg'
import { z } from 'zod'
import { readAgain } from './read.ts'

/** What the turns API remembers of a turn of an execution. */
export type Turn = {
  /** From 1. */
  number: number
  /** Facts told before this turn. */
  from: number
  /** Facts told with it as well; `null` while it is underway, and for good where its process died. */
  until: number | null
  /** Facts told of each execution below: with it, or before it where `until` is unknown. */
  told: Told
  /** Whether it was accepted, or its execution last recorded something, only a moment ago. */
  recent: boolean
}

/** How many facts have been told, by execution. */
export type Told = Readonly<Record<string, number>>

/** The turns of conversations. */
export type TurnStore = {
  last(executionId: string): Promise<Turn | null>
  /** Begins a turn: of any number of callers with one number, one is told `true`. */
  begin(executionId: string, number: number, from: number, told: Told): Promise<boolean>
  /** Notes what the turn told. */
  finish(executionId: string, number: number, until: number, told: Told): Promise<void>
  /** Takes back a turn that was refused after all. */
  withdraw(executionId: string, number: number): Promise<void>
  /** Every execution below this one, parents before children, children of one pause in their order. */
  below(executionId: string): Promise<string[]>
}

const BELOW = `
WITH RECURSIVE tree AS (
  SELECT id, 1 AS depth, created_at, child_index FROM execution WHERE parent_id = $1
  UNION ALL
  SELECT e.id, tree.depth + 1, e.created_at, e.child_index FROM execution e JOIN tree ON e.parent_id = tree.id)
SELECT id FROM tree ORDER BY depth, created_at, child_index`

const RECENT = `interval '5 seconds'`

const turnRow = z.object({
  number: z.int(),
  from: z.int(),
  until: z.int().nullable(),
  recent: z.boolean(),
  told: z.record(z.string(), z.int()),
})

export function createTurnStore(pool: pg.Pool): TurnStore {
  return {
    async last(executionId) {
      const { rows } = await readAgain(
        pool,
        `SELECT t.number, t.from_fact AS from, t.until_fact AS until, t.told,
           greatest(t.at, e.updated_at) > now() - ${RECENT} AS recent
         FROM turn t JOIN execution e ON e.id = t.execution_id
         WHERE t.execution_id = $1 ORDER BY t.number DESC LIMIT 1`,
        [executionId],
      )
      return rows[0] ? turnRow.parse(rows[0]) : null
    },
    async begin(executionId, number, from, told) {
      const { rowCount } = await pool.query(
        'INSERT INTO turn (execution_id, number, from_fact, told) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [executionId, number, from, told],
      )
      return rowCount === 1
    },
    async finish(executionId, number, until, told) {
      await pool.query('UPDATE turn SET until_fact = $3, told = $4 WHERE execution_id = $1 AND number = $2', [
        executionId,
        number,
        until,
        told,
      ])
    },
    async withdraw(executionId, number) {
      await pool.query('DELETE FROM turn WHERE execution_id = $1 AND number = $2', [executionId, number])
    },
    async below(executionId) {
      const { rows } = await readAgain(pool, BELOW, [executionId])
      return rows.map(({ id }) => z.string().parse(id))
    },
  }
}
