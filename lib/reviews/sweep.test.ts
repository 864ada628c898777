import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PERMISSIONS, ROLE_PERMISSIONS, type Role } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import { graphSchema } from '#lib/engine/graph.ts'
import { startExecution } from '#lib/executions/start.ts'
import { newId } from '#lib/ids.ts'
import { sendMail } from '#lib/notices/send.ts'
import { createRuntime, type OpenRuntime } from '#lib/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#lib/store/testing.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { setAway } from './availability.ts'
import { claimReview } from './claim.ts'
import { snoozeReview } from './put-off.ts'
import { sweepReviews } from './sweep.ts'

const ORGANIZATION = newId.uuid()
let database: TestDatabase
let dataDir: string
let house: OpenRuntime

function open(): OpenRuntime {
  return createRuntime({
    DATABASE_URL: database.url,
    PUBLIC_URL: 'http://127.0.0.1:3000',
    COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64url'),
    COUNTERSIGN_DATA_DIR: dataDir,
  })
}

beforeEach(async () => {
  database = await createTestDatabase()
  dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-sweep-'))
  house = open()
  const environments = { create: [{ name: 'PRODUCTION' }] }
  await house.runtime.db.prisma.organization.create({
    data: { id: ORGANIZATION, slug: 'acme', name: 'Acme', environments },
  })
}, 60_000)
afterEach(async () => {
  await house.close()
  await database.drop()
  await fs.rm(dataDir, { recursive: true })
})

async function person(name: string, role: Role = 'reviewer'): Promise<Member> {
  const id = newId.uuid()
  const { prisma } = house.runtime.db
  await prisma.user.create({ data: { id, name, email: `${name.toLowerCase()}@example.test` } })
  await prisma.membership.create({ data: { organizationId: ORGANIZATION, userId: id, role } })
  const permissions = new Set(ROLE_PERMISSIONS[role])
  return {
    actor: { type: 'user', id, name },
    organizationId: ORGANIZATION,
    environment: null,
    permissions,
    roles: [role],
  }
}

const starter: Member = {
  actor: { type: 'system', id: 'test', name: 'Test' },
  organizationId: ORGANIZATION,
  environment: null,
  permissions: new Set(PERMISSIONS),
  roles: [],
}

/** Makes a workflow that comes to a review with these settings at once, and a way to start it. */
async function reviewed(config: object): Promise<() => Promise<string>> {
  const graph = graphSchema.parse({
    blocks: [
      { id: 'start', type: 'start', name: 'Start' },
      { id: 'check', type: 'manual_review', name: 'Check', config: { title: 'Jane Doe', ...config } },
      { id: 'done', type: 'end', name: 'Done' },
      { id: 'lapsed', type: 'end', name: 'Lapsed' },
    ],
    edges: [
      { id: 'e1', source: 'start', target: 'check' },
      { id: 'e2', source: 'check', sourceHandle: 'approved', target: 'done' },
      { id: 'e3', source: 'check', sourceHandle: 'expired', target: 'lapsed' },
    ],
  })
  const { id } = await createWorkflow(house.runtime, starter, { name: 'Reviewed', graph })
  return async () => {
    const { execution, outcome } = await startExecution(house.runtime, starter, {
      workflow: { id },
      environment: 'PRODUCTION',
      graph: { type: 'draft' },
      input: {},
      trigger: 'console',
      synchronous: true,
    })
    await outcome
    return (await house.runtime.db.prisma.pause.findFirstOrThrow({ where: { executionId: execution.id } })).id
  }
}

const pauses = () => house.runtime.db.prisma.pause.findMany({ orderBy: { openedAt: 'asc' } })
const notices = () => house.runtime.db.prisma.notice.findMany({ orderBy: { id: 'asc' } })

describe('assignment by turns', () => {
  it('goes round those who are there, and waits where nobody is', async () => {
    const [ada, bob, cas] = [await person('Ada'), await person('Bob'), await person('Cas')]
    await person('Eve', 'viewer')
    await setAway(house.runtime, cas, true)
    const start = await reviewed({ auto_assign: true })
    for (let run = 0; run < 4; run++) {
      await start()
      await sweepReviews(house.runtime)
    }
    const names = [ada, bob, cas].map(({ actor }) => actor)
    const held = (await pauses()).map(({ claimedBy }) => names.find(({ id }) => id === claimedBy)?.name)
    expect(held).toEqual(['Ada', 'Bob', 'Ada', 'Bob'])
    expect((await notices()).map(({ type }) => type)).toEqual(['assigned', 'assigned', 'assigned', 'assigned'])

    for (const somebody of [ada, bob]) await setAway(house.runtime, somebody, true)
    await start()
    await sweepReviews(house.runtime)
    expect((await pauses()).at(-1)?.claimedBy).toBeNull()
    await setAway(house.runtime, cas, false)
    await Promise.all([sweepReviews(house.runtime), sweepReviews(house.runtime)])
    expect((await pauses()).at(-1)?.claimedBy).toBe(cas.actor.id)
    expect(await notices()).toHaveLength(5)
  })

  it('leaves alone what was not to be given out', async () => {
    await person('Ada')
    const start = await reviewed({})
    await start()
    await sweepReviews(house.runtime)
    expect((await pauses()).map(({ claimedBy }) => claimedBy)).toEqual([null])
  })
})

describe('mail', () => {
  it('is sent once for each notice, however many processes send, and says nothing of the case', async () => {
    const ada = await person('Ada')
    const start = await reviewed({ auto_assign: true })
    const pauseId = await start()
    await sweepReviews(house.runtime)
    const sent: string[] = []
    const mailer = {
      send: async ({ to, text }: { to: string; text: string }) => void sent.push(`${to} ${text}`),
      close: () => {},
    }
    const processes = Array.from({ length: 5 }, () => sendMail({ ...house.runtime, mailer }))
    await Promise.all(processes)
    expect(sent).toEqual([expect.stringContaining(`http://127.0.0.1:3000/reviews/${pauseId}`)])
    expect(sent[0]).toMatch(new RegExp(`^${ada.actor.name.toLowerCase()}@example.test`))
    expect(sent[0]).not.toMatch(/Jane|Reviewed/)
  })

  it('that cannot be sent is kept, and given up in the end', async () => {
    await person('Ada')
    await (await reviewed({ auto_assign: true }))()
    await sweepReviews(house.runtime)
    const faults: unknown[] = []
    const mailer = {
      send: () => Promise.reject(new Error('No such host')),
      close: () => {},
    }
    const report = (fault: unknown) => void faults.push(fault)
    const states: string[] = []
    for (let tries = 0; tries < 7; tries++) {
      await sendMail({ ...house.runtime, mailer, report })
      await house.runtime.db.prisma.notice.updateMany({ data: { mailClaimedAt: null } })
      states.push((await notices())[0]?.mailState ?? '')
    }
    expect(states).toEqual(['pending', 'pending', 'pending', 'pending', 'pending', 'failed', 'failed'])
    expect(faults).toHaveLength(6)
  })

  it('goes into files where no server is set up', async () => {
    await person('Ada')
    await (await reviewed({ auto_assign: true }))()
    await sweepReviews(house.runtime)
    await sendMail(house.runtime)
    const [notice] = await notices()
    const file = await fs.readFile(path.join(dataDir, 'mail', `${notice?.id}.eml`), 'utf8')
    expect(file).toContain('To: ada@example.test')
    expect(file).toContain('Subject: A review was assigned to you')
    expect(notice?.mailState).toBe('sent')
  })
})

describe('the clock', () => {
  it('tells once of what is due soon and late, ends what has expired, across a restart', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')]
    const late = await (await reviewed({ due_in_seconds: 6 }))()
    await claimReview(house.runtime, ada, late)
    const expiring = await (await reviewed({ due_in_seconds: 60, expires_in_seconds: 2 }))()
    const snoozed = await (await reviewed({}))()
    await snoozeReview(house.runtime, bob, snoozed, new Date(Date.now() + 1_500))
    const unassigned = () =>
      house.runtime.tenant(ORGANIZATION).pauses.list({
        environment: 'PRODUCTION',
        tab: 'unassigned',
        kinds: ['review'],
        limit: 10,
      })
    expect((await unassigned()).map(({ id }) => id)).toEqual([expiring])

    await house.close()
    house = open()
    await house.own()
    await vi.waitFor(
      async () =>
        expect((await notices()).map(({ type, userId }) => [type, userId])).toEqual([
          ['due_soon', ada.actor.id],
          ['late', ada.actor.id],
        ]),
      { timeout: 15_000, interval: 100 },
    )
    await vi.waitFor(async () => expect((await unassigned()).map(({ id }) => id)).toEqual([snoozed]), {
      timeout: 15_000,
      interval: 100,
    })
    const ended = (await pauses()).find(({ id }) => id === expiring)
    expect(ended?.status).toBe('expired')
    await vi.waitFor(
      async () =>
        expect(
          await house.runtime.db.prisma.execution.findUniqueOrThrow({ where: { id: ended?.executionId ?? '' } }),
        ).toMatchObject({ status: 'completed', output: { lapsed: expect.anything() } }),
      { timeout: 15_000, interval: 100 },
    )
    await vi.waitFor(
      async () => expect((await notices()).map(({ mailState }) => mailState)).toEqual(['sent', 'sent']),
      {
        timeout: 15_000,
        interval: 100,
      },
    )
    expect(await fs.readdir(path.join(dataDir, 'mail'))).toHaveLength(2)
  }, 60_000)
})
