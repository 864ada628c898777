import type pg from 'pg'
import { z } from 'zod'
import type { RateWindows } from '#lib/http/rate-limit.ts'

/** A slice is a sixteenth of what is left: few questions while there is much, none held back in vain when there is little. */
const LEND = `
INSERT INTO rate_window (key_id, seconds, number, taken, lent)
VALUES ($1, $2, $3, greatest(1, $4::int / 16), greatest(1, $4::int / 16))
ON CONFLICT (key_id, seconds, number) DO UPDATE SET
  taken = rate_window.taken + greatest(1, ($4::int - rate_window.taken) / 16),
  lent = greatest(1, ($4::int - rate_window.taken) / 16)
WHERE rate_window.taken < $4::int
RETURNING lent`

const lentSchema = z.object({ lent: z.int() })

/** Windows of calls in PostgreSQL: what is lent out of one never comes to more than its limit, over all processes. */
export function createRateWindows(pool: pg.Pool): RateWindows {
  return {
    async lend({ keyId, seconds, number, limit }) {
      const { rows } = await pool.query(LEND, [keyId, seconds, number, limit])
      return rows[0] ? lentSchema.parse(rows[0]).lent : 0
    },
    async prune(before) {
      await pool.query('DELETE FROM rate_window WHERE number < $1 / seconds', [Math.floor(before.getTime() / 1000)])
    },
  }
}
