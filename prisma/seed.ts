import { PERMISSIONS, type Permission, ROLES, type Role } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import { env } from '#lib/env.ts'
import { startExecution } from '#lib/executions/start.ts'
import { newId, randomBase32 } from '#lib/ids.ts'
import { importList } from '#lib/lists/import.ts'
import { sampleSource } from '#lib/lists/sample.ts'
import type { Runtime } from '#lib/ports.ts'
import { createRuntime } from '#lib/runtime.ts'
import * as listStore from '#lib/store/lists.ts'
import { templates, withTheirOwn } from '#lib/templates/index.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { highRiskRelease } from './sample/high-risk-release.ts'
import { putSampleDocuments, SAMPLE_SUBJECTS } from './sample/subjects.ts'

export type Seeded = {
  signIns: { role: string; email: string; password: string }[]
  /** Printed once, at the seed that made it; `null` where there was nothing to do. */
  apiKey: string | null
  curl: string | null
}

const ORGANIZATION = { slug: 'sample', name: 'Sample Organization' }
const KEY_SCOPES: readonly Permission[] = [
  'workflows:read',
  'workflows:execute',
  'workflows:executions:read',
  'reviews:decide',
  'credentials:read',
  'files:write',
]

/** Fills an empty database with the sample organization, its people, workflows, documents and a few executions. */
export async function seed({ log }: { log(line: string): void }): Promise<Seeded> {
  const { runtime, close } = createRuntime(env())
  try {
    const present = await runtime.db.prisma.organization.findUnique({ where: { slug: ORGANIZATION.slug } })
    if (present) return { signIns: [], apiKey: null, curl: null }
    return await fill(runtime, log)
  } finally {
    await close()
  }
}

async function fill(runtime: Runtime, log: (line: string) => void): Promise<Seeded> {
  const organizationId = newId.uuid()
  await runtime.db.prisma.organization.create({
    data: {
      id: organizationId,
      ...ORGANIZATION,
      environments: {
        create: [
          { name: 'PRODUCTION', acceptSpecimens: true },
          { name: 'DEVELOPMENT', acceptSpecimens: true },
        ],
      },
    },
  })
  log('People and keys')
  const signIns = await addPeople(runtime, organizationId)
  const { key } = await runtime.apiKeys.create({
    organizationId,
    environment: 'PRODUCTION',
    label: 'Sample key',
    scopes: KEY_SCOPES,
  })
  log('Sanctions list')
  await importList(
    { pool: runtime.db.pool, store: listStore, now: () => new Date() },
    { source: sampleSource(), organizationId },
  )
  const principal = seeder(organizationId)
  log('Workflows')
  for (const { slug, name, description, graph } of [...withTheirOwn(templates), highRiskRelease]) {
    const { id } = await createWorkflow(runtime, principal, { slug, name, description, graph })
    await deployWorkflow(runtime, principal, id, {
      environments: ['PRODUCTION', 'DEVELOPMENT'],
      note: 'First version',
      acknowledged: 'all',
    })
  }
  log('Documents and executions')
  await putSampleDocuments(runtime.files, { organizationId, environment: 'PRODUCTION' })
  await runSamples(runtime, principal)
  return { signIns, apiKey: key, curl: curlFor(runtime.publicUrl, key) }
}

async function addPeople(runtime: Runtime, organizationId: string): Promise<Seeded['signIns']> {
  const people = [...ROLES.map((role) => ({ role, name: SAMPLE_NAMES[role], local: role })), SECOND_REVIEWER]
  const signIns: Seeded['signIns'] = []
  for (const { role, name, local } of people) {
    const signIn = { role, email: `${local}@sample.example`, password: newPassword() }
    const { id: userId } = await runtime.auth.createUser({ ...signIn, name })
    await runtime.db.prisma.membership.create({ data: { organizationId, userId, role } })
    signIns.push(signIn)
  }
  return signIns
}

/** Somebody to confirm what the first reviewer proposes. */
const SECOND_REVIEWER = { role: 'reviewer' as const, name: 'Ravi Reviewer', local: 'reviewer2' }

const SAMPLE_NAMES: Record<Role, string> = {
  owner: 'Olivia Owner',
  admin: 'Adam Admin',
  author: 'Aya Author',
  deployer: 'Dario Deployer',
  reviewer: 'Rosa Reviewer',
  auditor: 'Anton Auditor',
  viewer: 'Vera Viewer',
}

/** Three groups that can be read aloud and typed: 75 random bits. */
function newPassword(): string {
  return [5, 5, 5].map((length) => randomBase32(length)).join('-')
}

function seeder(organizationId: string): Member {
  return {
    actor: { type: 'system', id: 'seed', name: 'Sample data' },
    organizationId,
    environment: null,
    permissions: new Set(PERMISSIONS),
    roles: [],
  }
}

/** One execution for every sample subject, so that each outcome can be looked at. */
async function runSamples(runtime: Runtime, principal: Member): Promise<void> {
  for (const { subjectId, documentType } of SAMPLE_SUBJECTS) {
    const { outcome } = await startExecution(runtime, principal, {
      workflow: { publicId: 'wf_kyc_standard' },
      environment: 'PRODUCTION',
      graph: { type: 'active' },
      input: { subject_id: subjectId, document_type: documentType },
      trigger: 'console',
      synchronous: true,
    })
    await outcome
  }
  const flagged = await startExecution(runtime, principal, {
    workflow: { publicId: 'wf_high_risk_release' },
    environment: 'PRODUCTION',
    graph: { type: 'active' },
    input: {
      subject_id: 'user_viktor_hit_003',
      first_name: 'Viktor',
      last_name: 'Drozhkin',
      birth_date: '1986-04-12',
      document_number: 'X34567890',
    },
    trigger: 'console',
    synchronous: true,
  })
  await flagged.outcome
}

/** The first call of the documentation, ready to paste. */
function curlFor(publicUrl: string, key: string): string {
  const body = {
    workflowId: 'wf_kyc_standard',
    options: { input: { subject_id: 'user_jane_doe_001', document_type: 'passport' } },
  }
  return `curl -X POST ${publicUrl}/v1/workflows/execute -H "X-Api-Key: ${key}" -H "Content-Type: application/json" -d '${JSON.stringify(body)}'`
}
