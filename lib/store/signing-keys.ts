import type pg from 'pg'
import type { KeyStore, KeyWriter, StoredKey } from '#lib/providers/signing/key-store.ts'
import { publicJwkSchema } from '#lib/providers/signing/signer.ts'
import { inTransaction } from './transaction.ts'

const LOCK = 72_707_370

type Queryable = Pick<pg.Pool, 'query'>

type KeyRow = {
  kid: string
  public_jwk: unknown
  private_jwk: Buffer
  state: StoredKey['state']
  retired_at: Date | null
}

/** The signing keys in PostgreSQL; writers take turns under an advisory lock. */
export function createSigningKeyStore(pool: pg.Pool): KeyStore {
  return {
    list: () => list(pool),
    exclusively: (work) =>
      inTransaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
        return work(writer(client))
      }),
  }
}

async function list(database: Queryable): Promise<StoredKey[]> {
  const { rows } = await database.query<KeyRow>(
    `SELECT kid, public_jwk, private_jwk, state, retired_at FROM signing_key
     WHERE state <> 'removed' ORDER BY created_at, kid`,
  )
  return rows.map((row) => ({
    kid: row.kid,
    publicJwk: publicJwkSchema.parse(row.public_jwk),
    privateJwk: row.private_jwk,
    state: row.state,
    retiredAt: row.retired_at,
  }))
}

function writer(client: pg.PoolClient): KeyWriter {
  return {
    list: () => list(client),
    async insert(key, state, at) {
      await client.query(
        `INSERT INTO signing_key (kid, public_jwk, private_jwk, state, created_at, activated_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [key.kid, JSON.stringify(key.publicJwk), key.privateJwk, state, at, state === 'active' ? at : null],
      )
    },
    async move(kid, state, at) {
      await client.query(
        `UPDATE signing_key SET state = $2,
           activated_at = CASE WHEN $2 = 'active' THEN $3::timestamptz ELSE activated_at END,
           retired_at = CASE WHEN $2 = 'retired' THEN $3::timestamptz ELSE retired_at END,
           private_jwk = CASE WHEN $2 = 'removed' THEN ''::bytea ELSE private_jwk END
         WHERE kid = $1`,
        [kid, state, at],
      )
    },
    async lastExpiry(kid) {
      const { rows } = await client.query<{ last: Date | null }>(
        'SELECT max(expires_at) AS last FROM credential WHERE kid = $1',
        [kid],
      )
      return rows[0]?.last ?? null
    },
  }
}
