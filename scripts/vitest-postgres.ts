import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { freePort } from './free-port.ts'
import { migrate } from './migrate.ts'
import { type Postgres, startPostgres } from './postgres.ts'

/** Gives test files the address of a doorman that starts one PostgreSQL for the whole run when first asked. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-test-postgres-'))
  let postgres: Promise<Postgres> | undefined
  const doorman = http.createServer((_request, response) => {
    postgres ??= startMigrated(dataDir)
    postgres.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  const port = await freePort()
  doorman.listen(port, '127.0.0.1')
  project.provide('postgresDoorman', `http://127.0.0.1:${port}`)
  return async () => {
    doorman.close()
    await (await postgres)?.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

async function startMigrated(dataDir: string): Promise<Postgres> {
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }
  const postgres = await startPostgres({ dataDir, settings })
  await migrate(postgres.url)
  return postgres
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresDoorman: string
  }
}
