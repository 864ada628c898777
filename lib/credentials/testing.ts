import { randomUUID } from 'node:crypto'
import { createCredentialDeps } from '#lib/store/credential-deps.ts'
import { createDatabase, type Database } from '#lib/store/database.ts'
import { createTestDatabase } from '#lib/store/testing.ts'
import { type Credentials, createCredentials } from './create.ts'
import type { IssueRequest } from './issue.ts'
import type { CredentialDeps } from './ports.ts'

export const START = new Date('2026-11-22T10:30:00.250Z')
export const PUBLIC_URL = 'https://id.example.org:8443'
export const MASTER_KEY = Buffer.alloc(32, 3).toString('base64url')

/** A database of its own with one organization, and a clock that stands still until moved. */
export type CredentialBench = {
  credentials: Credentials
  /** The parts that use cases are handed. */
  deps: CredentialDeps
  /** Address of the database. */
  url: string
  database: Database
  organizationId: string
  clock: { now: Date }
  /** Another process's view of the same instance: its own connections and caches. */
  another(): Credentials
  addOrganization(): Promise<string>
  /** A request with a key of its own. */
  request(overrides?: Partial<IssueRequest>): IssueRequest
  close(): Promise<void>
}

/** Makes a bench for one test file. */
export async function createCredentialBench(): Promise<CredentialBench> {
  const testDatabase = await createTestDatabase()
  const database = createDatabase(testDatabase.url)
  const others: Database[] = []
  const clock = { now: START }
  const addOrganization = async () => {
    const id = randomUUID()
    await database.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, `org-${id}`])
    return id
  }
  const settings = ({ pool }: Database) => ({
    pool,
    publicUrl: PUBLIC_URL,
    masterKey: MASTER_KEY,
    now: () => clock.now,
  })
  const open = (one: Database) => createCredentials(createCredentialDeps(settings(one)))
  const organizationId = await addOrganization()
  return {
    credentials: open(database),
    deps: createCredentialDeps(settings(database)),
    url: testDatabase.url,
    database,
    organizationId,
    clock,
    another() {
      const other = createDatabase(testDatabase.url)
      others.push(other)
      return open(other)
    },
    addOrganization,
    request: (overrides) => ({ ...sampleRequest(organizationId), ...overrides }),
    async close() {
      await Promise.all([database, ...others].map((one) => one.close()))
      await testDatabase.drop()
    },
  }
}

function sampleRequest(organizationId: string): IssueRequest {
  return {
    organizationId,
    environment: 'PRODUCTION',
    idempotencyKey: `${randomUUID()}:credential_issue:1`,
    executionId: null,
    type: 'user',
    subjectId: 'user_jane_doe_001',
    claims: { name: { first: 'Jane', last: 'Doe' }, birth_date: '1990-05-15', sanctions: 'clear' },
    validForSeconds: 86_400,
  }
}
