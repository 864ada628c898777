import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { failuresRoutes } from '#lib/apis/console/execution-lists.ts'
import { executionsRoutes } from '#lib/apis/console/executions.ts'
import { reviewsRoutes } from '#lib/apis/console/reviews.ts'
import { signInRoutes } from '#lib/apis/console/sign-in.ts'
import { newId } from '#lib/ids.ts'
import { createRuntime } from '#lib/runtime.ts'
import { migrate } from '../scripts/migrate.ts'
import { startPostgres } from '../scripts/postgres.ts'
import { type Case, casesFor } from './history/cases.ts'
import { fill, type Owner } from './history/fill.ts'

// `npm run bench:history [count] [few]`: how long lists take with a million executions, three million events and a
// hundred thousand reviews, against the same with ten thousand. Answers of the API, sign-in and JSON included.
const COUNT = Number(process.argv[2] ?? 1_000_000)
const FEW = Number(process.argv[3] ?? 10_000)
const TIMES = 40
const WARM_UP = 5
const ORIGIN = 'http://127.0.0.1'
const PASSWORD = 'correct horse battery'

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-history-'))
const postgres = await startPostgres({
  dataDir: path.join(dataDir, 'postgres'),
  settings: { fsync: 'off', synchronous_commit: 'off', max_wal_size: '4GB' },
})
await migrate(postgres.url)
const { runtime, close } = createRuntime({
  DATABASE_URL: postgres.url,
  PUBLIC_URL: ORIGIN,
  COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 5).toString('base64url'),
  COUNTERSIGN_DATA_DIR: dataDir,
})
const house = () => runtime
const handlers = {
  executions: executionsRoutes(house).GET,
  failures: failuresRoutes(house).GET,
  reviews: reviewsRoutes(house).GET,
}

async function makeOwner(): Promise<Owner & { cookie: string }> {
  const { prisma } = runtime.db
  const organizationId = newId.uuid()
  await prisma.organization.create({
    data: { id: organizationId, slug: 'bench', name: 'Bench', environments: { create: [{ name: 'PRODUCTION' }] } },
  })
  const workflows = await Promise.all(
    Array.from({ length: 10 }, async (_, at) => {
      const [id, one, two] = [newId.uuid(), newId.uuid(), newId.uuid()]
      const version = { graph: { blocks: [] }, hash: '' }
      const versions = {
        create: [
          { id: one, number: 1, ...version },
          { id: two, number: 2, ...version },
        ],
      }
      const names = { publicId: `wf_bench_${at}`, hexId: newId.hex(), name: `Bench ${at}` }
      await prisma.workflow.create({ data: { id, organizationId, ...names, versions } })
      return { id, versionIds: [one, two] as [string, string] }
    }),
  )
  const email = 'owner@bench.example'
  const { id: userId } = await runtime.auth.createUser({ email, password: PASSWORD, name: 'Owner' })
  await prisma.membership.create({ data: { organizationId, userId, role: 'owner' } })
  const response = await signInRoutes(house).POST(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN },
      body: JSON.stringify({ email, password: PASSWORD }),
    }),
    { params: Promise.resolve({}) },
  )
  return { organizationId, workflows, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

type Page = { data: unknown[]; nextCursor?: string | null }

async function ask({ list, query }: Pick<Case, 'list' | 'query'>, cookie: string): Promise<Page> {
  const request = new Request(`${ORIGIN}/api/console/${list}?${query}`, {
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  })
  const response = await handlers[list](request, { params: Promise.resolve({}) })
  if (response.status !== 200) throw new Error(`${list}?${query}: ${await response.text()}`)
  return response.json()
}

type Measured = { p50: number; p95: number; rows: number }

async function measure(asked: Case, cookie: string): Promise<Measured> {
  const first = await ask(asked, cookie)
  const cursor = asked.nextPage ? `&cursor=${encodeURIComponent(first.nextCursor ?? '')}` : ''
  const request = { ...asked, query: asked.query + cursor }
  const times: number[] = []
  for (let at = 0; at < TIMES + WARM_UP; at++) {
    const began = performance.now()
    await ask(request, cookie)
    if (at >= WARM_UP) times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const quantile = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  return { p50: quantile(0.5), p95: quantile(0.95), rows: first.data.length }
}

async function measureAll(owner: Owner & { cookie: string }): Promise<Map<string, Measured>> {
  const measured = new Map<string, Measured>()
  for (const asked of casesFor(owner)) measured.set(asked.name, await measure(asked, owner.cookie))
  return measured
}

try {
  const owner = await makeOwner()
  await fill(runtime.db.pool, owner, COUNT - FEW, COUNT, COUNT)
  const few = await measureAll(owner)
  const began = performance.now()
  await fill(runtime.db.pool, owner, 0, COUNT - FEW, COUNT)
  console.log(`${COUNT} executions filled in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  const many = await measureAll(owner)
  const line = (cells: string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(26) : cell.padStart(9))).join(' ')
  console.log(line(['', 'p50 ms', 'p95 ms', 'rows', `p50 ${FEW}`, 'ratio']))
  for (const [name, { p50, p95, rows }] of many) {
    const before = few.get(name)?.p50 ?? Number.NaN
    const cells = [p50.toFixed(1), p95.toFixed(1), String(rows), before.toFixed(1), (p50 / before).toFixed(2)]
    console.log(line([name, ...cells]) + (p95 > 100 ? '  over 100 ms' : ''))
  }
} finally {
  await close()
  await postgres.stop()
  fs.rmSync(dataDir, { recursive: true, force: true })
}
