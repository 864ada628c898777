import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIT_CHAIN, CHAIN_START, checkChain } from '#lib/audit/chain.ts'
import type { AuditEntry } from '#lib/audit/entry.ts'
import { newId } from '#lib/ids.ts'
import { insertAudit, linkAuditRecords, readChain, readChainHead } from './audit.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'
import { inTransaction } from './transaction.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, options: '-c timezone=UTC' })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const entry = (organizationId: string, id: string): AuditEntry => ({
  organizationId,
  environment: 'PRODUCTION',
  actor: { type: 'user', id: 'u1', name: 'Ada' },
  action: 'workflow.deployed',
  target: { type: 'workflow', id },
  before: null,
  after: { number: 1.5, nested: { b: [1, 'é'], a: null } },
  origin: { address: '127.0.0.1', userAgent: null, requestId: 'req_1', via: 'console' },
})

describe('Audit records', () => {
  it('are linked into one chain for each organization, by several processes at once', async () => {
    const [one, other] = [newId.uuid(), newId.uuid()]
    for (let at = 0; at < 20; at++) await insertAudit(pool, entry(at % 4 === 0 ? other : one, `w${at}`))
    await Promise.all([
      linkAuditRecords(pool, AUDIT_CHAIN, 4),
      linkAuditRecords(pool, AUDIT_CHAIN, 4),
      linkAuditRecords(pool, AUDIT_CHAIN, 50),
    ])
    while ((await linkAuditRecords(pool, AUDIT_CHAIN, 4)) > 0);

    const chain = await readChain(pool, one, 0, 100)
    expect(chain.map(({ target }) => target.id).filter((id) => id === 'w0')).toEqual([])
    expect(chain.map(({ position }) => position)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1))
    expect(checkChain(CHAIN_START, chain)).toEqual([])
    expect(await readChainHead(pool, one)).toEqual({ position: 15, hash: chain.at(-1)?.hash })
    expect(await readChainHead(pool, other)).toMatchObject({ position: 5 })
  })

  it('keep what was told, and are gone where the change was rolled back', async () => {
    const organization = newId.uuid()
    await insertAudit(pool, entry(organization, 'kept'))
    await inTransaction(pool, async (client) => {
      await insertAudit(client, entry(organization, 'undone'))
      throw new Error('the change failed')
    }).catch(() => {})
    await linkAuditRecords(pool, AUDIT_CHAIN)

    const [kept, ...others] = await readChain(pool, organization, 0, 10)
    expect(others).toEqual([])
    expect(kept).toMatchObject(entry(organization, 'kept'))
  })

  it('betray a change made behind their back', async () => {
    const organization = newId.uuid()
    for (const id of ['a', 'b', 'c']) await insertAudit(pool, entry(organization, id))
    await linkAuditRecords(pool, AUDIT_CHAIN)
    await pool.query(`UPDATE audit_record SET after = '{"number": 2}' WHERE organization_id = $1 AND position = 2`, [
      organization,
    ])
    const chain = await readChain(pool, organization, 0, 10)
    expect(checkChain(CHAIN_START, chain)).toEqual([{ position: 2, recordId: chain[1]?.id, code: 'changed' }])
  })
})
