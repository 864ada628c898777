import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'

const settings = { fsync: 'off' }

let dataDir: string
let running: Postgres | undefined

beforeAll(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-test-'))
})

afterEach(async () => {
  await running?.stop()
  running = undefined
})

afterAll(() => fs.rmSync(dataDir, { recursive: true }))

describe('startPostgres', { timeout: 60_000 }, () => {
  it('keeps data, address and password from one start to the next', async () => {
    running = await startPostgres({ dataDir, settings })
    const { url } = running
    await query(url, 'CREATE TABLE note AS SELECT 42 AS value')
    await running.stop()
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
    running = await startPostgres({ dataDir, settings })
    expect({ url: running.url, adopted: running.adopted }).toEqual({ url, adopted: false })
    expect(await query(url, 'SELECT value FROM note')).toEqual([{ value: 42 }])
  })

  it('listens on the loopback interface only, wants a password and counts time in UTC', async () => {
    running = await startPostgres({ dataDir, settings })
    expect(await query(running.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(await query(running.url, 'SHOW timezone')).toEqual([{ TimeZone: 'UTC' }])
    const stranger = new URL(running.url)
    stranger.password = 'guess'
    await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    expect(fs.statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600)
  })

  it('takes over the server of a process that was killed', async () => {
    const url = await startInProcessThatDies(dataDir)
    running = await startPostgres({ dataDir, settings })
    expect({ url: running.url, adopted: running.adopted }).toEqual({ url, adopted: true })
  })

  it('refuses a folder that another live process uses', async () => {
    running = await startPostgres({ dataDir, settings })
    await expect(startPostgres({ dataDir, settings })).rejects.toThrow('Another process already uses')
  })

  it('starts although a lock names a process number that now belongs to something else', async () => {
    running = await startPostgres({ dataDir, settings })
    await running.stop()
    const lock = path.join(dataDir, 'cluster/postmaster.pid')
    const { uid, gid } = fs.statSync(path.dirname(lock))
    fs.writeFileSync(lock, `${process.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n  1 1\nready\n`)
    fs.chownSync(lock, uid, gid)
    running = await startPostgres({ dataDir, settings })
    expect(running.adopted).toBe(false)
  })

  it('takes another port when its own is in use', async () => {
    running = await startPostgres({ dataDir, settings })
    const { port } = new URL(running.url)
    await running.stop()
    const squatter = net.createServer().listen(Number(port), '127.0.0.1')
    await once(squatter, 'listening')
    running = await startPostgres({ dataDir, settings })
    squatter.close()
    expect(new URL(running.url).port).not.toBe(port)
    expect(await query(running.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})

async function startInProcessThatDies(folder: string): Promise<string> {
  const program = `
    import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'postgres.ts'))}
    console.log((await startPostgres({ dataDir: ${JSON.stringify(folder)}, settings: { fsync: 'off' } })).url)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  return String(line).trim()
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
