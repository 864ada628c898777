import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './steps.ts'

export type Settings = {
  host: string
  port: number
  publicUrl: string
  /** Absolute path of the folder that holds everything this instance keeps. */
  dataDir: string
  /** `worker` serves nothing and needs no build. */
  role: string
  /** Address of a PostgreSQL of the operator's own; without it an embedded one is started. */
  databaseUrl: string | undefined
}

/** Reads the settings from the environment and a `.env` file; makes the data folder and completes the environment. */
export function readSettings(): Settings {
  const file = path.join(ROOT, '.env')
  if (fs.existsSync(file)) process.loadEnvFile(file)
  const dataDir = path.resolve(ROOT, process.env.COUNTERSIGN_DATA_DIR ?? '.data')
  fs.mkdirSync(dataDir, { recursive: true })
  const port = readPort(process.env.PORT ?? '3000')
  const publicUrl = process.env.PUBLIC_URL ?? `http://127.0.0.1:${port}`
  Object.assign(process.env, {
    PUBLIC_URL: publicUrl,
    COUNTERSIGN_DATA_DIR: dataDir,
    COUNTERSIGN_MASTER_KEY: process.env.COUNTERSIGN_MASTER_KEY ?? masterKey(path.join(dataDir, 'master.key')),
    NEXT_TELEMETRY_DISABLED: '1',
  })
  return {
    host: process.env.HOST ?? '127.0.0.1',
    port,
    publicUrl,
    dataDir,
    role: process.env.COUNTERSIGN_ROLE ?? 'all',
    databaseUrl: process.env.DATABASE_URL || undefined,
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error(`PORT must be a whole number from 1 to 65535, not "${text}".`)
}

function masterKey(file: string): string {
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return fs.readFileSync(file, 'utf8').trim()
}
