import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { type Account, type Binaries, postgresBinaries } from './postgres-binaries.ts'

const DATABASE = 'countersign'
const PATIENCE_MS = 30_000
const OWNER_LOCK = 4_203_511

export type Postgres = { url: string; adopted: boolean; stop(): Promise<void> }

type Folder = { root: string; cluster: string; account: Account; password: string }

/**
 * Starts the embedded PostgreSQL on the loopback interface with its files in `dataDir`, or takes over the one that an
 * earlier process left running there. `settings` are server settings (`{ fsync: 'off' }`).
 * Throws when another live process uses the folder.
 */
export async function startPostgres(options: {
  dataDir: string
  settings?: Record<string, string>
}): Promise<Postgres> {
  const settings = options.settings ?? {}
  const folder = openFolder(path.resolve(options.dataDir))
  const survivor = runningServer(folder)
  let port = survivor
  if (port === undefined) {
    const binaries = postgresBinaries(folder.account)
    if (!fs.existsSync(path.join(folder.cluster, 'PG_VERSION'))) initialize(folder, binaries, settings)
    port = await launch(folder, binaries, settings)
  }
  const owner = await own(folder, port)
  return {
    url: address(folder, port, DATABASE),
    adopted: survivor !== undefined,
    stop: async () => {
      await owner.end()
      await shutDown(folder)
    },
  }
}

function openFolder(root: string): Folder {
  const cluster = path.join(root, 'cluster')
  fs.mkdirSync(root, { recursive: true })
  const account = serverAccount(cluster)
  if (!fs.existsSync(cluster)) {
    fs.mkdirSync(cluster, { mode: 0o700 })
    if (account.uid !== undefined && account.gid !== undefined) fs.chownSync(cluster, account.uid, account.gid)
  }
  const file = path.join(root, 'password')
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return { root, cluster, account, password: fs.readFileSync(file, 'utf8') }
}

// PostgreSQL refuses to run as root: it runs as the owner of its files, at first as `postgres` or `nobody`.
function serverAccount(cluster: string): Account {
  if (process.getuid?.() !== 0) return {}
  if (fs.existsSync(cluster)) {
    const { uid, gid } = fs.statSync(cluster)
    return { uid, gid }
  }
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
    if (ids.every((id) => id.status === 0)) return { uid: Number(ids[0]?.stdout), gid: Number(ids[1]?.stdout) }
  }
  throw new Error('PostgreSQL does not run as root and there is no account "postgres" or "nobody" to run it as.')
}

// On Linux the server gets its folder as an open descriptor, so that no folder above has to let its account in.
function clusterArgument(folder: Folder): { name: string; descriptor: number } {
  const descriptor = fs.openSync(folder.cluster, 'r')
  return { name: process.platform === 'linux' ? '/proc/self/fd/3' : folder.cluster, descriptor }
}

function initialize(folder: Folder, binaries: Binaries, settings: Record<string, string>): void {
  const passwordFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-'))
  const passwordFile = path.join(passwordFolder, 'password')
  fs.writeFileSync(passwordFile, folder.password, { mode: 0o600 })
  const { uid, gid } = folder.account
  if (uid !== undefined && gid !== undefined) {
    for (const file of [passwordFolder, passwordFile]) fs.chownSync(file, uid, gid)
  }
  const { name, descriptor } = clusterArgument(folder)
  try {
    const result = spawnSync(
      binaries.initdb,
      [
        ...['-D', name, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'],
        ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
        ...(settings.fsync === 'off' ? ['--no-sync'] : []),
      ],
      { ...folder.account, cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', descriptor] },
    )
    if (result.status !== 0) throw new Error(`PostgreSQL could not make its files: ${result.error ?? result.stderr}`)
  } finally {
    fs.closeSync(descriptor)
    fs.rmSync(passwordFolder, { recursive: true })
  }
}

async function launch(folder: Folder, binaries: Binaries, settings: Record<string, string>): Promise<number> {
  const portFile = path.join(folder.root, 'port')
  const deadline = Date.now() + PATIENCE_MS
  let port = fs.existsSync(portFile) ? Number(fs.readFileSync(portFile, 'utf8')) : await freePort()
  for (;;) {
    const failure = await attempt(folder, binaries, port, settings)
    if (failure === undefined) {
      fs.writeFileSync(portFile, String(port))
      return port
    }
    const busy = /could not bind|could not create any TCP/.test(failure)
    const locked = /lock file|shared memory/.test(failure)
    if ((!busy && !locked) || Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${failure}`)
    if (busy) port = await freePort()
    if (locked) {
      removeStaleLock(folder)
      await sleep(500)
    }
  }
}

// Answers with the end of the server's log when it ended instead of taking connections.
async function attempt(
  folder: Folder,
  binaries: Binaries,
  port: number,
  settings: Record<string, string>,
): Promise<string | undefined> {
  const logFile = path.join(folder.root, 'postgres.log')
  const log = fs.openSync(logFile, 'w')
  const { name, descriptor } = clusterArgument(folder)
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
  const flags = Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  // A process group of its own: Ctrl-C must reach the database only after the server has drained.
  const child = spawn(binaries.postgres, ['-D', name, '-p', String(port), ...flags], {
    ...folder.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log, descriptor],
  })
  fs.closeSync(log)
  fs.closeSync(descriptor)
  const ended = once(child, 'exit').then(() => fs.readFileSync(logFile, 'utf8').slice(-2000))
  const failure = await Promise.race([ended, untilReady(folder, port, child)])
  child.unref()
  return failure
}

async function untilReady(
  folder: Folder,
  port: number,
  child: { exitCode: number | null; kill(signal: NodeJS.Signals): boolean },
): Promise<undefined> {
  const deadline = Date.now() + PATIENCE_MS
  while (child.exitCode === null) {
    const ready = await connect(folder, port, 'postgres').catch(() => undefined)
    if (ready) return ready.end().then(() => undefined)
    if (Date.now() > deadline) child.kill('SIGQUIT')
    await sleep(20)
  }
  return new Promise(() => {})
}

// The port of the server that already works on this folder, if there is one.
function runningServer(folder: Folder): number | undefined {
  const lock = readLock(folder)
  return lock && worksOn(folder, lock.pid) ? lock.port : undefined
}

function readLock(folder: Folder): { pid: number; port: number } | undefined {
  const file = path.join(folder.cluster, 'postmaster.pid')
  if (!fs.existsSync(file)) return undefined
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

function worksOn(folder: Folder, pid: number): boolean {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres')
  }
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(folder.cluster)
  } catch {
    return false
  }
}

// After a power cut the process number in the lock may belong to something else, which the server cannot tell.
function removeStaleLock(folder: Folder): void {
  const lock = readLock(folder)
  if (lock && !worksOn(folder, lock.pid)) fs.rmSync(path.join(folder.cluster, 'postmaster.pid'))
}

function address(folder: Folder, port: number, database: string): string {
  return `postgresql://postgres:${folder.password}@127.0.0.1:${port}/${database}`
}

async function connect(folder: Folder, port: number, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: address(folder, port, database) })
  // A broken connection is reported by the next query; it must not end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

// Holds a lock for as long as this process lives, so that no two processes use one folder.
async function own(folder: Folder, port: number): Promise<pg.Client> {
  const client = await connect(folder, port, 'postgres')
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [OWNER_LOCK])
  if (!rows[0]?.mine) {
    await client.end()
    throw new Error(`Another process already uses the data folder ${folder.root}. Stop it first.`)
  }
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  return client
}

async function shutDown(folder: Folder): Promise<void> {
  const deadline = Date.now() + 5000
  signal(folder, 'SIGINT')
  while (readLock(folder)) {
    if (Date.now() > deadline) return signal(folder, 'SIGQUIT')
    await sleep(20)
  }
}

// SIGINT ends sessions and stops in good order; SIGQUIT stops at once and leaves the repair to the next start.
function signal(folder: Folder, name: 'SIGINT' | 'SIGQUIT'): void {
  const lock = readLock(folder)
  if (lock && worksOn(folder, lock.pid)) process.kill(lock.pid, name)
}
