import type pg from 'pg'
import { z } from 'zod'
import type {
  CredentialStore,
  NewCredential,
  StatusChange,
  StatusEntry,
  StoredCredential,
} from '#lib/credentials/ports.ts'
import { jsonObjectSchema } from '#lib/engine/json.ts'
import { inTransaction } from './transaction.ts'

const COLUMNS = `id, organization_id, environment, execution_id, type, subject_id, claims, jwt, status, status_reason,
  revocation_list_id, suspension_list_id, status_index, issued_at, expires_at`

/** Position of a most-significant-first bit in PostgreSQL's numbering, which starts at a byte's least significant bit. */
const BIT = '(($2::int & ~7) + 7 - ($2::int & 7))'

const rowSchema = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    environment: z.enum(['PRODUCTION', 'DEVELOPMENT']),
    execution_id: z.string().nullable(),
    type: z.enum(['user', 'business', 'agent_authorization', 'outcome_attestation']),
    subject_id: z.string(),
    claims: jsonObjectSchema,
    jwt: z.string(),
    status: z.enum(['active', 'suspended', 'revoked']),
    status_reason: z.string().nullable(),
    revocation_list_id: z.int(),
    suspension_list_id: z.int(),
    status_index: z.int(),
    issued_at: z.date(),
    expires_at: z.date(),
  })
  .transform((row) => ({
    credential: {
      id: row.id,
      organizationId: row.organization_id,
      environment: row.environment,
      executionId: row.execution_id,
      type: row.type,
      subjectId: row.subject_id,
      claims: row.claims,
      jwt: row.jwt,
      status: row.status,
      statusReason: row.status_reason,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
    } satisfies StoredCredential,
    entry: {
      revocationListId: row.revocation_list_id,
      suspensionListId: row.suspension_list_id,
      index: row.status_index,
    } satisfies StatusEntry,
  }))

/** The credentials in PostgreSQL. */
export function createCredentialStore(pool: pg.Pool): CredentialStore {
  const find = async (id: string) => {
    const { rows } = await pool.query(`SELECT ${COLUMNS} FROM credential WHERE id = $1`, [id])
    return rows.length === 0 ? null : rowSchema.parse(rows[0]).credential
  }
  return {
    find,
    // A rival's insert of the same id is waited for, so the read that follows sees what it committed.
    insertOrGet: async (credential) => (await insert(pool, credential)) ?? (await find(credential.id)),
    async list(owner, page) {
      const { rows } = await pool.query(
        `SELECT ${COLUMNS} FROM credential
         WHERE organization_id = $1 AND environment = $2 AND ($3::text IS NULL OR (issued_at, id) <
           (SELECT issued_at, id FROM credential WHERE id = $3 AND organization_id = $1 AND environment = $2))
         ORDER BY issued_at DESC, id DESC LIMIT $4`,
        [owner.organizationId, owner.environment, page.after ?? null, page.limit],
      )
      return rows.map((row) => rowSchema.parse(row).credential)
    },
    change: (owner, id, decide, at) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(
          `SELECT ${COLUMNS} FROM credential WHERE id = $1 AND organization_id = $2 AND environment = $3 FOR UPDATE`,
          [id, owner.organizationId, owner.environment],
        )
        if (rows.length === 0) return null
        const { credential, entry } = rowSchema.parse(rows[0])
        const change = decide(credential)
        if (change === null) return credential
        await applyChange(client, id, entry, change, at)
        return { ...credential, status: change.status, statusReason: change.reason }
      }),
  }
}

/** The credential as inserted, or `null` when its id or its status entry is taken. A set bit of an erased credential takes the entry too. */
async function insert(pool: pg.Pool, credential: NewCredential): Promise<StoredCredential | null> {
  const { revocationListId, suspensionListId, index } = credential.statusEntry
  const { rows } = await pool.query(
    `INSERT INTO credential (revocation_list_id, status_index, suspension_list_id, id, organization_id, environment,
       execution_id, idempotency_key, type, subject_id, claims, jwt, kid, issued_at, expires_at, updated_at)
     SELECT $1::int, $2::int, $3::int, $4, $5::uuid, $6, $7::uuid, $8, $9, $10, $11::jsonb, $12, $13,
       $14::timestamptz, $15::timestamptz, $14::timestamptz
     WHERE NOT EXISTS (SELECT 1 FROM status_list WHERE id IN ($1::int, $3::int) AND get_bit(bits, ${BIT}) = 1)
     ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    [
      revocationListId,
      index,
      suspensionListId,
      credential.id,
      credential.organizationId,
      credential.environment,
      credential.executionId,
      credential.idempotencyKey,
      credential.type,
      credential.subjectId,
      JSON.stringify(credential.claims),
      credential.jwt,
      credential.kid,
      credential.issuedAt,
      credential.expiresAt,
    ],
  )
  return rows.length === 0 ? null : rowSchema.parse(rows[0]).credential
}

async function applyChange(
  client: pg.PoolClient,
  id: string,
  entry: StatusEntry,
  change: StatusChange,
  at: Date,
): Promise<void> {
  await client.query('UPDATE credential SET status = $2, status_reason = $3, updated_at = $4 WHERE id = $1', [
    id,
    change.status,
    change.reason,
    at,
  ])
  // Always revocation first: two changes never wait for each other's list.
  await setBit(client, entry.revocationListId, entry.index, change.status === 'revoked')
  await setBit(client, entry.suspensionListId, entry.index, change.status === 'suspended')
}

async function setBit(client: pg.PoolClient, listId: number, index: number, on: boolean): Promise<void> {
  await client.query(
    `UPDATE status_list SET bits = set_bit(bits, ${BIT}, $3::int), revision = revision + 1
     WHERE id = $1 AND get_bit(bits, ${BIT}) <> $3::int`,
    [listId, index, on ? 1 : 0],
  )
}
