import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { PERMISSIONS } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { newId } from '#lib/ids.ts'
import type { Runtime } from '#lib/ports.ts'
import { createRuntime } from '#lib/runtime.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { migrate } from '../scripts/migrate.ts'
import { type Postgres, startPostgres } from '../scripts/postgres.ts'
import { faultBlocks } from './blocks.ts'

export type FleetMember = { process: ChildProcess; url: string; processId: string }

/** Counts the effects that blocks have on the world outside. */
export type Vendor = {
  url: string
  count(key: string): number
  counts: Map<string, number>
  onceKeys: Set<string>
  close(): void
}

export type MemberOptions = {
  dieAt?: string
  databaseUrl?: string
  capacity?: number
  /** Is told everything that the process says, at its most talkative. */
  hear?: (said: string) => void
}

/** A PostgreSQL, an organization with a key, a vendor, and as many processes as a test asks for. */
export type Fleet = {
  postgres: Postgres
  pool: pg.Pool
  dataDir: string
  key: string
  organizationId: string
  vendor: Vendor
  runtime: Runtime
  /** Makes a workflow with this graph active; answers its internal id. */
  deploy(slug: string, graph: Graph): Promise<string>
  /** Starts a process; `databaseUrl` may lead through a proxy. */
  start(options?: MemberOptions): Promise<FleetMember>
  /** Kills every process started so far. */
  dismiss(): Promise<void>
  stop(): Promise<void>
}

const MASTER_KEY = Buffer.alloc(32, 9).toString('base64url')

export async function createFleet(settings: Record<string, string> = { fsync: 'off' }): Promise<Fleet> {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'countersign-faults-'))
  const postgres = await startPostgres({ dataDir: path.join(dataDir, 'postgres'), settings })
  await migrate(postgres.url)
  const vendor = await startVendor()
  const base = { PUBLIC_URL: 'http://127.0.0.1', COUNTERSIGN_MASTER_KEY: MASTER_KEY, COUNTERSIGN_DATA_DIR: dataDir }
  const { runtime, close } = createRuntime({ ...base, DATABASE_URL: postgres.url }, { blocks: faultBlocks('') })
  const organizationId = newId.uuid()
  const environments = { create: [{ name: 'PRODUCTION', acceptSpecimens: true }] }
  await runtime.db.prisma.organization.create({
    data: { id: organizationId, slug: 'acme', name: 'Acme', environments },
  })
  const { key } = await runtime.apiKeys.create({
    organizationId,
    environment: 'PRODUCTION',
    label: 'Faults',
    scopes: PERMISSIONS,
  })
  const author: Member = {
    actor: { type: 'system', id: 'faults', name: 'Faults' },
    organizationId,
    environment: null,
    permissions: new Set(PERMISSIONS),
    roles: [],
  }
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 })
  pool.on('error', () => {})
  const members: FleetMember[] = []
  const dismiss = async () => {
    await Promise.all(members.splice(0).map(kill))
  }
  const server = path.join(import.meta.dirname, 'server.ts')
  return {
    postgres,
    pool,
    dataDir,
    key,
    organizationId,
    vendor,
    runtime,
    deploy: async (slug, graph) => {
      const { id } = await createWorkflow(runtime, author, { slug, name: slug, graph })
      await deployWorkflow(runtime, author, id, { environments: ['PRODUCTION'], note: 'First', acknowledged: 'all' })
      return id
    },
    start: async ({ dieAt = '', databaseUrl = postgres.url, capacity, hear } = {}) => {
      const child = fork(server, {
        stdio: ['ignore', hear ? 'pipe' : 'ignore', hear ? 'pipe' : 'inherit', 'ipc'],
        env: {
          ...process.env,
          ...base,
          DATABASE_URL: databaseUrl,
          VENDOR_URL: vendor.url,
          DIE_AT: dieAt,
          CAPACITY: capacity === undefined ? '' : String(capacity),
          COUNTERSIGN_ALLOW_HOSTS: '127.0.0.1',
          LOG_LEVEL: hear ? 'debug' : 'silent',
        },
      })
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => hear?.(String(chunk)))
      const [said] = await once(child, 'message')
      const { port, processId } = z.object({ port: z.int(), processId: z.string() }).parse(said)
      const member = { process: child, url: `http://127.0.0.1:${port}`, processId }
      members.push(member)
      return member
    },
    dismiss,
    stop: async () => {
      await dismiss()
      vendor.close()
      await close()
      await pool.end()
      await postgres.stop()
      await fs.rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function startVendor(): Promise<Vendor> {
  const counts = new Map<string, number>()
  const onceKeys = new Set<string>()
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { key, effect } = z
      .object({ key: z.string(), effect: z.string() })
      .parse(JSON.parse(Buffer.concat(chunks).toString()))
    counts.set(key, (counts.get(key) ?? 0) + 1)
    if (effect === 'once') onceKeys.add(key)
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    count: (key) => counts.get(key) ?? 0,
    counts,
    onceKeys,
    close: () => server.close(),
  }
}

/** A gate between processes and PostgreSQL that can be made to fail. */
export type Proxy = { url: string; mode: 'pass' | 'hole' | 'slow'; reset(): void; close(): void }

export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl)
  const open = new Set<net.Socket>()
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname)
    open.add(client)
    for (const socket of [client, upstream]) socket.on('error', () => {})
    client.on('close', () => {
      open.delete(client)
      upstream.destroy()
    })
    upstream.on('close', () => client.destroy())
    const carry = (to: net.Socket) => async (data: Buffer) => {
      if (proxy.mode === 'hole') return
      if (proxy.mode === 'slow') await sleep(200)
      to.write(data)
    }
    client.on('data', carry(upstream))
    upstream.on('data', carry(client))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(databaseUrl)
  url.port = String(typeof address === 'object' ? address?.port : 0)
  const proxy: Proxy = {
    url: url.href,
    mode: 'pass',
    reset: () => {
      for (const socket of open) socket.resetAndDestroy()
    },
    close: () => {
      server.close()
      proxy.reset()
    },
  }
  return proxy
}

const answerSchema = z.object({
  executionId: z.string(),
  status: z.string(),
  output: z.record(z.string(), z.unknown()),
})
export type Answer = { http: number; body: z.infer<typeof answerSchema> | null }

/** One call of the execute API; `null` body where the answer is a refusal. Rejects when the connection breaks. */
export async function execute(
  member: FleetMember,
  key: string,
  body: object,
  idempotencyKey?: string,
): Promise<Answer> {
  return post(`${member.url}/v1/workflows/execute`, key, body, idempotencyKey)
}

export async function post(url: string, key: string, body: object, idempotencyKey?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': key,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(body),
  })
  const parsed = answerSchema.safeParse(await response.json())
  return { http: response.status, body: parsed.success ? parsed.data : null }
}

/** Waits for something to become true in the database. */
export async function until(check: () => Promise<boolean>, patienceMs = 30_000): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(25)) if (await check()) return
  throw new Error('It did not come to pass')
}

/** Kills a process and waits until it is gone. */
export async function kill(member: FleetMember): Promise<void> {
  if (member.process.exitCode !== null || member.process.signalCode !== null) return
  const gone = once(member.process, 'exit')
  member.process.kill('SIGKILL')
  await gone
}
