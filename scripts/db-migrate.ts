import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from './postgres.ts'
import { command, runNode } from './steps.ts'

// `npm run db:migrate -- --name what_changes`: writes the migration that leads from those that exist to
// prisma/schema.prisma, on a database made for this alone, and generates the client.
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-migrate-'))
const postgres = await startPostgres({ dataDir, settings: { fsync: 'off' } })
const prisma = command('prisma/build/index.js')
const env = { DATABASE_URL: postgres.url }
const code = await runNode([prisma, 'migrate', 'dev', ...process.argv.slice(2)], { env })
await postgres.stop()
fs.rmSync(dataDir, { recursive: true })
process.exitCode = code === 0 ? await runNode([prisma, 'generate'], { env }) : code
