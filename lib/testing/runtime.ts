import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { PERMISSIONS, type Permission, ROLE_PERMISSIONS, type Role } from '#lib/auth/permissions.ts'
import type { EnvironmentName, Member } from '#lib/auth/principal.ts'
import { seal } from '#lib/crypto.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { newId } from '#lib/ids.ts'
import { importList } from '#lib/lists/import.ts'
import { sampleSource } from '#lib/lists/sample.ts'
import type { Runtime } from '#lib/ports.ts'
import { composePassportLines, type PassportHolder } from '#lib/providers/documents/compose.ts'
import { createRuntime } from '#lib/runtime.ts'
import * as listStore from '#lib/store/lists.ts'
import { createTestDatabase } from '#lib/store/testing.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { saveDraft } from '#lib/workflows/save-draft.ts'
import { createTestBlocks, type World } from './blocks.ts'
import { findUnfolded } from './facts.ts'
import { createSpecimenReader } from './specimen-reader.ts'

const ENVIRONMENTS: readonly EnvironmentName[] = ['PRODUCTION', 'DEVELOPMENT']

/** The first bytes of a PNG, enough for one to be taken for an image. */
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const JANE: PassportHolder = {
  firstName: 'Jane',
  lastName: 'Doe',
  documentNumber: 'X12345678',
  birthDate: '1990-05-15',
  expiresAt: '2034-08-19',
  sex: 'female',
}

export type KeyOptions = {
  scopes?: readonly Permission[]
  environment?: EnvironmentName
  label?: string
  ratePerMinute?: number
  ratePerHour?: number
  expiresAt?: Date
}

/** An organization with both environments, and what a test needs to fill it. */
export type TestOrganization = {
  id: string
  /** A key of the organization, with every scope in PRODUCTION unless said; returns its printed form. */
  apiKey(options?: KeyOptions): Promise<string>
  /** Makes the workflow `wf_<slug>`, or changes its draft, and deploys that. */
  deploy(slug: string, graph: Graph, environments?: readonly EnvironmentName[]): Promise<{ id: string; number: number }>
  /** Makes the workflow `wf_<slug>`, or changes its draft. */
  draft(slug: string, graph: Graph): Promise<string>
  /** A person with this role. */
  member(role: Role): Promise<Member>
  /** Puts a specimen passport on file for the subject; returns the file's id. */
  passport(subjectId: string, holder?: Partial<PassportHolder>, environment?: EnvironmentName): Promise<string>
  /** Loads the sample sanctions list. */
  sanctionsList(): Promise<void>
  setVariable(environment: EnvironmentName, name: string, value: string, secret?: boolean): Promise<void>
}

/** A house of its own for one test file, on a database of its own. */
export type TestRuntime = {
  runtime: Runtime
  world: World
  /** Faults told to the operator. */
  faults: unknown[]
  acme: TestOrganization
  globex: TestOrganization
  /** Opens another process's runtime on the same database. */
  secondProcess(): Runtime
  /** Closes everything; throws where a stored execution is not what its facts amount to. */
  close(): Promise<void>
}

/** Makes two organizations on a fresh database, with the real block types and some that can be watched. */
export async function createTestRuntime({
  allowHosts = [],
  ...options
}: {
  capacity?: number
  allowHosts?: string[]
} = {}): Promise<TestRuntime> {
  const database = await createTestDatabase()
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-house-'))
  const { world, blocks } = createTestBlocks()
  const faults: unknown[] = []
  const settings = {
    DATABASE_URL: database.url,
    PUBLIC_URL: 'http://127.0.0.1:3000',
    COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64url'),
    COUNTERSIGN_DATA_DIR: dataDir,
    COUNTERSIGN_ALLOW_HOSTS: allowHosts,
  }
  const parts = {
    blocks,
    documents: createSpecimenReader(),
    report: (fault: unknown) => faults.push(fault),
    ...options,
  }
  const first = createRuntime(settings, parts)
  const opened = [first]
  const { runtime } = first
  return {
    runtime,
    world,
    faults,
    acme: await createOrganization(runtime, 'acme'),
    globex: await createOrganization(runtime, 'globex'),
    secondProcess: () => {
      const second = createRuntime(settings, parts)
      opened.push(second)
      return second.runtime
    },
    close: async () => {
      const unfolded = await findUnfolded(runtime.db.pool)
      for (const { close } of opened) await close()
      await database.drop()
      await fs.rm(dataDir, { recursive: true })
      if (unfolded.length > 0) throw new Error(`Rows that differ from their facts: ${JSON.stringify(unfolded)}`)
    },
  }
}

async function createOrganization(runtime: Runtime, slug: string): Promise<TestOrganization> {
  const id = newId.uuid()
  const environments = { create: ENVIRONMENTS.map((name) => ({ name, acceptSpecimens: true })) }
  await runtime.db.prisma.organization.create({ data: { id, slug, name: slug, environments } })
  const workflows = new Map<string, string>()
  const owner: Member = {
    actor: { type: 'system', id: 'test', name: 'Test' },
    organizationId: id,
    environment: null,
    permissions: new Set(PERMISSIONS),
    roles: [],
  }

  async function draft(workflowSlug: string, graph: Graph): Promise<string> {
    const known = workflows.get(workflowSlug)
    if (known === undefined) {
      const { id: created } = await createWorkflow(runtime, owner, { slug: workflowSlug, name: workflowSlug, graph })
      workflows.set(workflowSlug, created)
      return created
    }
    const { revision } = await runtime.db.prisma.draft.findUniqueOrThrow({ where: { workflowId: known } })
    await saveDraft(runtime, owner, known, { graph, revision })
    return known
  }

  return {
    id,
    draft,
    apiKey: async ({ scopes = PERMISSIONS, environment = 'PRODUCTION', label = 'Test key', ...limits } = {}) => {
      const { key } = await runtime.apiKeys.create({ organizationId: id, scopes, environment, label, ...limits })
      return key
    },
    deploy: async (workflowSlug, graph, into = ENVIRONMENTS) => {
      const workflowId = await draft(workflowSlug, graph)
      const { number } = await deployWorkflow(runtime, owner, workflowId, {
        environments: [...into],
        note: 'Deployed by a test',
        acknowledged: 'all',
      })
      return { id: workflowId, number }
    },
    member: async (role) => {
      const userId = newId.uuid()
      const name = `${slug} ${role}`
      await runtime.db.prisma.user.create({ data: { id: userId, name, email: `${userId}@example.test` } })
      await runtime.db.prisma.membership.create({ data: { organizationId: id, userId, role } })
      return {
        ...owner,
        actor: { type: 'user', id: userId, name },
        permissions: new Set(ROLE_PERMISSIONS[role]),
        roles: [role],
      }
    },
    passport: async (subjectId, holder = {}, environment = 'PRODUCTION') => {
      const name = `${composePassportLines({ ...JANE, ...holder }, 'UTO').join('~')}.png`
      const file = { organizationId: id, environment, name, bytes: PNG, subjectId, documentType: 'passport' }
      return (await runtime.files.put(file)).id
    },
    sanctionsList: async () => {
      const { pool } = runtime.db
      await importList(
        { pool, store: listStore, now: () => new Date() },
        { source: sampleSource(), organizationId: id },
      )
    },
    setVariable: async (environment, name, value, secret = false) => {
      const sealed = seal(runtime.masterKey, Buffer.from(value), `variable:${id}:${name}`)
      const row = { organizationId: id, environment, name, secret, value: Uint8Array.from(sealed) }
      await runtime.db.prisma.environmentVariable.create({ data: row })
      runtime.catalog.forget()
    },
  }
}
