import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { PERMISSIONS } from '#lib/auth/permissions.ts'
import type { Member } from '#lib/auth/principal.ts'
import type { Graph } from '#lib/engine/graph.ts'
import { newId } from '#lib/ids.ts'
import { createRuntime } from '#lib/runtime.ts'
import { createWorkflow } from '#lib/workflows/create.ts'
import { deployWorkflow } from '#lib/workflows/deploy.ts'
import { faultBlocks } from '../../faults/blocks.ts'
import { migrate } from '../../scripts/migrate.ts'
import { startPostgres } from '../../scripts/postgres.ts'

/** A PostgreSQL that syncs to disk, one server process with API v1, and the workflows to be measured. */
export type House = {
  databaseUrl: string
  url: string
  key: string
  server: ChildProcess
  /** Of the workflow deployed last. */
  ids: { organizationId: string; workflowId: string; versionId: string }
  close(): Promise<void>
}

export async function openHouse(graphs: Record<string, Graph>): Promise<House> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-bench-'))
  const postgres = await startPostgres({ dataDir: path.join(dataDir, 'postgres') })
  await migrate(postgres.url)
  const settings = {
    DATABASE_URL: postgres.url,
    PUBLIC_URL: 'http://127.0.0.1',
    COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 5).toString('base64url'),
    COUNTERSIGN_DATA_DIR: dataDir,
  }
  const { runtime, close } = createRuntime(settings, { blocks: faultBlocks('') })
  const organizationId = newId.uuid()
  await runtime.db.prisma.organization.create({
    data: { id: organizationId, slug: 'bench', name: 'Bench', environments: { create: [{ name: 'PRODUCTION' }] } },
  })
  const request = { organizationId, environment: 'PRODUCTION', label: 'Bench', scopes: PERMISSIONS } as const
  const { key } = await runtime.apiKeys.create(request)
  const author: Member = {
    actor: { type: 'system', id: 'bench', name: 'Bench' },
    organizationId,
    environment: null,
    permissions: new Set(PERMISSIONS),
    roles: [],
  }
  const ids = { organizationId, workflowId: '', versionId: '' }
  for (const [slug, graph] of Object.entries(graphs)) {
    const { id } = await createWorkflow(runtime, author, { slug, name: slug, graph })
    const { versionId } = await deployWorkflow(runtime, author, id, {
      environments: ['PRODUCTION'],
      note: 'First',
      acknowledged: 'all',
    })
    Object.assign(ids, { workflowId: id, versionId })
  }
  const server = fork(path.join(import.meta.dirname, '../../faults/server.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
    env: { ...process.env, ...settings, LOG_LEVEL: 'error', VENDOR_URL: '', DIE_AT: '' },
  })
  const [said] = await once(server, 'message')
  const { port } = z.object({ port: z.int() }).parse(said)
  return {
    databaseUrl: postgres.url,
    url: `http://127.0.0.1:${port}`,
    key,
    server,
    ids,
    close: async () => {
      server.kill('SIGKILL')
      await close()
      await postgres.stop()
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
