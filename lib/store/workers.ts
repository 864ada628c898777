import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'

/** A heartbeat older than this, together with a free advisory lock, means that a process is gone. */
const SILENT_MS = 700
/** A heartbeat older than this means that a process is gone or stopped, whatever its lock says. */
const DEAD_MS = 10_000
/** What this process owns for longer than this without working on it was dropped by a fault, and is begun anew. */
const FORGOTTEN_MS = 2_000
const RECONNECT_MS = 200
const BATCH = 500

export type WorkerIdentity = { id: string; host: string; pid: number; version: string }

/** An execution taken over from a process that is gone; `seq` is the checkpoint that says so. */
export type TakenOver = { executionId: string; organizationId: string; seq: number; epoch: number }

/** This process's place among the owners of executions. Only the database's clock counts. */
export type WorkerRegistration = {
  /** Says that this process is alive; rejects while the database cannot be reached. */
  beat(): Promise<void>
  /** Takes over own executions not among `underway`, and those of processes that are gone, at most 500 at a time. */
  takeOver(underway: readonly string[], fromOthers: boolean): Promise<TakenOver[]>
  /** Forgets processes that have been gone for a minute and own nothing. */
  prune(): Promise<void>
  /** Lets others take over at once what this process has not finished. */
  leave(): Promise<void>
}

const TAKE_OVER = `
WITH gone AS (
  SELECT id FROM worker WHERE $3 AND id <> $1 AND (
    heartbeat_at < now() - make_interval(secs => ${DEAD_MS / 1000})
    OR (heartbeat_at < now() - make_interval(secs => ${SILENT_MS / 1000}) AND pg_try_advisory_xact_lock(lock_key)))
), orphan AS (
  SELECT e.id FROM execution e
  WHERE e.owner IN (SELECT id FROM gone)
    OR (e.owner = $1 AND e.id <> ALL($2::uuid[]) AND e.updated_at < now() - make_interval(secs => ${FORGOTTEN_MS / 1000}))
    OR ($3 AND e.owner IS NOT NULL AND e.updated_at < now() - make_interval(secs => ${DEAD_MS / 1000})
      AND NOT EXISTS (SELECT FROM worker w WHERE w.id = e.owner))
  ORDER BY e.id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE execution e SET owner = $1, epoch = e.epoch + 1, updated_at = now()
  FROM orphan WHERE e.id = orphan.id RETURNING e.id, e.organization_id, e.epoch
), noted AS (
  INSERT INTO execution_event (execution_id, seq, epoch, kind, entries)
  SELECT taken.id, (SELECT coalesce(max(seq), 0) + 1 FROM execution_event v WHERE v.execution_id = taken.id), taken.epoch,
    'claimed', jsonb_build_array(jsonb_build_object(
      't', 'claimed', 'at', floor(extract(epoch FROM now()) * 1000), 'owner', $1::text))
  FROM taken
  RETURNING execution_id, seq
)
SELECT taken.id AS "executionId", taken.organization_id AS "organizationId", noted.seq, taken.epoch
FROM taken JOIN noted ON noted.execution_id = taken.id`

const takenRow = z.object({ executionId: z.string(), organizationId: z.string(), seq: z.int(), epoch: z.int() })

/** Registers this process; its advisory lock is held on a connection of its own for as long as it lives. */
export async function registerWorker(
  pool: pg.Pool,
  url: string,
  identity: WorkerIdentity,
): Promise<WorkerRegistration> {
  const lockKey = BigInt.asIntN(64, BigInt(`0x${identity.id.replaceAll('-', '').slice(16)}`)).toString()
  const left = new AbortController()
  await firstHold(url, lockKey, left.signal)
  await pool.query('INSERT INTO worker (id, lock_key, host, pid, version) VALUES ($1, $2, $3, $4, $5)', [
    identity.id,
    lockKey,
    identity.host,
    identity.pid,
    identity.version,
  ])
  return {
    async beat() {
      await pool.query({
        name: 'worker_beat',
        text: 'UPDATE worker SET heartbeat_at = now() WHERE id = $1',
        values: [identity.id],
      })
    },
    async takeOver(underway, fromOthers) {
      const { rows } = await pool.query({
        name: 'worker_take_over',
        text: TAKE_OVER,
        values: [identity.id, underway, fromOthers],
      })
      return rows.map((row) => takenRow.parse(row))
    },
    async prune() {
      await pool.query(
        `DELETE FROM worker w WHERE heartbeat_at < now() - interval '1 minute' AND id <> $1
         AND NOT EXISTS (SELECT FROM execution e WHERE e.owner = w.id)`,
        [identity.id],
      )
    },
    async leave() {
      left.abort()
      await pool.query(`UPDATE worker SET heartbeat_at = '-infinity' WHERE id = $1`, [identity.id])
    },
  }
}

/** Resolves when the lock is held for the first time; afterwards it is taken again whenever its connection breaks. */
function firstHold(url: string, lockKey: string, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    void keepHolding(url, lockKey, left, resolve)
  })
}

async function keepHolding(url: string, lockKey: string, left: AbortSignal, held: () => void): Promise<void> {
  while (!left.aborted) {
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    const lost = new Promise<void>((resolve) => {
      client.once('end', resolve)
      client.on('error', () => resolve())
      left.addEventListener('abort', () => resolve(), { once: true })
    })
    try {
      await client.connect()
      await client.query('SELECT pg_advisory_lock($1)', [lockKey])
      held()
      await lost
    } catch {
      await sleep(RECONNECT_MS, undefined, { ref: false })
    } finally {
      await client.end().catch(() => {})
    }
  }
}
